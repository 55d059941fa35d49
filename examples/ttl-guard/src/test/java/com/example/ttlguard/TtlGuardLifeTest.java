package com.example.ttlguard;

import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.FeatureArc;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin as a JAR that comes, is upgraded and goes while packets flow. */
@Timeout(60)
class TtlGuardLifeTest {
    private static final PluginJar JAR = PluginJar.of("ttl-guard", "0.1.0", TtlGuardPlugin.class)
            .with("Plugin-Dependencies", "ip4@>=0.1.0 & <0.2.0");

    @TempDir
    private Path directory;

    private TestInterface left;
    private TestInterface right;

    private TestHost host(final int workers) {
        final TestHost host = TestHost.withWorkers(workers);
        host.load(PluginJar.onClassPath("fib"), "--no-shadow");
        host.load(PluginJar.onClassPath("ip4"), "--no-shadow");
        left = host.addInterface("left");
        right = host.addInterface("right");
        host.cli("set interface ip address left 192.168.1.1/24");
        host.cli("set interface ip address right 192.168.2.1/24");
        host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
        return host;
    }

    private void send(final int packets, final int ttl) {
        for (int i = 0; i < packets; i++) {
            left.send(udp("192.168.1.2", "192.168.2.2").ttl(ttl));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldKeepSettingsCountersAndSourcesWhenUpgraded(final int workers) {
        try (TestHost host = host(workers)) {
            host.load(JAR.write(directory), "--no-shadow");
            host.enable(FeatureArc.IP4_UNICAST, "ttl-guard", left);
            host.cli("set ttl-guard floor 10");
            send(3, 9);
            host.until(() -> host.counter("ttl-guard/checked") == 3);

            assertThat(host.upgrade(JAR.version("0.2.0").write(directory), "--no-shadow"))
                    .contains("0.2.0 (was 0.1.0)");

            send(4, 9);
            send(2, 10);
            assertThat(host.receive(right, 2)).hasSize(2);
            host.untilIdle();
            assertThat(host.cli("show ttl-guard"))
                    .startsWith("floor 10, 9 packets checked\n")
                    .containsPattern("192\\.168\\.1\\.0/24 +7 ");
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldLoseNothingWhenItComesChangesAndGoesUnderTraffic(final int workers) {
        try (TestHost host = host(workers)) {
            send(5_000, 64);
            host.load(JAR.write(directory), "--no-shadow");
            host.enable(FeatureArc.IP4_UNICAST, "ttl-guard", left);
            send(5_000, 64);
            host.upgrade(JAR.version("0.2.0").write(directory), "--no-shadow");
            send(5_000, 64);
            host.unload("ttl-guard");
            send(5_000, 64);
            assertThat(host.receive(right, 20_000)).hasSize(20_000);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldLeaveNothingWhenUnloaded() {
        try (TestHost host = host(0)) {
            final String nodes = host.cli("show features");
            host.load(JAR.write(directory), "--no-shadow");
            assertThat(host.cli("show features")).contains("ttl-guard");
            host.unload("ttl-guard");
            assertThat(host.cli("show features")).isEqualTo(nodes);
            assertThat(host.refused("show ttl-guard")).contains("ttl-guard");
            // With its nodes run on made-up packets first: none of them is to be seen here.
            assertThat(host.load(JAR.write(directory))).contains("shadowed 1 node");
            assertThat(host.cli("show ttl-guard"))
                    .startsWith("floor 2, 0 packets")
                    .doesNotContain("ago");
        }
    }
}
