package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.net.MacAddress;
import io.weir.testkit.KernelPing;
import io.weir.testkit.Netns;
import io.weir.testkit.PacketView;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interfaces that use the addresses of another. */
@Timeout(60)
class UnnumberedTest {

    private static final PluginJar FIB =
            PluginJar.of("fib", "0.1.0", FibPlugin.class).with("Weir-Exports", "io.weir.fib,io.weir.fib.family");
    private static final PluginJar JAR = PluginJar.of("ip4", "0.1.0", Ip4Plugin.class)
            .with("Weir-Exports", "io.weir.ip4")
            .with("Plugin-Dependencies", "fib@>=0.1.0");

    @TempDir
    private Path directory;

    private static TestHost host(final int workers) {
        final TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin());
        host.cli("create loopback interface");
        host.cli("set interface state loop0 up");
        host.cli("set interface ip address loop0 10.0.0.1/32");
        return host;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldUseTheOthersAddressForAllThatItSays(final int workers) {
        try (TestHost host = host(workers)) {
            final TestInterface left = host.addInterface("left");
            left.send(TestPacket.echo("10.0.0.2", "10.0.0.1"));
            host.until(() -> host.errors("ip4-not-enabled") == 1);
            host.cli("set interface unnumbered left use loop0");
            assertThat(host.cli("show interface address")).containsPattern("left \\(up\\):\\s+unnumbered, use loop0");
            host.cli("ip route add 10.0.0.2/32 via 10.0.0.2 left");
            // Who asks for the address is answered, and known if he is behind this interface.
            for (final String sender : new String[] {"10.0.0.3", "10.0.0.2"}) {
                left.send(TestPacket.arp(1, TestPacket.DEFAULT_SOURCE_MAC, sender, "10.0.0.1")
                        .toMac(MacAddress.BROADCAST)
                        .frame());
            }
            host.until(() -> left.waitingFrames() == 2);
            left.received();
            assertThat(host.cli("show ip neighbors")).contains("10.0.0.2").doesNotContain("10.0.0.3");
            left.send(TestPacket.echo("10.0.0.2", "10.0.0.1"));
            final PacketView reply = host.receive(left, 1).getFirst();
            assertThat(reply.source()).isEqualTo("10.0.0.1");
            assertThat(reply.destination()).isEqualTo("10.0.0.2");
            left.send(TestPacket.udp("10.0.0.2", "8.8.8.8"));
            final PacketView error = host.receive(left, 1).getFirst();
            assertThat(error.source()).isEqualTo("10.0.0.1");
            assertThat(error.icmp()).isEqualTo(0x300);
            host.cli("set interface unnumbered del left");
            left.send(TestPacket.echo("10.0.0.2", "10.0.0.1"));
            host.until(() -> host.errors("ip4-not-enabled") == 2);
            assertThat(host.cli("show interface address")).doesNotContain("unnumbered");
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAskWithTheOthersAddressWhenRouteLeadsToTheLink(final int workers) {
        try (TestHost host = host(workers)) {
            final TestInterface left = host.addInterface("left");
            host.cli("set interface unnumbered left use loop0");
            host.cli("ip route add 10.9.0.0/24 via left");
            left.send(TestPacket.udp("10.9.0.2", "10.9.0.7"));
            host.until(() -> left.waitingFrames() == 1);
            final byte[] asked = left.received().getFirst();
            assertThat(asked).containsSequence(10, 0, 0, 1).containsSequence(10, 9, 0, 7);
            left.send(TestPacket.arp(2, TestPacket.DEFAULT_SOURCE_MAC, "10.9.0.7", "10.0.0.1")
                    .toMac(left.mac()));
            assertThat(host.receive(left, 1).getFirst().destination()).isEqualTo("10.9.0.7");
            assertThat(host.cli("show ip fib 10.9.0.7")).contains("10.9.0.7/32");
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldNoteWhoUsesTheOthersAddressUntilItIsUsedNoMore() {
        try (TestHost host = host(0)) {
            final TestInterface left = host.addInterface("left");
            host.cli("set interface unnumbered left use loop0");
            left.send(TestPacket.arp(1, TestPacket.DEFAULT_SOURCE_MAC, "10.0.0.1", "10.0.0.1")
                    .toMac(MacAddress.BROADCAST)
                    .frame());
            host.until(() -> left.waitingFrames() == 1);
            assertThat(host.cli("show arp conflicts")).containsPattern("10.0.0.1 .* left");
            host.cli("set interface unnumbered del left");
            assertThat(host.cli("show arp conflicts").lines()).hasSize(1);
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldRefuseInOneSentenceWhatCannotBeUnnumbered() {
        try (TestHost host = host(0)) {
            host.addInterface("left");
            host.addInterface("right");
            final String set = "set interface unnumbered ";
            assertThat(host.refused(set + "left use left")).endsWith(": left can't use its own addresses");
            assertThat(host.refused(set + "loop0 use left")).endsWith(": loop0 has address 10.0.0.1/32 of its own");
            assertThat(host.refused(set + "del left")).endsWith(": left is not unnumbered");
            host.cli(set + "left use loop0");
            assertThat(host.refused(set + "left use loop0")).endsWith(": left uses the addresses of loop0 already");
            assertThat(host.refused(set + "right use left")).endsWith(": left is unnumbered itself");
            assertThat(host.refused("set interface ip address left 10.1.0.1/24"))
                    .endsWith(": left is unnumbered, it uses the addresses of loop0");
            host.cli("ip table add 7");
            assertThat(host.refused("set interface ip table left 7"))
                    .endsWith("the interface is unnumbered, or lends its addresses to one that is");
            host.cli("set interface ip table right 7");
            assertThat(host.refused(set + "right use loop0")).endsWith(": right and loop0 are in different tables");
            host.cli("delete loopback interface intfc loop0");
            assertThat(host.cli("show interface address")).doesNotContain("unnumbered");
            host.cli("set interface ip address left 10.1.0.1/24");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTalkToKernelThatHasOneRoute(final int workers) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (Netns namespace = new Netns();
                TestHost host = host(workers)) {
            host.cli("create tap host-ns " + namespace.name() + " host-ip4-addr 10.0.0.2/32 host-if-name eth0");
            host.cli("set interface state tap0 up");
            host.cli("set interface unnumbered tap0 use loop0");
            host.cli("ip route add 10.0.0.2/32 via 10.0.0.2 tap0");
            namespace.ip("route", "add", "10.0.0.1", "dev", "eth0");
            assertThat(host.cli("ping 10.0.0.2 interval 0.05 repeat 3 verbose"))
                    .contains("Source address: 10.0.0.1, interface tap0", "3 sent, 3 received");
            namespace.ip("neigh", "flush", "dev", "eth0");
            KernelPing.start(host, namespace.name(), 3, "10.0.0.1").expectAll();
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGoOnInAnotherVersion(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            final TestInterface left = host.addInterface("left");
            host.load(FIB.write(directory), "--no-shadow");
            host.load(JAR.write(directory), "--no-shadow");
            host.cli("create loopback interface");
            host.cli("set interface ip address loop0 10.0.0.1/32");
            host.cli("set interface unnumbered left use loop0");
            host.cli("set arp proxy start 10.0.0.64 end 10.0.0.127");
            host.cli("set interface proxy-arp left");
            final String before = shown(host);
            assertThat(before).contains("unnumbered, use loop0", "table 0: 10.0.0.64 - 10.0.0.127");
            host.upgrade(JAR.version("0.2.0").write(directory), "--no-shadow");
            assertThat(shown(host)).isEqualTo(before);
            left.send(TestPacket.arp(1, TestPacket.DEFAULT_SOURCE_MAC, "10.0.0.2", "10.0.0.70")
                    .toMac(MacAddress.BROADCAST)
                    .frame());
            host.until(() -> left.waitingFrames() == 1);
            host.cli("set interface unnumbered del left");
            left.send(TestPacket.echo("10.0.0.2", "10.0.0.1"));
            host.until(() -> host.errors("ip4-not-enabled") == 1);
            host.cli("set interface unnumbered left use loop0");
            host.cli("plugin unload ip4");
            assertThat(host.cli("show interface address")).doesNotContain("unnumbered");
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    private static String shown(final TestHost host) {
        return host.cli("show interface address")
                + host.cli("show arp proxy")
                + host.cli("show interface features left");
    }
}
