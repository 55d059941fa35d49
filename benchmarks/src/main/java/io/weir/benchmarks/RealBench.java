package io.weir.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/**
 * What programs see: TCP and UDP from one namespace to another through two taps of a host, in turns with the kernel's own
 * forwarding between two more namespaces and with the least that carries packets from tap to tap; with segments of 64 KiB
 * that nobody has to cut, and at 1,500 bytes without any help of devices.
 */
final class RealBench {
    private static final int ROUNDS = 3;
    static final String LEFT = "wl";
    static final String RIGHT = "wr";
    private static final int MTU = 1_500;
    private static final int UDP_HEADER = 8;
    static final int SMALL_BYTES = 64;
    private static final double NS_PER_SECOND = 1e9;

    private final double seconds;
    private final Json json = new Json();

    /** One rate of a turn, given the two namespaces' roles. */
    private interface Measured {
        double rate(String left, String right) throws IOException, InterruptedException;
    }

    private record Family(String name, String host, int header) {
        int datagram() {
            return MTU - header - UDP_HEADER;
        }
    }

    private static final List<Family> FAMILIES =
            List.of(new Family("4", "10.2.0.2", 20), new Family("6", "fd00:2::2", 40));

    /**
     * A measurement.
     *
     * @param seconds a tenth for each turn of TCP, at least one second; a twentieth for each of UDP.
     */
    RealBench(final double seconds) {
        this.seconds = seconds;
    }

    /** Measures; where it can't, a sentence says why and there are no figures. */
    Json run() throws IOException, InterruptedException {
        final String missing = Namespaces.missing(Iperf.TOOLS);
        if (missing != null) {
            System.out.println("traffic through taps is not measured: " + missing);
            return json;
        }
        try (Namespaces namespaces = new Namespaces();
                TapShuttle bare = new TapShuttle(namespaces)) {
            namespaces.add(LEFT);
            namespaces.add(RIGHT);
            final KernelRouter kernel = new KernelRouter(namespaces);
            try (HostProcess _ = new HostProcess(commands(namespaces))) {
                for (final boolean large : new boolean[] {true, false}) {
                    namespaces.offloads(LEFT, "eth0", large);
                    namespaces.offloads(RIGHT, "eth0", large);
                    kernel.offloads(large);
                    bare.offloads(large);
                    for (final Family family : FAMILIES) {
                        streams(namespaces, family, large);
                    }
                }
                for (final Family family : FAMILIES) {
                    final double bits = SMALL_BYTES * 8.0;
                    compare(
                            "udp" + family.name() + "_64",
                            "mpps",
                            (left, right) ->
                                    udp(namespaces, left, right, family.host(), SMALL_BYTES, false, seconds / 20)
                                            / bits
                                            * 1e3);
                }
            }
        }
        return json;
    }

    private void streams(final Namespaces namespaces, final Family family, final boolean large)
            throws IOException, InterruptedException {
        final String kind = family.name() + (large ? "_large" : "_1500");
        final int turn = (int) Math.max(1, Math.round(seconds / 10));
        compare("tcp" + kind, "gbps", (left, right) -> Iperf.tcp(namespaces, left, right, family.host(), turn));
        compare(
                "udp" + kind,
                "gbps",
                (left, right) -> udp(namespaces, left, right, family.host(), family.datagram(), large, seconds / 20));
    }

    /** Gigabits per second of datagrams that came. */
    static double udp(
            final Namespaces namespaces,
            final String left,
            final String right,
            final String host,
            final int datagram,
            final boolean segmented,
            final double seconds)
            throws IOException, InterruptedException {
        namespaces.inside(left, "ping", "-q", "-c", "1", "-w", "10", host);
        final long durationNs = (long) (seconds * NS_PER_SECOND);
        final InetAddress to = InetAddress.ofLiteral(host);
        return UdpLoad.run(namespaces.name(left), namespaces.name(right), to, datagram, segmented, durationNs)
                * 8
                / 1e9;
    }

    /** All three in turns, after one of the host's that doesn't count: its code is compiled meanwhile. */
    private void compare(final String what, final String unit, final Measured measured)
            throws IOException, InterruptedException {
        measured.rate(LEFT, RIGHT);
        final double[] ours = new double[ROUNDS];
        final double[] kernel = new double[ROUNDS];
        final double[] bare = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ours[round] = measured.rate(LEFT, RIGHT);
            kernel[round] = measured.rate(KernelRouter.LEFT, KernelRouter.RIGHT);
            bare[round] = measured.rate(TapShuttle.LEFT, TapShuttle.RIGHT);
        }
        final double our = SliceBench.median(ours);
        final double kernels = SliceBench.median(kernel);
        final double least = SliceBench.median(bare);
        json.put(what + "_" + unit, our, 3)
                .put(what + "_kernel_" + unit, kernels, 3)
                .put(what + "_ratio", our / kernels, 3)
                .put(what + "_bare_" + unit, least, 3)
                .put(what + "_ratio_bare", our / least, 3);
        System.out.printf(
                "%-12s %7.3f %s; kernel %7.3f, ratio %.2f; bare shuttle %7.3f, ratio %.2f%n",
                what, our, unit, kernels, our / kernels, least, our / least);
    }

    /** What makes a host that forwards between two taps in the namespaces of both roles. */
    static List<String> commands(final Namespaces namespaces) {
        return List.of(
                tap(0, namespaces.name(LEFT), 1),
                tap(1, namespaces.name(RIGHT), 2),
                "set interface ip address tap0 10.1.0.1/24",
                "set interface ip address tap1 10.2.0.1/24",
                "set interface ip address tap0 fd00:1::1/64",
                "set interface ip address tap1 fd00:2::1/64",
                "set interface state tap0 up",
                "set interface state tap1 up");
    }

    private static String tap(final int id, final String namespace, final int network) {
        return "create tap id " + id + " host-ns " + namespace + " host-if-name eth0"
                + " host-ip4-addr 10." + network + ".0.2/24 host-ip4-gw 10." + network + ".0.1"
                + " host-ip6-addr fd00:" + network + "::2/64 host-ip6-gw fd00:" + network + "::1";
    }
}
