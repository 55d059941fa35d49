package io.weir.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What programs see of the translator: TCP and UDP from a namespace that has IPv6 only to one that has IPv4 only, through two taps of a
 * host and through TAYGA, in turns, between the same two namespaces.
 */
final class Nat64RealBench {
    private static final int ROUNDS = 3;
    private static final String CLIENT = RealBench.LEFT;
    private static final String SERVER = RealBench.RIGHT;
    private static final double BITS_PER_BYTE = 8;
    private static final double NS_PER_SECOND = 1e9;
    /** Of 1,500 bytes, behind the headers of IPv6 and UDP. */
    private static final int FULL_BYTES = 1_500 - 48;

    private static final List<String> PARTS = List.of("real_large", "real_1500", "real_small");
    private static final Way HOST = new Way("ours", CLIENT, SERVER, "2001:db8:64::a02:2", "10.2.0.2");
    private static final Way TAYGA = new Way("tayga", CLIENT, SERVER, Tayga.SERVER6, Tayga.SERVER4);
    /** Nothing is translated here: it is what carrying packets alone costs. */
    private static final Way BARE = new Way("bare", TapShuttle.LEFT, TapShuttle.RIGHT, "fd00:2::2", "fd00:2::2");

    private final double seconds;
    private final Json json;

    /** A way from client to server: the namespaces of both, what the client calls the server, and the address that it has. */
    private record Way(String name, String client, String server, String server6, String address) {}

    /** One rate of a turn. */
    private interface Measured {
        double rate(Way way) throws IOException, InterruptedException;
    }

    /**
     * A measurement.
     *
     * @param seconds a tenth for each turn of TCP, at least one second; a twentieth for each of UDP.
     */
    Nat64RealBench(final double seconds, final Json json) {
        this.seconds = seconds;
        this.json = json;
    }

    /**
     * Measures; where it can't, a sentence says why and there are no figures.
     *
     * @param only what is measured begins so: {@code real_large}, {@code real_1500}, {@code real_small}.
     */
    void run(final String only) throws IOException, InterruptedException {
        if (PARTS.stream().noneMatch(part -> part.startsWith(only))) {
            return;
        }
        final String missing = Namespaces.missing(
                Stream.concat(Iperf.TOOLS.stream(), Stream.of(Tayga.TOOL)).toList());
        if (missing != null) {
            System.out.println("translation beside TAYGA is not measured: " + missing);
            return;
        }
        try (Namespaces namespaces = new Namespaces()) {
            namespaces.add(CLIENT);
            namespaces.add(SERVER);
            try (HostProcess _ = new HostProcess(commands(namespaces));
                    Tayga tayga = new Tayga(namespaces, CLIENT, SERVER);
                    TapShuttle bare = new TapShuttle(namespaces)) {
                for (final String part : PARTS) {
                    if (part.startsWith(only)) {
                        final boolean large = !part.endsWith("1500");
                        namespaces.offloads(CLIENT, "eth0", large);
                        namespaces.offloads(SERVER, "eth0", large);
                        tayga.offloads(large);
                        bare.offloads(large);
                        measure(part, namespaces);
                    }
                }
            }
        }
    }

    private void measure(final String part, final Namespaces namespaces) throws IOException, InterruptedException {
        switch (part) {
            case "real_large" -> streams(namespaces, "", true);
            case "real_1500" -> streams(namespaces, "_1500", false);
            default -> {
                small(namespaces, "tayga_pps", false, HOST, TAYGA, BARE);
                small(namespaces, "tayga_pps_late", true, HOST, TAYGA);
            }
        }
    }

    private void streams(final Namespaces namespaces, final String kind, final boolean large)
            throws IOException, InterruptedException {
        final int turn = (int) Math.max(1, Math.round(seconds / 10));
        compare(
                "tayga_tcp" + kind,
                "gbps",
                way -> Iperf.tcp(namespaces, way.client(), way.server(), way.server6(), turn),
                HOST,
                TAYGA);
        compare("tayga_udp" + kind, "gbps", way -> udp(namespaces, way, FULL_BYTES, large), HOST, TAYGA);
    }

    /** Small datagrams: one by one, or many at once for the kernel to cut as late as it can. */
    private void small(final Namespaces namespaces, final String what, final boolean segmented, final Way... ways)
            throws IOException, InterruptedException {
        final double bits = RealBench.SMALL_BYTES * BITS_PER_BYTE;
        compare(what, "mpps", way -> udp(namespaces, way, RealBench.SMALL_BYTES, segmented) / bits * 1e3, ways);
    }

    /** Gigabits per second of datagrams that came. */
    private double udp(final Namespaces namespaces, final Way way, final int datagram, final boolean segmented)
            throws IOException, InterruptedException {
        namespaces.inside(way.client(), "ping", "-q", "-c", "1", "-w", "10", way.server6());
        return UdpLoad.run(
                        namespaces.name(way.client()),
                        namespaces.name(way.server()),
                        InetAddress.ofLiteral(way.server6()),
                        InetAddress.ofLiteral(way.address()),
                        datagram,
                        segmented,
                        (long) (seconds / 20 * NS_PER_SECOND))
                * BITS_PER_BYTE
                / 1e9;
    }

    /** All ways in turns, after one of the host's that doesn't count: its code is compiled meanwhile. */
    private void compare(final String what, final String unit, final Measured measured, final Way... ways)
            throws IOException, InterruptedException {
        measured.rate(HOST);
        final double[][] rates = new double[ways.length][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int way = 0; way < ways.length; way++) {
                rates[way][round] = measured.rate(ways[way]);
            }
        }
        final double[] medians =
                Arrays.stream(rates).mapToDouble(SliceBench::median).toArray();
        json.put(what + "_ratio", medians[0] / medians[1], 3);
        System.out.printf("%-20s ratio %6.2f", what, medians[0] / medians[1]);
        for (int way = 0; way < ways.length; way++) {
            json.put(what + "_" + ways[way].name() + "_" + unit, medians[way], 3);
            System.out.printf("; %s %.3f %s", ways[way].name(), medians[way], unit);
        }
        System.out.println();
        if (what.equals("tayga_pps")) {
            json.put("mpps", medians[0], 3);
        }
    }

    private static List<String> commands(final Namespaces namespaces) {
        return List.of(
                "create tap id 0 host-ns " + namespaces.name(CLIENT)
                        + " host-if-name eth0 host-ip6-addr fd00:1::2/64 host-ip6-gw fd00:1::1",
                "create tap id 1 host-ns " + namespaces.name(SERVER)
                        + " host-if-name eth0 host-ip4-addr 10.2.0.2/24 host-ip4-gw 10.2.0.1",
                "set interface ip address tap0 fd00:1::1/64",
                "set interface ip address tap1 10.2.0.1/24",
                "set interface state tap0 up",
                "set interface state tap1 up",
                "nat64 plugin enable",
                "nat64 add prefix 2001:db8:64::/96",
                "nat64 add pool address 198.51.100.1",
                "set interface nat64 in tap0",
                "set interface nat64 out tap1");
    }
}
