package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.memory.Buffer;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeType;
import io.weir.plugin.InputHandle;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestBuffers;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Packets that are nearly right or not at all, in chains cut anywhere and with offloads as a tap passes them on, through
 * every node: none throws, no buffer leaks, and each packet that a node got it sent on, kept or dropped for a reason.
 */
@Timeout(value = 120, unit = TimeUnit.MINUTES)
class GraphFuzzTest {
    private static final int PACKETS = Boolean.getBoolean("weir.slow") ? 10_000_000 : 50_000;
    private static final int ROUND = 512;
    private static final String[] SOURCES = {
        "2001:db8:1::2", "2001:db8:1::77", "fe80::2", "ff02::1", "::", "::1", "2001:db8:3::3"
    };
    private static final String[] DESTINATIONS = {
        "2001:db8:1::1",
        "2001:db8:2::1",
        "2001:db8:2::2",
        "2001:db8:2::2",
        "2001:db8:2::9",
        "2001:db8:11::3",
        "2001:db8:12::3",
        "2001:db8:13::3",
        "2001:db8:99::1",
        "fe80::9",
        "ff02::1",
        "ff02::2",
        "ff02::1:ff00:1",
        "ff0e::5",
        "::",
        "::1"
    };
    private static final int[] GSO_TYPES = {1, 4, 5, 0x81, 0x84};

    /** Nodes that make packets or keep them. */
    private static final Set<String> MAKERS = Set.of(
            "ip6-local-full-reassembly-owner",
            "ip6-full-reassembly-feature-owner",
            "ip6-sv-reassembly-output-feature-owner",
            "ip6-icmp-error",
            "ip6-frag",
            "ip6-discover-neighbor",
            "ip6-glean",
            "icmp6-neighbor-solicitation",
            "icmp6-neighbor-advertisement",
            "icmp6-router-solicitation",
            "icmp6-router-advertisement",
            "icmp6-mld-query",
            "ip6-local-full-reassembly",
            "ip6-full-reassembly-feature",
            "ip6-sv-reassembly-output-feature",
            "ip6-neighbor-wait",
            "error-drop",
            "error-punt");

    /** Nodes that packets come to from other threads, or from main. */
    private static final Set<String> HANDED_TO = Set.of(
            "ip6-local-full-reassembly-expired",
            "ip6-local-full-reassembly-owner",
            "ip6-full-reassembly-feature-owner",
            "ip6-sv-reassembly-output-feature-owner",
            "ip6-neighbor-wait",
            "ip6-nd",
            "ip6-mld",
            "left-output",
            "right-output",
            "left-tx",
            "right-tx");

    private final Random random = new Random(Long.getLong("weir.seed", 4711));
    private final AtomicLong sent = new AtomicLong();

    /** Sends a round of packets at each interrupt. */
    private final class Fuzz extends WeirPlugin {
        private Registrar host;
        private InputHandle input;
        private int rx;
        private long mac;
        private long seed;

        @Override
        public void register(final Registrar registrar) {
            host = registrar;
            final int target = registrar.next("ethernet-input").target();
            input = registrar.input("fuzz-input", worker -> out -> round(worker, out, target), null);
        }

        void go(final long roundSeed) {
            seed = roundSeed;
            input.interrupt(host.workers().getLast());
        }

        private int round(final Worker worker, final Sink out, final int target) {
            final Random bits = new Random(seed);
            for (int i = 0; i < ROUND; i++) {
                out.emit(packet(worker, bits, frame(bits, mac), rx), target);
            }
            sent.addAndGet(ROUND);
            return ROUND;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAccountForEveryPacketWhenPacketsAreGarbage(final int workers) {
        final Fuzz fuzz = new Fuzz();
        try (TestHost host = TestHost.withWorkers(workers)
                .plugin("fib", new FibPlugin())
                .plugin("ip6", new Ip6Plugin())
                .plugin("fuzz", fuzz)) {
            final TestInterface left = host.addInterface("left", true);
            final TestInterface right = host.addInterface("right");
            fuzz.rx = left.swIfIndex();
            fuzz.mac = left.mac();
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("set interface ip address right 2001:db8:2::1/64");
            host.cli("set ip neighbor static left 2001:db8:1::2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static right 2001:db8:2::2 02:00:00:00:00:bb");
            host.cli("ip route add 2001:db8:11::/48 via 2001:db8:2::2 right");
            host.cli("ip route add 2001:db8:12::/48 via 2001:db8:1::2 left");
            host.cli("ip route add 2001:db8:13::/48 via 2001:db8:2::77 right");
            host.cli("set interface mtu packet 1280 left");
            host.cli("set interface mtu packet 1280 right");
            host.cli("set interface virtual-reassembly right on ip6 output");
            host.cli("set plugin setting ip6 reassembly-timeout 100");
            host.cli("trace add fuzz-input 1000");
            long seen = 0;
            while (sent.get() < PACKETS) {
                final long due = sent.get() + ROUND;
                final long seed = random.nextLong();
                host.cli("set interface reassembly left " + (random.nextBoolean() ? "on" : "off") + " ip6");
                fuzz.go(seed);
                host.until(() -> sent.get() >= due);
                host.untilIdle();
                assertThat(host.faults()).as("round with seed %d", seed).isZero();
                seen += left.received().size() + right.received().size();
            }
            // What waits for neighbours that don't answer is given up after three seconds.
            host.until(() -> host.buffersInUse() == 0);
            host.assertNoLeaks();
            seen += left.received().size() + right.received().size();
            assertThat(host.cli("show trace max 1000")).contains("ip6-input");
            assertThat(seen).isPositive();
            account(host);
        }
    }

    private static long vectors(final TestHost host, final String node) {
        return host.host().threads().stream()
                .mapToLong(thread ->
                        host.host().graph().node(node).runtime(thread.index()).vectors())
                .sum();
    }

    private static long edges(final TestHost host, final Node from, final int target) {
        return host.host().threads().stream()
                .mapToLong(thread -> from.runtime(thread.index()).edges(target))
                .sum();
    }

    private static void account(final TestHost host) {
        final Graph graph = host.host().graph();
        final int drop = graph.target("error-drop");
        final int punt = graph.target("error-punt");
        final List<String> idle = new ArrayList<>();
        for (final Node node : graph.nodes()) {
            if (node.type() != NodeType.INTERNAL) {
                continue;
            }
            final String name = node.name();
            final long in = vectors(host, name);
            if (in == 0) {
                idle.add(name);
            }
            final long came = graph.nodes().stream()
                    .mapToLong(from -> targets(graph, node).stream()
                            .mapToLong(target -> edges(host, from, target))
                            .sum())
                    .sum();
            if (HANDED_TO.contains(name)) {
                assertThat(in).as("packets to " + name).isGreaterThanOrEqualTo(came);
            } else {
                assertThat(in).as("packets to " + name).isEqualTo(came);
            }
            long out = 0;
            for (int target = 1; target <= graph.lastTarget(); target++) {
                out += edges(host, node, target);
            }
            if (!MAKERS.contains(name) && !name.endsWith("-tx") && !name.endsWith("-output")) {
                assertThat(out).as("packets from " + name).isEqualTo(in);
            }
            long reasons = 0;
            for (int reason = 0; reason < graph.reasons().count(); reason++) {
                for (final var thread : host.host().threads()) {
                    reasons += node.runtime(thread.index()).errors(reason);
                }
            }
            assertThat(reasons)
                    .as("reasons of " + name)
                    .isGreaterThanOrEqualTo(edges(host, node, drop) + edges(host, node, punt));
        }
        assertThat(idle)
                .as("nodes that no packet came to")
                .doesNotContain(
                        "ethernet-input", "ip6-input", "ip6-hop-by-hop", "ip6-lookup", "ip6-rewrite", "ip6-frag")
                .doesNotContain("ip6-local", "ip6-local-end-of-arc", "ip6-icmp-input", "ip6-icmp-echo-request")
                .doesNotContain("ip6-icmp-error", "ip6-discover-neighbor", "ip6-glean", "ip6-neighbor-wait", "ip6-nd")
                .doesNotContain("ip6-full-reassembly-feature-owner", "ip6-sv-reassembly-output-feature-owner")
                .doesNotContain("ip6-mfib-forward-lookup", "left-tx", "right-tx", "error-drop");
    }

    /** All numbers by which packets come to a node. */
    private static List<Integer> targets(final Graph graph, final Node node) {
        final List<Integer> targets = new ArrayList<>();
        for (int target = 1; target <= graph.lastTarget(); target++) {
            if (graph.arrival(target) == node.id()) {
                targets.add(target);
            }
        }
        return targets;
    }

    private static byte[] frame(final Random bits, final long mac) {
        final String source = SOURCES[bits.nextInt(3) == 0 ? bits.nextInt(SOURCES.length) : 0];
        final String to = DESTINATIONS[bits.nextInt(DESTINATIONS.length)];
        byte[] frame = extended(bits, upper(bits, source, to).ttl(bits.nextInt(5) == 0 ? bits.nextInt(3) : 255))
                .toMac(mac)
                .frame();
        if (bits.nextInt(3) == 0) {
            for (int k = 1 + bits.nextInt(4); k > 0; k--) {
                final int at = bits.nextInt(4) == 0
                        ? bits.nextInt(frame.length)
                        : 14 + bits.nextInt(Math.min(80, frame.length - 14));
                frame[at] = (byte) bits.nextInt();
            }
        }
        if (bits.nextInt(8) == 0) {
            frame = Arrays.copyOf(frame, 1 + bits.nextInt(frame.length + 40));
        }
        return frame;
    }

    private static TestPacket upper(final Random bits, final String source, final String to) {
        final byte[] payload = new byte[bits.nextInt(8) == 0 ? bits.nextInt(5_000) : bits.nextInt(120)];
        bits.nextBytes(payload);
        return switch (bits.nextInt(8)) {
            case 0 -> TestPacket.echo(source, to).payload(payload);
            case 1 ->
                TestPacket.icmp(source, to, bits.nextInt(256), bits.nextInt(3)).payload(payload);
            // What neighbor discovery and multicast listeners say of themselves.
            case 2 -> TestPacket.icmp(source, to, 130 + bits.nextInt(14), 0).payload(payload);
            case 3 -> TestPacket.tcp(source, to).flags(bits.nextInt(256)).payload(payload);
            case 4 -> TestPacket.ip(source, to, bits.nextInt(256)).payload(payload);
            default -> TestPacket.udp(source, to).payload(payload);
        };
    }

    /** Extension headers, as they may be and as they may not. */
    private static TestPacket extended(final Random bits, final TestPacket packet) {
        TestPacket made = packet;
        for (int k = bits.nextInt(3) == 0 ? bits.nextInt(10) : 0; k > 0; k--) {
            made = switch (bits.nextInt(6)) {
                case 0 -> made.hopByHop();
                case 1 -> made.destinationOptions();
                case 2 -> made.routing();
                case 3 -> made.authentication();
                case 4 -> made.fragmentHeader(bits.nextInt(0x10000), bits.nextBoolean(), bits.nextInt(40));
                default ->
                    made.extension(
                            new int[] {0, 43, 44, 60, 135, 139, 140}[bits.nextInt(7)],
                            bits.ints(8, 0, 256).toArray());
            };
        }
        if (bits.nextInt(6) == 0) {
            made = made.fragmentHeader(bits.nextInt(20) * 8, bits.nextInt(3) > 0, bits.nextInt(40));
        }
        return bits.nextInt(40) == 0 ? made.hopByHop() : made;
    }

    /** Puts a frame into one buffer or a chain, cut anywhere, with the offloads that a tap's header may ask for. */
    private static int packet(final Worker worker, final Random bits, final byte[] frame, final int rx) {
        final int perBuffer = bits.nextInt(4) == 0 ? 1 + bits.nextInt(Buffer.DATA_BYTES) : Buffer.DATA_BYTES;
        final int head = TestBuffers.packet(worker.buffers(), frame, rx, 0, Math.max(perBuffer, frame.length / 200));
        final long first = Buffer.address(head);
        if (bits.nextInt(4) == 0) {
            final int start = bits.nextInt(3) == 0 ? bits.nextInt(100) : 34;
            final int offset = bits.nextBoolean() ? 16 : bits.nextInt(40);
            if (start + offset + 2 <= Buffer.length(first)) {
                Buffer.partialChecksum(first, start, offset);
            }
        }
        if (bits.nextInt(6) == 0) {
            Buffer.gso(
                    first,
                    GSO_TYPES[bits.nextInt(GSO_TYPES.length)],
                    1 + bits.nextInt(bits.nextInt(4) == 0 ? 65_535 : 1_460));
        }
        return head;
    }
}
