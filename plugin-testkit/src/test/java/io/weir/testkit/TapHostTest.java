package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.iface.InterfaceCounters.Kind;
import io.weir.memory.OffHeap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Taps in a whole host, with the kernel on their other side. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TapHostTest {
    private static Netns namespace() {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        return new Netns();
    }

    private static void pair(final TestHost host, final Netns left, final Netns right, final String offload) {
        final CrossConnect wire = new CrossConnect("cross-connect");
        host.plugin("cross-connect", wire);
        assertThat(host.cli("create tap host-ns " + left.name() + " host-ip4-addr 10.79.0.1/24"))
                .isEqualTo("tap0\n");
        assertThat(host.cli("create tap host-if-name other id 7 " + offload + " host-ip4-addr 10.79.0.2/24 host-ns "
                        + right.name()))
                .isEqualTo("tap7\n");
        wire.connect("tap0", "tap7");
        wire.connect("tap7", "tap0");
        up(host, "tap0");
        up(host, "tap7");
    }

    private static void up(final TestHost host, final String name) {
        host.host().interfaces().adminUp(host.host().interfaces().byName(name), true);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCarryPingsWhenTwoTapsAreConnected(final int workers) {
        try (Netns left = namespace();
                Netns right = namespace();
                TestHost host = TestHost.withWorkers(workers)) {
            pair(host, left, right, "");
            KernelPing.start(host, left.name(), 5, "-s", "1400", "10.79.0.2").expectAll();
            assertThat(host.faults()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, offload", "0, no-offload", "0, csum-offload", "1, offload", "1, no-offload", "4, no-offload"})
    void shouldCarryTcpWhenTwoTapsAreConnected(final int workers, final String offload) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/iperf3")), "skipped: there is no iperf3");
        try (Netns left = namespace();
                Netns right = namespace();
                TestHost host = TestHost.withWorkers(workers)) {
            pair(host, left, right, offload);
            final Process server = right.exec("iperf3", "-s", "-1", "--forceflush");
            final byte[] ready = server.getInputStream().readNBytes(10);
            assertThat(ready).hasSize(10);
            host.until(() -> right.run("ss", "-ltn").contains(":5201"));
            final Process client = left.exec("iperf3", "-c", "10.79.0.2", "-n", "40M", "--bidir");
            host.until(() -> !client.isAlive());
            assertThat(Netns.output(client)).contains("receiver");
            assertThat(host.faults()).isZero();
            final int tap7 = host.host().interfaces().byName("tap7").swIfIndex();
            assertThat(host.host().interfaces().count(Kind.TX_ERROR, tap7)[0]).isZero();
        }
    }

    @Test
    void shouldLeaveNothingWhenTapsAreDeleted() throws IOException {
        try (Netns left = namespace();
                TestHost host = TestHost.withWorkers(1)) {
            host.cli("create tap host-ns " + left.name());
            host.cli("delete tap tap0");
            final long memory = OffHeap.reservedBytes();
            final long descriptors = descriptors();
            for (int i = 0; i < 20; i++) {
                host.cli("create tap num-rx-queues 3 host-ns " + left.name());
                up(host, "tap0");
                host.untilIdle();
                host.cli("delete tap tap0");
            }
            assertThat(OffHeap.reservedBytes()).isEqualTo(memory);
            assertThat(descriptors()).isEqualTo(descriptors);
            assertThat(left.run("ip", "link")).doesNotContain("tap0");
            host.assertNoLeaks();
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void shouldRefuseAndUndoWhenInputIsBad() {
        try (Netns left = namespace();
                TestHost host = TestHost.withWorkers(0)) {
            final String in = "create tap host-ns " + left.name() + " ";
            assertThat(host.refused("create tap host-ns nowhere")).contains("nowhere");
            assertThat(host.refused(in + "host-if-name much-too-long-a-name")).contains("much-too-long-a-name");
            assertThat(host.refused(in + "host-ip4-gw 10.0.0.1")).contains("host-ip4-gw needs host-ip4-addr");
            assertThat(host.refused(in + "host-ip4-addr 10.0.0.2/24 host-ip4-gw 11.0.0.1"))
                    .contains("11.0.0.1");
            assertThat(host.refused(in + "host-ip4-addr 10.0.0.2/33")).contains("33");
            assertThat(host.refused(in + "host-mtu-size 60")).contains("60");
            assertThat(host.refused(in + "hw-addr 01:00:5e:00:00:01")).contains("01:00:5e:00:00:01");
            assertThat(host.refused(in + "host-mac-addr 00:00:00:00:00:00")).contains("host-mac-addr");
            assertThat(host.refused(in + "num-rx-queues 0")).contains("0");
            assertThat(host.refused(in + "nonsense")).contains("nonsense");
            assertThat(host.refused("delete tap local0")).contains("local0");
            assertThat(left.run("ip", "-o", "link")).hasLineCount(1);
            assertThat(host.cli(in + "id 3 hw-addr 02:fe:00:00:00:03")).isEqualTo("tap3\n");
            assertThat(host.refused(in + "id 3")).contains("tap3");
            assertThat(host.refused(in + "host-if-name tap3")).contains("tap3");
            assertThat(host.cli("show tap tap3"))
                    .contains("Interface: tap3", "name \"tap3\"", left.name(), "02:fe:00:00:00:03", "gso-enabled 1");
            assertThat(host.cli("show tap")).isEqualTo(host.cli("show tap tap3"));
        }
    }

    @Test
    void shouldDeleteTheInterfaceWhenTheHostDeletesItsSide() {
        try (Netns left = namespace();
                TestHost host = TestHost.withWorkers(1)) {
            host.cli("create tap host-ns " + left.name());
            up(host, "tap0");
            left.run("ip", "link", "delete", "tap0");
            host.until(() -> host.host().interfaces().byName("tap0") == null);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldDeleteTheInterfaceWhenItsNamespaceIsDeleted(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            for (int round = 0; round < 3; round++) {
                try (Netns left = namespace()) {
                    assertThat(host.cli("create tap host-if-name eth0 num-rx-queues 2 host-ns " + left.name()))
                            .isEqualTo("tap0\n");
                    up(host, "tap0");
                    assertThat(left.run("ip", "-o", "link")).contains(": eth0:");
                }
                host.until(() -> host.host().interfaces().byName("tap0") == null);
                host.assertNoLeaks();
            }
        }
    }

    @Test
    void shouldEnterAgainWhenSentOutOfALoopback() {
        try (TestHost host = TestHost.withWorkers(0)) {
            final CrossConnect wire = new CrossConnect("cross-connect");
            host.plugin("cross-connect", wire);
            final TestInterface port = host.addInterface("port");
            assertThat(host.cli("create loopback interface")).isEqualTo("loop0\n");
            assertThat(host.cli("loopback create-interface mac 02:00:00:00:00:09 instance 5"))
                    .isEqualTo("loop5\n");
            assertThat(host.refused("create loopback interface instance 5")).contains("5");
            assertThat(host.refused("create loopback interface mac 01:00:00:00:00:01"))
                    .contains("01:00:00:00:00:01");
            up(host, "loop0");
            wire.connect("port", "loop0");
            port.send(new byte[60]);
            host.untilIdle();
            final int loop0 = host.host().interfaces().byName("loop0").swIfIndex();
            assertThat(host.host().interfaces().count(Kind.RX, loop0)).containsExactly(1, 60);
            assertThat(host.errors("ethernet-input", "l3-mac-mismatch")).isOne();
            assertThat(host.refused("delete loopback interface intfc port")).contains("port");
            host.cli("delete loopback interface intfc loop0");
            assertThat(host.host().interfaces().byName("loop0")).isNull();
            host.assertNoLeaks();
        }
    }
}
