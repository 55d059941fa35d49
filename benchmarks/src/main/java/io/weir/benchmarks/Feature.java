package io.weir.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is on in one slice and off in the next.
 *
 * @param name of its figure.
 * @param load the script that it is measured with.
 * @param setup commands that stand before all slices.
 * @param off commands after which traffic runs without it.
 * @param on commands after which it runs with it.
 */
record Feature(String name, String load, List<String> setup, List<String> off, List<String> on) {
    private static final String ENABLE = "packet-generator enable-stream ";
    private static final String DISABLE = "packet-generator disable-stream ";
    /** Hosts with a path MTU. */
    private static final int HOSTS = 256;

    /**
     * All of both families.
     *
     * @param fragments where packets in fragments lie.
     */
    static List<Feature> all(final Path fragments) {
        return Stream.concat(of(4, fragments), of(6, fragments)).toList();
    }

    private static Stream<Feature> of(final int family, final Path fragments) {
        final String ip = "ip" + family;
        final String load = "features" + family + ".cli";
        final List<Feature> all = new ArrayList<>();
        all.add(streams(ip + "_paths_8", "paths" + family + ".cli", List.of(), "one", "eight"));
        for (final String mode : new String[] {"loose", "strict"}) {
            all.add(command(ip + "_urpf_" + mode, load, "any", "set urpf " + ip + " ", mode + " pg0", "off pg0"));
        }
        all.add(command(
                ip + "_virtual_reassembly",
                load,
                "any",
                "set interface virtual-reassembly pg0 ",
                "on " + ip,
                "off " + ip));
        for (final String kind : new String[] {"virtual-", ""}) {
            final Feature feature = command(
                    ip + "_fragments_" + (kind.isEmpty() ? "full" : "virtual") + "_reassembly",
                    load,
                    "parts",
                    "set interface " + kind + "reassembly pg0 ",
                    "on " + ip,
                    "off " + ip);
            final List<String> setup = new ArrayList<>();
            setup.add("packet-generator new { name parts limit -1 node " + ip + "-input worker 0 interface pg0 pcap "
                    + fragments.resolve(family + ".pcap") + " }");
            setup.addAll(feature.setup);
            all.add(new Feature(feature.name, load, setup, feature.off, feature.on));
        }
        // They share their first byte with the stream's source.
        final String martian = family == 4 ? "192.0.2.0/24" : "2001:db8:ffff::/48";
        all.add(command(
                ip + "_martians",
                load,
                "any",
                "set " + (family == 4 ? "ip" : "ip6") + " martians ",
                "add " + martian,
                "del " + martian));
        all.add(command(
                ip + "_mss_clamp",
                load,
                "tcp",
                "set interface tcp-mss-clamp pg1 " + ip + " ",
                "enable " + ip + "-mss 1360",
                "disable"));
        final List<String> held = IntStream.range(0, HOSTS)
                .mapToObj(host -> family == 4 ? "30.0.0." + host : "2001:db8:30::" + Integer.toHexString(host))
                .map(peer -> "set ip pmtu peer " + peer + " 1300")
                .toList();
        all.add(streams(ip + "_path_mtu", load, held, "hosts", "held"));
        return all.stream();
    }

    private static Feature streams(
            final String name, final String load, final List<String> setup, final String without, final String with) {
        return new Feature(
                name,
                load,
                setup,
                List.of(DISABLE + with, ENABLE + without),
                List.of(DISABLE + without, ENABLE + with));
    }

    private static Feature command(
            final String name,
            final String load,
            final String stream,
            final String begin,
            final String on,
            final String off) {
        // The first slice takes off what is on.
        return new Feature(name, load, List.of(ENABLE + stream, begin + on), List.of(begin + off), List.of(begin + on));
    }
}
