package com.example.flowlog;

import static io.weir.testkit.TestPacket.tcp;
import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.FeatureArc;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows are counted by their owners, and no packet is lost on the way there. */
@Timeout(60)
class FlowLogTest {
    private static final Pattern COUNTS = Pattern.compile(": (\\d+) packets of (\\d+) flows");

    @TempDir
    private Path directory;

    private TestInterface left;
    private TestInterface right;

    private void network(final TestHost host) {
        left = host.addInterface("left");
        right = host.addInterface("right");
        host.cli("set interface ip address left 192.168.1.1/24");
        host.cli("set interface ip address right 192.168.2.1/24");
        host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
    }

    private void send(final int flows, final int packets) {
        for (int i = 0; i < packets; i++) {
            left.send(tcp("192.168.1.2", "192.168.2.2").ports(1_024 + i % flows, 80));
        }
    }

    private static long[] sums(final String shown) {
        final long[] sums = new long[2];
        COUNTS.matcher(shown).results().forEach(found -> {
            sums[0] += Long.parseLong(found.group(1));
            sums[1] += Long.parseLong(found.group(2));
        });
        return sums;
    }

    /** A flow that two threads had counted would be there twice; two flows may share a bucket, as hashes differ with each start. */
    private static void assertCounted(final TestHost host, final long packets, final long flows) {
        final long[] sums = sums(host.cli("show flow-log"));
        assertThat(sums[0]).isEqualTo(packets);
        assertThat(sums[1]).isBetween(flows - 2, flows);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCountEachFlowOnOneThreadAndForwardAllOfIt(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("ip4").plugin("flow-log", new FlowLogPlugin())) {
            network(host);
            host.enable(FeatureArc.IP4_UNICAST, "flow-log", left);
            send(7, 700);
            assertThat(host.receive(right, 700)).hasSize(700);
            assertCounted(host, 700, 7);
            host.cli("clear flow-log");
            assertThat(sums(host.cli("show flow-log"))).containsExactly(0, 0);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldNoteTheFlowOfTracedPackets(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("ip4").plugin("flow-log", new FlowLogPlugin())) {
            network(host);
            host.enable(FeatureArc.IP4_UNICAST, "flow-log", left);
            host.cli("trace add test-input 1");
            left.send(udp("192.168.1.2", "192.168.2.2"));
            host.receive(right, 1);
            assertThat(host.cli("show trace")).containsPattern("flow bucket \\d+, packet 1\n");
        }
    }

    @Test
    void shouldTellTheLastSecond() {
        final AtomicLong clock = new AtomicLong(1);
        try (TestHost host =
                TestHost.withWorkers(0, clock::get).plugin("ip4").plugin("flow-log", new FlowLogPlugin())) {
            network(host);
            host.enable(FeatureArc.IP4_UNICAST, "flow-log", left);
            send(1, 5);
            host.receive(right, 5);
            assertThat(host.cli("show flow-log")).contains("5 packets of 1 flows, 0 in the last second");
            clock.addAndGet(1_001_000_000L);
            host.untilIdle();
            assertThat(host.cli("show flow-log")).contains("5 in the last second");
            clock.addAndGet(1_001_000_000L);
            host.untilIdle();
            assertThat(host.cli("show flow-log")).contains("0 in the last second");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGoOnCountingAfterAnUpgrade(final int workers) {
        final PluginJar jar =
                PluginJar.of("flow-log", "0.1.0", FlowLogPlugin.class).with("Plugin-Dependencies", "ip4");
        try (TestHost host = TestHost.withWorkers(workers)) {
            host.load(PluginJar.onClassPath("fib"), "--no-shadow");
            host.load(PluginJar.onClassPath("ip4"), "--no-shadow");
            network(host);
            host.load(jar.write(directory), "--no-shadow");
            host.enable(FeatureArc.IP4_UNICAST, "flow-log", left);
            send(3, 30);
            host.receive(right, 30);
            host.upgrade(jar.version("0.2.0").write(directory), "--no-shadow");
            send(3, 30);
            host.receive(right, 30);
            assertCounted(host, 60, 3);
            host.assertNoLeaks();
        }
    }
}
