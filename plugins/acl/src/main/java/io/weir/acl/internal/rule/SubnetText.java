package io.weir.acl.internal.rule;

import io.weir.cli.CommandException;
import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;

/** Reads and writes subnets. */
public final class SubnetText {
    private SubnetText() {}

    /**
     * A prefix, or an address alone for just this one.
     *
     * @throws CommandException in one sentence that names the text, also if bits behind the length are set.
     */
    public static Subnet parse(final String text) {
        try {
            return text.indexOf(':') >= 0 ? ip6(text) : ip4(text);
        } catch (final IllegalArgumentException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    private static Subnet ip4(final String text) {
        final Ip4Prefix prefix =
                text.indexOf('/') < 0 ? new Ip4Prefix(Ip4Address.parse(text), 32) : Ip4Prefix.parse(text);
        if (prefix.network() != prefix.address()) {
            throw hostBits(text, prefix.canonical().toString());
        }
        return Subnet.ip4(prefix.address(), prefix.length());
    }

    private static Subnet ip6(final String text) {
        final Ip6Prefix prefix =
                text.indexOf('/') < 0 ? new Ip6Prefix(Ip6Address.parse(text), 128) : Ip6Prefix.parse(text);
        if (!prefix.network().equals(prefix.address())) {
            throw hostBits(text, prefix.canonical().toString());
        }
        return new Subnet(prefix.address().high(), prefix.address().low(), prefix.length());
    }

    private static CommandException hostBits(final String text, final String canonical) {
        return new CommandException("`" + text + "' has bits set behind its length, it would be " + canonical);
    }

    /** Writes a subnet of a family. */
    public static void append(final StringBuilder out, final boolean ip6, final Subnet subnet) {
        if (ip6) {
            out.append(new Ip6Address(subnet.high(), subnet.low()));
        } else {
            Ip4Address.append(out, (int) (subnet.high() >>> 32));
        }
        out.append('/').append(subnet.length());
    }
}
