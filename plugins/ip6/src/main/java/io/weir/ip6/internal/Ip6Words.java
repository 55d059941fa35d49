package io.weir.ip6.internal;

import io.weir.cli.CommandCall;
import io.weir.fib.Family;
import io.weir.fib.Prefix;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;

/** How IPv6 is spoken to. */
enum Ip6Words implements Family.Words {
    INSTANCE;

    static final int BITS = 128;

    @Override
    public String command() {
        return "ip6";
    }

    @Override
    public String sharedCommand() {
        return "ip";
    }

    @Override
    public String longName() {
        return "ipv6";
    }

    @Override
    public String prefixType() {
        return "ip6-prefix";
    }

    @Override
    public String addressType() {
        return "ip6";
    }

    @Override
    public Prefix prefix(final CommandCall call, final String argument) {
        return Prefix.of(call.get(argument, Ip6Prefix.class));
    }

    @Override
    public Prefix address(final CommandCall call, final String argument) {
        final Ip6Address address = call.get(argument, Ip6Address.class);
        return new Prefix(address.high(), address.low(), BITS);
    }

    @Override
    public long onLink(final long high, final int swIfIndex) {
        return LinkScope.on(high, swIfIndex);
    }

    @Override
    public boolean needsInterface(final long high, final long low) {
        return LinkScope.is(high);
    }

    @Override
    public boolean isHost(final long high, final long low) {
        final boolean nobody = high == 0 && (low >>> 1 == 0 || low >>> 32 == 0xffff);
        return !nobody && high >>> 56 != 0xff;
    }

    @Override
    public String format(final long high, final long low) {
        return new Ip6Address(LinkScope.wire(high), low).toString();
    }
}
