package io.weir.acl.internal;

import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Access lists (VPP: plugins/acl). */
public final class AclPlugin extends WeirPlugin {
    @Override
    public void register(final Registrar host) {}
}
