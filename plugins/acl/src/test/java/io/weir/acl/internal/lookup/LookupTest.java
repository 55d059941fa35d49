package io.weir.acl.internal.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.gate.GatePlugin;
import io.weir.acl.internal.AclPlugin;
import io.weir.acl.internal.RouterBase;
import io.weir.graph.FeatureArc;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestPacket;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that another plugin asks. */
@Timeout(120)
class LookupTest extends RouterBase {
    private static final int BURST = 3_000;

    private static TestPacket udp(final int port) {
        return TestPacket.udp(LEFT4, RIGHT4).ports(7, port);
    }

    private static TestPacket udp6(final int port) {
        return TestPacket.udp(LEFT6, RIGHT6).ports(7, port);
    }

    private void enable() {
        host.enable(FeatureArc.IP4_UNICAST, "gate", left).enable(FeatureArc.IP6_UNICAST, "gate-ip6", left);
    }

    private void gate(final int workers, final Runnable body) {
        run(workers, () -> {
            host.plugin("gate", new GatePlugin());
            enable();
            body.run();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerWhatTheListsOfAContextSay(final int workers) {
        gate(workers, () -> {
            assertThat(passed(left, udp(1), udp6(1))).as("no lists").isZero();
            host.cli("set acl-plugin acl deny proto udp dport 2, permit proto udp dport 1-5");
            host.cli("set acl-plugin acl permit proto udp dport 8, deny ipv6 proto udp dport 9, permit ipv6");
            host.cli("set gate acl 1,0");
            assertThat(passed(left, udp(1), udp(2), udp(5), udp(6), udp(8))).isEqualTo(3);
            assertThat(passed(left, udp6(9), udp6(1))).isEqualTo(1);
            assertThat(host.cli("show acl-plugin hits acl 1"))
                    .containsPattern(" 0 +1 +\\d+  ipv4 permit")
                    .containsPattern(" 1 +1 +\\d+  ipv6 deny")
                    .containsPattern(" 2 +1 +\\d+  ipv6 permit");
            host.cli("set acl-plugin acl index 1 deny, permit ipv6");
            assertThat(passed(left, udp(1), udp(8), udp6(9))).isEqualTo(1);
            assertThat(host.cli("show acl-plugin lookup user")).isEqualTo("gate (plugin gate): lookup context(s): 0\n");
            assertThat(host.cli("show acl-plugin lookup context"))
                    .isEqualTo(host.cli("show acl-plugin lookup context 0"))
                    .isEqualTo("index 0: user gate (plugin gate) all interfaces, acl(s): 1, 0\n");
            assertThat(host.refused("show acl-plugin lookup context 1")).contains("there is no lookup context 1");
            assertThat(host.refused("delete acl-plugin acl index 0"))
                    .contains("ACL 0 is applied: lookup context 0 of gate");
            assertThat(host.refused("set gate acl 0,3")).contains("there is no ACL 3");
            assertThat(host.refused("set gate acl 0,0")).contains("not all different");
            host.cli("set gate acl 0");
            host.cli("delete acl-plugin acl index 1");
            assertThat(passed(left, udp(1), udp(2))).isEqualTo(1);
            host.cli("close gate");
            host.cli("delete acl-plugin acl index 0");
            assertThat(passed(left, udp(1), udp6(1))).as("closed").isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAskAboutWhatLeavesAndAboutFragments(final int workers) {
        run(workers, () -> {
            host.plugin("gate", new GatePlugin());
            host.enable(FeatureArc.IP4_OUTPUT, "gate-out", right);
            host.cli("set acl-plugin acl deny src 192.168.1.3/32, permit proto udp dport 1-5");
            host.cli("set gate acl 0");
            assertThat(passed(left, udp(1), udp(6))).isEqualTo(1);
            final int later = 100;
            assertThat(passed(
                            left,
                            udp(1).fragment(later),
                            TestPacket.udp("192.168.1.3", RIGHT4).ports(7, 1).fragment(later)))
                    .as("by addresses and protocol")
                    .isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLetNothingThroughInUpgradesOfEither(final int workers, @TempDir final Path directory) {
        runWithout(workers, () -> {
            final PluginJar acl = PluginJar.of("acl", "0.1.0", AclPlugin.class).with("Weir-Exports", "io.weir.acl");
            final PluginJar gate =
                    PluginJar.of("gate", "0.1.0", GatePlugin.class).with("Plugin-Dependencies", "acl");
            host.load(acl.write(directory), "--no-shadow");
            host.load(gate.write(directory), "--no-shadow");
            host.cli("set acl-plugin acl deny proto udp dport 99, permit");
            enable();
            host.cli("set gate acl 0");
            for (int round = 2; round <= 4; round++) {
                for (int i = 0; i < BURST; i++) {
                    left.send(udp(i % 3 == 0 ? 53 : 99));
                }
                if (round == 3) {
                    host.upgrade(gate.version("0.3.0").write(directory), "--no-shadow");
                } else {
                    host.upgrade(acl.version("0." + round + ".0").write(directory), "--no-shadow", "--cascade");
                }
                // A worker may be between its queue and the graph, where no count shows what it has.
                final int[] passed = new int[1];
                host.until(
                        () -> (passed[0] += right.received().size()) >= BURST / 3 - host.errors("handoff-congestion"));
                host.untilIdle();
                assertThat(passed[0] + right.received().size() + (int) host.errors("handoff-congestion"))
                        .as(() -> host.cli("show errors"))
                        .isBetween(BURST / 3, BURST / 3 + (int) host.errors("handoff-congestion"));
                assertThat(host.cli("show acl-plugin lookup context"))
                        .isEqualTo("index " + (round == 3 ? 1 : 0)
                                + ": user gate (plugin gate) all interfaces, acl(s): 0\n");
            }
            assertThat(host.refused("delete acl-plugin acl index 0")).contains("lookup context 0 of gate");
            host.unload("gate");
            assertThat(host.cli("show acl-plugin lookup user") + host.cli("show acl-plugin lookup context"))
                    .isEmpty();
            host.cli("delete acl-plugin acl index 0");
            host.unload("acl");
        });
    }
}
