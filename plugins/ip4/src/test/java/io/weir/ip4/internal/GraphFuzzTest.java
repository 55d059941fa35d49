package io.weir.ip4.internal;

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
import io.weir.testkit.PacketView;
import io.weir.testkit.TestBuffers;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
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
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class GraphFuzzTest {
    private static final int PACKETS = Boolean.getBoolean("weir.slow") ? 1_000_000 : 50_000;
    private static final int ROUND = 512;
    private static final String[] SOURCES = {"192.168.1.2", "192.168.1.77", "10.1.2.3", "127.0.0.1", "255.255.255.255"};
    private static final String[] DESTINATIONS = {
        "192.168.1.1",
        "192.168.2.1",
        "192.168.2.2",
        "192.168.2.2",
        "192.168.2.9",
        "10.1.2.3",
        "10.2.2.3",
        "10.3.2.3",
        "10.4.2.3",
        "172.16.0.1",
        "224.0.0.5",
        "255.255.255.255",
        "192.168.2.255",
        "0.0.0.0",
        "127.0.0.1"
    };
    private static final int[] GSO_TYPES = {1, 4, 5, 0x81, 0x84};

    /** Nodes that make packets or keep them. */
    private static final Set<String> MAKERS = Set.of(
            "ip4-local-full-reassembly-owner",
            "ip4-icmp-error",
            "ip4-frag",
            "ip4-arp",
            "ip4-glean",
            "arp-input",
            "arp-reply",
            "ip4-neighbor-wait",
            "error-drop",
            "error-punt");

    /** Nodes that packets come to from other threads. */
    private static final Set<String> HANDED_TO =
            Set.of("ip4-local-full-reassembly-expired", "ip4-neighbor-wait", "arp-reply");

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
                .plugin("ip4", new Ip4Plugin())
                .plugin("fuzz", fuzz)) {
            final TestInterface left = host.addInterface("left", true);
            final TestInterface right = host.addInterface("right");
            fuzz.rx = left.swIfIndex();
            fuzz.mac = left.mac();
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static right 192.168.2.2 02:00:00:00:00:bb");
            host.cli("ip route add 10.1.0.0/16 via 192.168.2.2 right");
            host.cli("ip route add 10.2.0.0/16 via 192.168.1.2 left");
            host.cli("ip route add 10.3.0.0/16 via 192.168.2.77 right");
            host.cli("set interface mtu packet 600 right");
            host.cli("set plugin setting ip4 reassembly-timeout 100");
            host.cli("trace add fuzz-input 1000");
            long seen = 0;
            while (sent.get() < PACKETS) {
                final long due = sent.get() + ROUND;
                final long seed = random.nextLong();
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
            assertThat(host.cli("show trace max 1000")).contains("ip4-input");
            assertThat(seen).isEqualTo(vectors(host, "left-tx") + vectors(host, "right-tx"));
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
                .doesNotContain("ethernet-input", "ip4-input", "ip4-options", "ip4-lookup", "ip4-rewrite", "ip4-frag")
                .doesNotContain("ip4-local", "ip4-local-end-of-arc", "ip4-icmp-input", "ip4-icmp-echo-request")
                .doesNotContain("ip4-icmp-error", "ip4-arp", "ip4-glean", "ip4-neighbor-wait", "arp-input", "arp-reply")
                .doesNotContain("ip4-drop", "ip4-mfib-forward-lookup", "left-tx", "right-tx", "error-drop");
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
        final int ttl = bits.nextInt(5) == 0 ? bits.nextInt(3) : 64;
        final byte[] payload = new byte[bits.nextInt(8) == 0 ? bits.nextInt(5_000) : bits.nextInt(120)];
        bits.nextBytes(payload);
        byte[] frame =
                switch (bits.nextInt(8)) {
                    case 0 ->
                        TestPacket.echo(source, to)
                                .ttl(ttl)
                                .payload(bits.nextInt(100))
                                .toMac(mac)
                                .frame();
                    case 1 ->
                        TestPacket.arp(bits.nextInt(4), bits.nextLong() >>> 16, source, to)
                                .toMac(mac)
                                .frame();
                    case 2 -> tcp(bits, mac, source, to, ttl);
                    case 3 ->
                        TestPacket.ip(source, to, 17)
                                .ttl(ttl)
                                .fragment(bits.nextInt(0x10000))
                                .payload(payload)
                                .toMac(mac)
                                .frame();
                    case 4 ->
                        TestPacket.ip(source, to, bits.nextInt(256))
                                .ttl(ttl)
                                .payload(payload)
                                .toMac(mac)
                                .frame();
                    default ->
                        TestPacket.udp(source, to)
                                .ttl(ttl)
                                .payload(payload.length)
                                .toMac(mac)
                                .frame();
                };
        if (bits.nextInt(3) == 0) {
            for (int k = 1 + bits.nextInt(4); k > 0; k--) {
                frame[
                                bits.nextInt(4) == 0
                                        ? bits.nextInt(frame.length)
                                        : 14 + bits.nextInt(Math.min(28, frame.length - 14))] =
                        (byte) bits.nextInt();
            }
        }
        if (bits.nextInt(10) == 0) {
            frame[14] = (byte) (0x40 | 6 + bits.nextInt(10));
        }
        final int header = (frame[14] & 15) * 4;
        if (bits.nextInt(4) != 0 && frame[12] == 8 && frame[13] == 0 && header >= 20 && frame.length >= 14 + header) {
            frame[24] = 0;
            frame[25] = 0;
            final int sum = ~PacketView.sum(frame, 14, header, 0);
            frame[24] = (byte) (sum >>> 8);
            frame[25] = (byte) sum;
        }
        if (bits.nextInt(8) == 0) {
            frame = java.util.Arrays.copyOf(frame, 1 + bits.nextInt(frame.length + 40));
        }
        return frame;
    }

    private static byte[] tcp(final Random bits, final long mac, final String source, final String to, final int ttl) {
        final byte[] segment = new byte[20 + bits.nextInt(9_000)];
        bits.nextBytes(segment);
        segment[12] = (byte) (bits.nextInt(4) == 0 ? bits.nextInt() : 0x50);
        return TestPacket.ip(source, to, 6).ttl(ttl).payload(segment).toMac(mac).frame();
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
