package com.example.ttlguard;

import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.FeatureArc;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin in a host that forwards IPv4. */
@Timeout(60)
class TtlGuardTest {
    private final TtlGuardPlugin plugin = new TtlGuardPlugin();
    private TestInterface left;
    private TestInterface right;

    private TestHost host(final int workers) {
        final TestHost host = TestHost.withWorkers(workers).plugin("ip4").plugin("ttl-guard", plugin);
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
    void shouldDropBelowTheFloorAndForwardTheRest(final int workers) {
        try (TestHost host = host(workers)) {
            host.enable(FeatureArc.IP4_UNICAST, "ttl-guard", left);
            host.cli("set ttl-guard floor 10");
            send(7, 9);
            send(5, 10);
            assertThat(host.receive(right, 5)).extracting(PacketView::ttl).containsOnly(9);
            host.until(() -> host.errors("ttl-guard", "ttl-low") == 7);
            assertThat(host.counter("ttl-guard/checked")).isEqualTo(12);
            assertThat(host.cli("show ttl-guard"))
                    .startsWith("floor 10, 12 packets checked\n")
                    .containsPattern("192\\.168\\.1\\.0/24 +7 ");
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSeeNothingWhereItIsNotEnabled(final int workers) {
        try (TestHost host = host(workers)) {
            host.cli("set ttl-guard floor 200");
            send(5, 9);
            assertThat(host.receive(right, 5)).hasSize(5);
            host.enable(FeatureArc.IP4_UNICAST, "ttl-guard", left);
            send(5, 9);
            host.until(() -> host.errors("ttl-low") == 5);
            host.disable(FeatureArc.IP4_UNICAST, "ttl-guard", left);
            send(5, 9);
            assertThat(host.receive(right, 5)).hasSize(5);
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldRefuseFloorsThatAreNone() {
        try (TestHost host = host(0)) {
            assertThat(host.refused("set ttl-guard floor 0")).contains("0", "1..255");
            assertThat(host.refused("set ttl-guard floor 256")).contains("256");
            assertThat(host.cli("show ttl-guard")).startsWith("floor 2,");
        }
    }

    @Test
    void shouldForgetSourcesWhenCleared() {
        try (TestHost host = host(0)) {
            host.enable(FeatureArc.IP4_UNICAST, "ttl-guard", left);
            send(1, 1);
            host.until(() -> host.errors("ttl-low") == 1);
            assertThat(host.cli("show ttl-guard")).contains("192.168.1.0/24");
            host.cli("clear ttl-guard");
            assertThat(host.cli("show ttl-guard")).doesNotContain("192.168.1.0/24");
        }
    }
}
