package io.weir.ip6.internal.ra;

import java.util.ArrayList;
import java.util.List;

/** What {@code show ip6 interface} says of an interface as a router. Main only. */
public final class RouterText {
    private RouterText() {}

    /** The lines; one that says so where it is silent. */
    public static List<String> of(final RouterAdvertiser advertiser, final int swIfIndex) {
        final Router router = advertiser.counted(swIfIndex);
        if (router == null || !router.said.sends()) {
            return List.of("ND router advertisements are not sent");
        }
        final RouterConfiguration said = router.said;
        final List<String> lines = new ArrayList<>();
        lines.add("Advertised prefixes:");
        advertiser.prefixes(swIfIndex).forEach(prefix -> lines.add("  " + text(prefix)));
        if (!said.servers().isEmpty()) {
            lines.add("Advertised DNS servers:");
            said.servers()
                    .forEach(
                            server -> lines.add("  " + server.address() + ", lifetime " + seconds(server.lifetimeS())));
        }
        lines.add("ND router advertisements are sent every %d seconds (min interval is %d)"
                .formatted(said.maxIntervalS(), said.minIntervalS()));
        lines.add("ND router advertisements live for %d seconds".formatted(said.lifetimeS()));
        lines.add("Hosts " + (said.managed() ? "use DHCPv6" : "use stateless autoconfig") + " for addresses"
                + (said.other() ? ", and DHCPv6 for the rest" : ""));
        lines.add(
                "ND router advertisements sent %d, of other routers received %d".formatted(router.sent, router.others));
        lines.add("ND router solicitations received %d, answered with others %d"
                .formatted(router.solicitations, router.ignored));
        return lines;
    }

    private static String text(final AdvertisedPrefix prefix) {
        return prefix.prefix() + ", valid " + seconds(prefix.validS()) + ", preferred " + seconds(prefix.preferredS())
                + (prefix.onLink() ? "" : ", off-link")
                + (prefix.autonomous() ? "" : ", no autoconfig");
    }

    private static String seconds(final long seconds) {
        return seconds == AdvertisedPrefix.INFINITE ? "for ever" : seconds + " s";
    }
}
