package io.weir.platform.show;

import static io.weir.graph.Order.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.FeatureArc;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.platform.config.ConfigException;
import io.weir.platform.config.Configuration;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class OperatorCommandsTest {
    private static final class Guard extends WeirPlugin {
        private record Pass() implements PacketNode {
            @Override
            public void process(final Frame frame) {
                // All packets continue.
            }
        }

        @Override
        public void register(final Registrar host) {
            host.node("guard", worker -> new Pass()).feature(FeatureArc.DEVICE_INPUT, after("nonesuch"));
        }
    }

    private static TestHost host(final int workers) {
        final TestHost host = TestHost.withWorkers(workers).plugin("guard", new Guard());
        host.cli("create packet-generator interface pg0");
        host.addInterface("eth0");
        return host;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSetUpInterfaces(final int workers) {
        try (TestHost host = host(workers)) {
            host.cli("set int state pg0 up");
            host.cli("set int mtu packet 1500 pg0");
            host.cli("set interface mac address pg0 02:fe:00:00:00:01");
            host.cli("set interface promiscuous on pg0");
            assertThat(host.cli("show interface pg0")).contains("1      up          1500/0/0/0");
            assertThat(host.cli("show hardware pg0 verbose"))
                    .contains("  Ethernet address 02:fe:00:00:00:01\n", "mtu 1500, promiscuous\n");
            host.cli("set interface promiscuous off pg0");
            host.cli("set interface state pg0 down");
            assertThat(host.cli("show interface addr pg0")).isEqualTo("pg0 (dn):\n");
            assertThat(host.cli("show hardware brief")).isEqualTo("""
                                  Name                Idx   Link  Hardware
                    eth0                               2     up   eth0
                    local0                             0    down  local0
                    pg0                                1     up   pg0
                    """);
        }
    }

    @Test
    void shouldMoveReceiveQueues() {
        try (TestHost host = host(2)) {
            assertThat(host.cli("show interface rx-placement"))
                    .isEqualTo("Thread 1 (weir_wk_0):\n  node test-input:\n    eth0 queue 0 (polling)\n");
            host.cli("set interface rx-placement eth0 queue 0 worker 1");
            assertThat(host.cli("show interface rx-placement")).startsWith("Thread 2 (weir_wk_1):\n");
            host.cli("set interface rx-placement eth0 main");
            assertThat(host.cli("show interface rx-placement")).startsWith("Thread 0 (weir_main):\n");
            host.cli("set interface rx-mode eth0 polling");
            assertThat(host.refused("set interface rx-mode eth0 queue 0 interrupt"))
                    .contains("queue 0 of eth0 has no interrupts");
            assertThat(host.cli("show interface rx-placement")).contains("eth0 queue 0 (polling)");
        }
    }

    @Test
    void shouldSwitchFeaturesOfInterfaces() {
        try (TestHost host = host(1)) {
            assertThat(host.cli("show features"))
                    .startsWith("Available feature paths\n")
                    .contains("""
                            device-input:
                              guard
                              l2-patch
                              ethernet-input
                              (guard names nonesuch, which is not on this arc)
                            """, "interface-output:\n  interface-tx\n");
            assertThat(host.cli("show features verbose")).contains("[ 0] device-input:\n  [ 0]: guard\n");
            assertThat(host.cli("show interface features eth0")).contains("\ndevice-input:\n  none configured\n");
            host.cli("set interface feature eth0 guard arc device-input");
            assertThat(host.cli("show interface features eth0"))
                    .startsWith("Feature paths configured on eth0...\n\n")
                    .contains("\ndevice-input:\n  guard\n");
            assertThat(host.cli("show node guard")).containsPattern("\n +\\d+ +\\d+ +ethernet-input +0\n");
            assertThat(host.cli("show node ethernet-input")).containsPattern("previous nodes:\n +guard \\(");
            host.cli("set interface feature eth0 guard arc device-input disable");
            assertThat(host.cli("show interface features eth0")).doesNotContain("  guard");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set interface state pg9 up | unknown interface `pg9'",
                "set interface state pg0 sideways | `sideways'",
                "set interface mtu 12 pg0 | mtu 12 is out of range",
                "set interface mac address pg0 ff:ff:ff:ff:ff:ff | `ff:ff:ff:ff:ff:ff'",
                "set interface mac address pg0 1:2:3 | `1:2:3' is no MAC address",
                "set interface rx-placement eth0 worker 1 | worker 1 is not there, 0 to 0 are",
                "set interface rx-placement eth0 queue 3 main | eth0 has no receive queue 3",
                "set interface rx-placement pg0 main | pg0 has no receive queues",
                "set interface rx-mode eth0 sometimes | `sometimes'",
                "set interface feature pg0 nonesuch arc device-input | feature `nonesuch' is not on arc `device-input'",
                "set interface feature pg0 guard arc nonesuch | unknown feature arc `nonesuch'",
                "set interface feature pg0 guard arc device-input disable | feature `guard' is not enabled on pg0",
                "show node nonesuch | unknown node `nonesuch'",
                "show runtime nonesuch | `nonesuch'",
                "trace add nonesuch 5 | unknown node `nonesuch'",
                "trace add main-request-process 5 | node `main-request-process' is a process node",
                "trace add unix-epoll-input 5 | node `unix-epoll-input' is a pre-input node",
                "trace add pg-input 0 | 0",
                "show trace max | show trace: expected <max> (a number 1..10000) after `max'",
                "set logging level nonesuch/thing debug | `nonesuch/thing'",
                "set logging level plugin loud | `loud'",
            })
    void shouldRefuseWithASentenceThatNamesTheInput(final String command, final String sentence) {
        try (TestHost host = host(1)) {
            final String before = host.cli("show interface") + host.cli("show hardware-interfaces verbose");
            assertThat(host.refused(command)).contains(sentence).doesNotContain("failed in");
            assertThat(host.cli("show interface") + host.cli("show hardware-interfaces verbose"))
                    .isEqualTo(before);
        }
    }

    /** VPP has a command for each of two kinds of counters; here they are of one. */
    @ParameterizedTest
    @ValueSource(strings = {"clear interfaces", "clear hardware-interfaces"})
    void shouldSetCountersOfAllInterfacesToZero(final String command) {
        try (TestHost host = TestHost.withWorkers(1)) {
            final TestInterface port = host.addInterface("eth9");
            port.send(new byte[64]);
            host.until(() -> host.cli("show interface eth9").contains("rx packets"));
            host.untilIdle();
            host.cli(command);
            assertThat(host.cli("show interface eth9")).contains("eth9").doesNotContain("packets", "bytes", "drops");
            port.send(new byte[64]);
            host.until(() -> host.host().interfaces().count(Kind.RX, port.swIfIndex())[0] == 1);
        }
    }

    @Test
    void shouldShowBuffersInUse() {
        try (TestHost host = host(0)) {
            final int buffer = host.host().main().buffers().allocate();
            final String[] lines = host.cli("show buffers").split("\n", -1);
            assertThat(lines[0])
                    .isEqualTo("Pool Name            Index NUMA  Size  Data Size  Total  Avail  Cached   Used");
            assertThat(lines[1].split(" +", -1))
                    .startsWith("default-numa-0", "0", "0")
                    .endsWith("1");
            assertThat(host.cli("show buffers")).containsPattern("weir_main +\\d+ +0\n");
            host.host().main().buffers().free(buffer);
            assertThat(host.cli("show memory")).contains("Java heap\n  total: ", "Buffers\n");
        }
    }

    @Test
    void shouldShowThreads() {
        try (TestHost host = host(1)) {
            final String[] lines = host.cli("show threads").split("\n", -1);
            assertThat(lines[0])
                    .isEqualTo("ID     Name                Type        LWP     Sched Policy (Priority)  lcore  Core"
                            + "   Socket State");
            assertThat(lines[1]).startsWith("0      weir_main                       ");
            assertThat(lines[2])
                    .startsWith("1      weir_wk_0           workers     ")
                    .contains(" other (0) ");
            assertThat(host.cli("show handoff")).startsWith("Handoff                     Plugin          To node");
        }
    }

    @Test
    void shouldShowWhatTheBarrierCost() {
        try (TestHost host = host(1)) {
            assertThat(host.cli("show barrier"))
                    .containsPattern("^closed [1-9]\\d* times, 0 timeouts.*\nlast: .+, \\d+\\.\\d{3} s ago\n")
                    .contains("p50", "p99.9");
            host.cli("clear barrier");
            assertThat(host.cli("show barrier")).startsWith("closed 0 times, 0 timeouts");
            assertThat(host.cli("show clock")).contains("Time now ", " GMT\nTime last barrier release ");
        }
    }

    @Test
    void shouldKeepTheLastLinesOfTheLog() {
        try (TestHost host = host(0)) {
            LoggerFactory.getLogger("io.weir.platform.plugin.PluginHost").warn("what {} was", "it");
            assertThat(host.cli("show logging"))
                    .containsPattern(
                            "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d:\\d{3} warn       plugin/PluginHost what it was\n");
            host.cli("set logging level plugin/PluginHost error");
            LoggerFactory.getLogger("io.weir.platform.plugin.PluginHost").warn("unseen");
            assertThat(host.cli("show logging")).doesNotContain("unseen");
            host.cli("set logging level plugin/PluginHost info");
        }
    }

    @Test
    void shouldShowConfigurationWhenThereIsOne() throws ConfigException {
        try (TestHost host = host(0)) {
            host.host().configuration(new Configuration().conclude());
            assertThat(host.cli("show configuration")).isEmpty();
            assertThat(host.cli("show version")).startsWith("weir v0.");
            assertThat(host.cli("show version verbose")).contains("Java: ", "Time stamp counter: ");
            assertThat(host.cli("show plugins")).startsWith(" Plugin path is: ");
        }
    }
}
