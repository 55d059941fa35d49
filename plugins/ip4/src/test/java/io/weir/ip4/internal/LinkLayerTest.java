package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.net.MacAddress;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a frame's own header decides before IPv4 sees the packet: whom it is for, and by which VLAN it came. */
@Timeout(60)
class LinkLayerTest {
    private static final long OTHER = MacAddress.parse("02:00:00:00:00:99");
    private static final long MULTICAST = MacAddress.parse("01:00:5e:00:00:05");

    private TestHost host;
    private TestInterface left;
    private TestInterface right;

    private void start(final int workers) {
        host = TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin());
        left = host.addInterface("left");
        right = host.addInterface("right");
        address("left", "192.168.1.1/24");
        address("right", "192.168.2.1/24");
        host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
    }

    private void address(final String name, final String prefix) {
        host.cli("set interface ip address " + name + " " + prefix);
    }

    @AfterEach
    void shouldLeakNothing() {
        host.assertNoLeaks();
        assertThat(host.faults()).isZero();
        host.close();
    }

    private static TestPacket through() {
        return TestPacket.udp("192.168.1.2", "192.168.2.2");
    }

    /** Tags of a frame from the outer one on, each 4 bytes in hexadecimal, behind the MAC addresses. */
    private static byte[] tagged(final byte[] frame, final String tags) {
        final byte[] between = HexFormat.of().parseHex(tags.replace(" ", ""));
        final byte[] longer = Arrays.copyOf(frame, frame.length + between.length);
        System.arraycopy(between, 0, longer, 12, between.length);
        System.arraycopy(frame, 12, longer, 12 + between.length, frame.length - 12);
        return longer;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldNotRouteWhatIsForAnotherHostWhenPromiscuous(final int workers) {
        start(workers);
        host.cli("set interface promiscuous on left");
        left.send(through().toMac(OTHER)).send(through()).send(through().toMac(OTHER));
        host.receive(right, 1);
        host.untilIdle();
        assertThat(right.received()).isEmpty();
        assertThat(host.errors("ethernet-input", "l3-mac-mismatch")).isEqualTo(2);
        host.cli("set interface secondary-mac-address left " + MacAddress.format(OTHER));
        left.send(through().toMac(OTHER));
        host.receive(right, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldNeitherForwardNorAnswerUnicastWhenItsFrameIsForMany(final int workers) {
        start(workers);
        left.send(through().toMac(MacAddress.BROADCAST)).send(through().toMac(MULTICAST));
        left.send(TestPacket.echo("192.168.1.2", "192.168.1.1").toMac(MacAddress.BROADCAST));
        host.until(() -> host.errors("ip4-input", "ip4-unicast-in-link-group") == 3);
        left.send(through());
        host.receive(right, 1);
        host.untilIdle();
        assertThat(left.received()).isEmpty();
        assertThat(right.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTakePriorityTaggedFramesAsUntagged(final int workers) {
        start(workers);
        final byte[] plain = through().toMac(left.mac()).frame();
        left.send(tagged(plain, "8100 0000"))
                .send(tagged(plain, "8100 e000"))
                .send(tagged(plain, "88a8 0000 8100 6000"));
        assertThat(host.receive(right, 3)).allSatisfy(packet -> {
            assertThat(packet.etherType()).isEqualTo(0x0800);
            assertThat(packet.length()).isEqualTo(plain.length);
            assertThat(packet.headerChecksumGood()).isTrue();
        });
        left.send(tagged(plain, "8100 0005")).send(tagged(plain, "8100 0fff"));
        host.until(() -> host.errors("ethernet-input", "unknown-vlan") == 2);
        left.send(Arrays.copyOf(tagged(plain, "8100 0000 8100 0000 8100"), 22));
        host.until(() -> host.errors("ethernet-input", "ethernet-too-short") == 1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, dot1q 7, 8100 e007",
        "1, dot1ad 7 exact-match, 88a8 0007",
        "4, dot1q 7 inner-dot1q 9, 8100 0007 8100 2009"
    })
    void shouldRouteBetweenVlansWhenSubInterfacesHaveAddresses(
            final int workers, final String match, final String tags) {
        start(workers);
        assertThat(host.cli("create sub-interfaces left 10 " + match)).isEqualTo("left.10\n");
        assertThat(host.cli("create sub-interfaces right 20")).isEqualTo("right.20\n");
        address("left.10", "10.10.0.1/24");
        address("right.20", "10.20.0.1/24");
        host.cli("set interface state left.10 up");
        host.cli("set interface state right.20 up");
        host.cli("set ip neighbor static right.20 10.20.0.2 6:5:4:3:2:1");
        host.cli("set ip neighbor static left.10 10.10.0.2 6:5:4:3:2:2");
        final byte[] plain =
                TestPacket.udp("10.10.0.2", "10.20.0.2").toMac(left.mac()).frame();
        left.send(tagged(plain, tags));
        host.until(() -> right.waitingFrames() == 1);
        final byte[] sent = right.received().getFirst();
        assertThat(sent).hasSize(plain.length + 4);
        assertThat(PacketView.of(sent).mac(0)).isEqualTo(MacAddress.parse("6:5:4:3:2:1"));
        assertThat(PacketView.of(sent).mac(6)).isEqualTo(right.mac());
        assertThat(Arrays.copyOfRange(sent, 12, 18)).isEqualTo(HexFormat.of().parseHex("810000140800"));
        right.send(tagged(
                TestPacket.udp("10.20.0.2", "10.10.0.2").toMac(right.mac()).frame(), "8100 0014"));
        host.until(() -> left.waitingFrames() == 1);
        // Priority is not carried over, the VLANs are.
        final String back = HexFormat.of()
                .formatHex(
                        left.received().getFirst(),
                        12,
                        14 + tags.replace(" ", "").length() / 2);
        assertThat(back).isEqualTo(tags.replace(" ", "").replace("e007", "0007").replace("2009", "0009") + "0800");
        assertThat(count(Kind.RX, "left.10")).containsExactly(1, plain.length + (tags.length() + 1) / 10 * 4);
        assertThat(count(Kind.TX, "right.20")).containsExactly(1, plain.length);
        assertThat(count(Kind.TX, "right")).containsExactly(1, plain.length + 4);
        left.send(tagged(plain, "8100 0008"));
        host.until(() -> host.errors("ethernet-input", "unknown-vlan") == 1);
    }

    private long[] count(final Kind kind, final String name) {
        return host.host()
                .interfaces()
                .count(kind, host.host().interfaces().byName(name).swIfIndex());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldForgetRoutesAndNumbersWhenTheParentGoes(final int workers) {
        start(workers);
        for (int round = 0; round < 3; round++) {
            final TestInterface trunk = host.addInterface("trunk");
            host.cli("create sub-interfaces trunk 10");
            address("trunk.10", "10.10.0.1/24");
            host.cli("set interface state trunk.10 up");
            assertThat(host.cli("show ip fib 10.10.0.0/24")).contains("trunk.10");
            host.host().interfaces().delete(trunk.device());
            assertThat(host.host().interfaces().byName("trunk.10")).isNull();
            assertThat(host.refused("show ip fib 10.10.0.0/24")).contains("there is no route");
        }
    }
}
