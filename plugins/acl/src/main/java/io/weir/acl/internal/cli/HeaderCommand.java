package io.weir.acl.internal.cli;

import io.weir.acl.internal.classify.ExtensionHeaders;
import io.weir.cli.CommandCall;
import io.weir.plugin.Registrar;

/** Sets which IPv6 extension headers are passed over (VPP: plugins/acl/acl.c). Main only. */
public final class HeaderCommand {
    private final Registrar host;
    private final ExtensionHeaders headers;

    /** A command about these. */
    public HeaderCommand(final Registrar host, final ExtensionHeaders headers) {
        this.host = host;
        this.headers = headers;
    }

    /** Declares it. */
    public void register() {
        host.command(
                        "set acl-plugin skip-ipv6-extension-header <number:int 0..255> <on:int 0..1>",
                        "Pass over IPv6 extension headers with a number on the way to the protocol that rules ask for: 1, or"
                                + " take them for the packet's protocol: 0 (default: 1 for 0, 43, 44, 60, 135, 139, 140, 253 and"
                                + " 254)")
                .run(this::set);
    }

    private void set(final CommandCall call) {
        final int number = call.getInt("number");
        final boolean on = call.getInt("on") == 1;
        if (on && !ExtensionHeaders.canSkip(number)) {
            throw call.refuse("%d is no extension header that can be passed over", number);
        }
        headers.skip(number, on);
    }
}
