package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.net.MacAddress;
import io.weir.testkit.KernelPing;
import io.weir.testkit.Netns;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For whom ARP answers beside this host, what it says unasked, and what it makes of those who use its addresses. */
@Timeout(60)
class ProxyArpTest {
    private static final long OTHER = MacAddress.parse("02:00:00:00:00:bb");

    private static void run(final int workers, final BiConsumer<TestHost, TestInterface> body) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            final TestInterface left = host.addInterface("left");
            host.cli("set interface ip address left 192.168.1.1/24");
            body.accept(host, left);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    private static byte[] request(final String sender, final String target) {
        return TestPacket.arp(1, OTHER, sender, target)
                .toMac(MacAddress.BROADCAST)
                .frame();
    }

    /** Of an ARP frame: operation, sender's MAC and IP address, target's IP address. */
    private static String arp(final TestInterface on) {
        final byte[] frame = on.received().getFirst();
        return frame[21] + " " + MacAddress.format(longAt(frame, 22)) + " " + ip(frame, 28) + " " + ip(frame, 38);
    }

    private static long longAt(final byte[] frame, final int at) {
        long mac = 0;
        for (int i = 0; i < 6; i++) {
            mac = mac << 8 | frame[at + i] & 0xff;
        }
        return mac;
    }

    private static String ip(final byte[] frame, final int at) {
        return (frame[at] & 0xff) + "." + (frame[at + 1] & 0xff) + "." + (frame[at + 2] & 0xff) + "."
                + (frame[at + 3] & 0xff);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerForOthersWhenTheyAreProxied(final int workers) {
        run(workers, (host, left) -> {
            host.cli("set arp proxy start 192.168.1.64 end 192.168.1.127");
            left.send(request("192.168.1.9", "192.168.1.64"));
            host.until(() -> host.errors("arp-not-ours") == 1);
            host.cli("set interface proxy-arp left enable");
            left.send(request("192.168.1.9", "192.168.1.127"));
            host.until(() -> left.waitingFrames() == 1);
            assertThat(arp(left)).isEqualTo("2 " + MacAddress.format(left.mac()) + " 192.168.1.127 192.168.1.9");
            assertThat(host.errors("arp-proxied")).isEqualTo(1);
            assertThat(host.cli("show ip neighbors")).contains("192.168.1.9");
            // Next to the range; a probe; an announcement; one who is known to be on the link; another table's range.
            left.send(request("192.168.1.9", "192.168.1.128"));
            left.send(request("0.0.0.0", "192.168.1.64"));
            left.send(request("192.168.1.64", "192.168.1.64"));
            left.send(request("192.168.1.70", "192.168.1.1"));
            host.until(() -> host.errors("arp-not-ours") == 4 && left.waitingFrames() == 1);
            left.received();
            left.send(request("192.168.1.9", "192.168.1.70"));
            host.until(() -> host.errors("arp-not-ours") == 5);
            host.cli("set arp proxy table-ID 0 start 192.168.1.64 end 192.168.1.127 del");
            host.cli("ip table add 7");
            host.cli("set arp proxy table-ID 7 start 192.168.1.64 end 192.168.1.127");
            left.send(request("192.168.1.9", "192.168.1.65"));
            host.until(() -> host.errors("arp-not-ours") == 6);
            assertThat(left.received()).isEmpty();
            assertThat(host.errors("arp-proxied")).isEqualTo(1);
            assertThat(host.cli("show arp proxy").lines())
                    .containsExactly(
                            "Proxied addresses:",
                            "  table 7: 192.168.1.64 - 192.168.1.127",
                            "Proxy arps enabled for:",
                            "  left");
        });
    }

    @Test
    void shouldRefuseInOneSentenceWhatIsNoRange() {
        run(0, (host, left) -> {
            final String set = "set arp proxy ";
            host.cli(set + "start 10.0.0.1 end 10.0.0.9");
            assertThat(host.refused(set + "start 10.0.0.9 end 10.0.0.1"))
                    .endsWith(": 10.0.0.9 - 10.0.0.1 ends before it begins");
            assertThat(host.refused(set + "start 200.0.0.9 end 224.0.0.1"))
                    .endsWith(": 200.0.0.9 - 224.0.0.1 has addresses that are no host's");
            assertThat(host.refused(set + "start 10.0.0.1 end 10.0.0.9"))
                    .endsWith(": 10.0.0.1 - 10.0.0.9 is there already in table 0");
            assertThat(host.refused(set + "del start 10.0.0.1 end 10.0.0.8"))
                    .endsWith(": 10.0.0.1 - 10.0.0.8 is not proxied in table 0");
            assertThat(host.refused(set + "table-id 9 start 10.0.0.1 end 10.0.0.8"))
                    .endsWith(": table 9 doesn't exist");
            assertThat(host.cli("show arp proxy")).contains("table 0: 10.0.0.1 - 10.0.0.9\nProxy");
        });
    }

    @Test
    void shouldForgetInterfaceWhenItGoes() {
        run(0, (host, left) -> {
            host.cli("create loopback interface");
            host.cli("set interface proxy-arp loop0");
            assertThat(host.cli("show arp proxy")).contains("loop0");
            host.cli("delete loopback interface intfc loop0");
            host.cli("create loopback interface");
            assertThat(host.cli("show arp proxy")).endsWith("enabled for:\n");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnnounceAddressesWhenTheyComeOrTheirLinkDoes(final int workers) {
        run(workers, (host, left) -> {
            host.untilIdle();
            assertThat(left.received()).isEmpty();
            host.cli("set plugin setting ip4 gratuitous-arps 2");
            host.cli("set interface ip address left 10.0.0.1/24");
            host.until(() -> left.waitingFrames() == 1);
            final String said = "1 " + MacAddress.format(left.mac()) + " 10.0.0.1 10.0.0.1";
            final byte[] frame = left.received().getFirst();
            assertThat(longAt(frame, 0)).isEqualTo(MacAddress.BROADCAST);
            // The second one follows after two seconds.
            host.until(() -> left.waitingFrames() == 1);
            assertThat(arp(left)).isEqualTo(said);
            host.cli("set plugin setting ip4 gratuitous-arps 1");
            host.cli("set interface ip address del left 192.168.1.1/24");
            host.cli("set interface state left down");
            host.cli("set interface ip address left 10.0.1.1/24");
            host.cli("set interface ip address del left 10.0.1.1/24");
            host.untilIdle();
            assertThat(left.received()).isEmpty();
            host.cli("set interface state left up");
            host.until(() -> left.waitingFrames() == 1);
            assertThat(arp(left)).isEqualTo(said);
            host.cli("set interface mtu packet 1400 left");
            host.untilIdle();
            assertThat(left.received()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDefendItsAddressOnceWhenAnotherUsesIt(final int workers) {
        run(workers, (host, left) -> {
            assertThat(host.cli("show arp conflicts").lines()).hasSize(1);
            for (int i = 0; i < 5; i++) {
                left.send(request("192.168.1.1", "192.168.1.1"));
            }
            host.until(() -> host.errors("arp-address-conflict") == 5);
            host.until(() -> left.waitingFrames() == 1);
            assertThat(arp(left)).isEqualTo("1 " + MacAddress.format(left.mac()) + " 192.168.1.1 192.168.1.1");
            // What this host said itself, as a loop brings it back.
            left.send(TestPacket.arp(1, left.mac(), "192.168.1.1", "192.168.1.1")
                    .fromMac(left.mac())
                    .toMac(MacAddress.BROADCAST)
                    .frame());
            host.until(() -> host.errors("arp-address-conflict") == 6);
            assertThat(host.cli("show arp conflicts").lines().skip(1))
                    .singleElement()
                    .asString()
                    .containsPattern("192.168.1.1 +" + MacAddress.format(OTHER) + " +5 +\\S+ left");
            assertThat(left.received()).isEmpty();
            host.cli("set interface ip address del left 192.168.1.1/24");
            assertThat(host.cli("show arp conflicts").lines()).hasSize(1);
        });
    }

    @Test
    void shouldAnswerProbesForItsOwnAddresses() {
        run(0, (host, left) -> {
            left.send(request("0.0.0.0", "192.168.1.1"));
            host.until(() -> left.waitingFrames() == 1);
            assertThat(arp(left)).isEqualTo("2 " + MacAddress.format(left.mac()) + " 192.168.1.1 0.0.0.0");
            assertThat(host.cli("show ip neighbors").lines()).hasSize(1);
        });
    }

    /** A kernel takes for a neighbor who is behind another link. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldBringKernelsTogetherWhenOneHasTooWideASubnet(final int workers) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (Netns left = new Netns();
                Netns right = new Netns();
                TestHost host = TestHost.withWorkers(workers)
                        .plugin("fib", new FibPlugin())
                        .plugin("ip4", new Ip4Plugin())) {
            host.cli("create tap host-ns " + left.name() + " host-ip4-addr 10.1.0.2/16 host-if-name eth0");
            host.cli("create tap host-ns " + right.name() + " host-ip4-addr 10.1.2.2/24 host-ip4-gw 10.1.2.1");
            for (final String command : new String[] {"state %s up", "proxy-arp %s"}) {
                host.cli("set interface " + command.formatted("tap0"));
                host.cli("set interface " + command.formatted("tap1"));
            }
            host.cli("set interface ip address tap0 10.1.0.1/24");
            host.cli("set interface ip address tap1 10.1.2.1/24");
            host.cli("set arp proxy start 10.1.2.1 end 10.1.2.254");
            KernelPing.start(host, left.name(), 3, "10.1.2.2").expectAll();
            assertThat(left.ip("neigh", "show", "10.1.2.2"))
                    .contains(MacAddress.format(
                            host.host().interfaces().byName("tap0").mac()));
            assertThat(host.faults()).isZero();
        }
    }
}
