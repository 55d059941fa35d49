package io.weir.nat64;

import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** NAT64: hosts that have IPv6 alone reach those that have IPv4 alone (VPP: plugins/nat/nat64). */
public final class Nat64Plugin extends WeirPlugin {
    @Override
    public void register(final Registrar host) {}
}
