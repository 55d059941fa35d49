package io.weir.benchmarks;

import io.weir.benchmarks.acl.FilterFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Access lists beside nftables: TCP and small datagrams from one namespace to another through two taps of a host, in turns with the
 * kernel's own forwarding, while both hold each packet against the same rules, of which the last matches.
 */
final class AclRealBench {
    private static final int[] COUNTS = {10, 1_000, 10_000};
    private static final int ROUNDS = 3;
    private static final String FROM = "10.1.0.2";
    private static final String TO = "10.2.0.2";

    private final double seconds;
    private final Json json = new Json();

    /** One rate of a turn, between two namespaces. */
    private interface Measured {
        double rate(String left, String right) throws IOException, InterruptedException;
    }

    /**
     * A measurement.
     *
     * @param seconds a tenth for each turn of TCP, at least one second; a twentieth for each of UDP.
     */
    AclRealBench(final double seconds) {
        this.seconds = seconds;
    }

    /** Measures; where it can't, a sentence says why and there are no figures. */
    Json run() throws IOException, InterruptedException {
        final String missing = Namespaces.missing(
                Stream.concat(Iperf.TOOLS.stream(), Stream.of("nft")).toList());
        if (missing != null) {
            System.out.println("lists beside nftables are not measured: " + missing);
            return json;
        }
        final Path file = Files.createTempFile("weir-acl", ".rules");
        try (Namespaces namespaces = new Namespaces()) {
            namespaces.add(RealBench.LEFT);
            namespaces.add(RealBench.RIGHT);
            final KernelRouter kernel = new KernelRouter(namespaces);
            try (HostProcess host = new HostProcess(RealBench.commands(namespaces))) {
                traffic(namespaces, kernel, "none");
                for (final int count : COUNTS) {
                    final FilterFiles rules = new FilterFiles(count, FROM, TO);
                    load(host, kernel, file, rules, false);
                    if (count == COUNTS[0]) {
                        host.command("set acl-plugin interface tap0 input acl 0");
                        host.command("set acl-plugin interface tap0 output acl 0");
                    }
                    traffic(namespaces, kernel, String.valueOf(count));
                    load(host, kernel, file, rules, true);
                    tcp(namespaces, kernel, count + "_sessions", true);
                }
            }
        } finally {
            Files.delete(file);
        }
        return json;
    }

    private static void load(
            final HostProcess host,
            final KernelRouter kernel,
            final Path file,
            final FilterFiles rules,
            final boolean tracked)
            throws IOException, InterruptedException {
        Files.write(file, rules.weir(tracked));
        host.command("acl load " + file);
        Files.write(file, rules.nft(tracked));
        kernel.inside("nft", "-f", file.toString());
    }

    private void traffic(final Namespaces namespaces, final KernelRouter kernel, final String rules)
            throws IOException, InterruptedException {
        tcp(namespaces, kernel, rules, true);
        tcp(namespaces, kernel, rules, false);
        final double bits = RealBench.SMALL_BYTES * 8.0;
        compare(
                "udp_64_" + rules,
                "mpps",
                (left, right) -> RealBench.udp(namespaces, left, right, TO, RealBench.SMALL_BYTES, false, seconds / 20)
                        / bits
                        * 1e3);
    }

    /** Segments of 64 KiB that nobody has to cut, or 1,500 bytes without any help of devices. */
    private void tcp(final Namespaces namespaces, final KernelRouter kernel, final String rules, final boolean large)
            throws IOException, InterruptedException {
        for (final String role : List.of(RealBench.LEFT, RealBench.RIGHT)) {
            namespaces.offloads(role, "eth0", large);
        }
        kernel.offloads(large);
        final int turn = (int) Math.max(1, Math.round(seconds / 10));
        compare(
                "tcp_" + (large ? "large_" : "1500_") + rules,
                "gbps",
                (left, right) -> Iperf.tcp(namespaces, left, right, TO, turn));
    }

    /** Both in turns, after one of the host's that doesn't count: its code is compiled meanwhile. */
    private void compare(final String what, final String unit, final Measured measured)
            throws IOException, InterruptedException {
        measured.rate(RealBench.LEFT, RealBench.RIGHT);
        final double[] ours = new double[ROUNDS];
        final double[] kernel = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ours[round] = measured.rate(RealBench.LEFT, RealBench.RIGHT);
            kernel[round] = measured.rate(KernelRouter.LEFT, KernelRouter.RIGHT);
        }
        final double our = SliceBench.median(ours);
        final double kernels = SliceBench.median(kernel);
        json.put(what + "_" + unit, our, 3)
                .put(what + "_nft_" + unit, kernels, 3)
                .put(what + "_ratio", our / kernels, 3);
        System.out.printf("%-24s %7.3f %s; nftables %7.3f, ratio %.2f%n", what, our, unit, kernels, our / kernels);
    }
}
