package io.weir.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.testkit.TestPacket;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowKeyTest {
    private final FlowPackets packets = new FlowPackets();
    private final long key = OffHeap.allocate(128);

    @AfterEach
    void close() {
        packets.close();
        OffHeap.free(key);
    }

    private String hex(final int bytes) {
        final byte[] copy = new byte[bytes];
        Memory.copy(key, copy, 0, bytes);
        return HexFormat.of().formatHex(copy);
    }

    private String key4(final TestPacket packet, final int scope) {
        FlowKey.ip4(packets.ip(packet), key, scope);
        return hex(FlowKey.IP4_BYTES);
    }

    private String key6(final TestPacket packet, final int scope) {
        FlowKey.ip6(packets.ip(packet), key, scope);
        return hex(FlowKey.IP6_BYTES);
    }

    @Test
    void shouldLieAsDocumentedWhenIp4() {
        assertThat(key4(TestPacket.udp("10.0.0.1", "10.0.1.2").ports(0x1234, 53), 0x30201))
                .isEqualTo("0a000001" + "0a000102" + "1234" + "0035" + "11" + "010203");
        assertThat(FlowKey.source4(key)).isEqualTo(0x0a000001);
        assertThat(FlowKey.destination4(key)).isEqualTo(0x0a000102);
        assertThat(FlowKey.sourcePort4(key)).isEqualTo(0x1234);
        assertThat(FlowKey.destinationPort4(key)).isEqualTo(53);
        assertThat(FlowKey.protocol4(key)).isEqualTo(17);
        assertThat(FlowKey.scope4(key)).isEqualTo(0x30201);
    }

    @Test
    void shouldLieAsDocumentedWhenIp6WithExtensions() {
        final TestPacket packet = TestPacket.tcp("2001:db8::1", "64:ff9b::a00:1")
                .ports(0xabcd, 80)
                .hopByHop()
                .authentication();
        assertThat(key6(packet, 0xffffff))
                .isEqualTo("20010db8" + "00000000" + "00000000" + "00000001" + "0064ff9b" + "00000000" + "00000000"
                        + "0a000001" + "abcd" + "0050" + "06" + "ffffff");
        assertThat(FlowKey.sourceHigh6(key)).isEqualTo(0x20010db8_00000000L);
        assertThat(FlowKey.sourceLow6(key)).isEqualTo(1);
        assertThat(FlowKey.destinationHigh6(key)).isEqualTo(0x0064ff9b_00000000L);
        assertThat(FlowKey.destinationLow6(key)).isEqualTo(0x0a000001);
        assertThat(FlowKey.sourcePort6(key)).isEqualTo(0xabcd);
        assertThat(FlowKey.destinationPort6(key)).isEqualTo(80);
        assertThat(FlowKey.protocol6(key)).isEqualTo(6);
        assertThat(FlowKey.scope6(key)).isEqualTo(0xffffff);
    }

    @Test
    void shouldNameAnEchoByItsIdentifierAndOtherMessagesByType() {
        final String request = key4(TestPacket.echo("10.0.0.1", "10.0.0.2").ports(0x77aa, 1), 0);
        assertThat(request).endsWith("77aa" + "77aa" + "01" + "000000");
        FlowKey.reverse4(key, key);
        final String reversed = hex(FlowKey.IP4_BYTES);
        assertThat(key4(TestPacket.echoReply("10.0.0.2", "10.0.0.1").ports(0x77aa, 9), 0))
                .isEqualTo(reversed);
        assertThat(key4(TestPacket.icmp("10.0.0.1", "10.0.0.2", 13, 2), 0)).endsWith("0d02" + "0000" + "01" + "000000");
        assertThat(key6(TestPacket.echo("::1", "::2").ports(5, 1), 0)).endsWith("0005" + "0005" + "3a" + "000000");
        assertThat(key6(TestPacket.icmp("::1", "::2", 133, 0), 0)).endsWith("8500" + "0000" + "3a" + "000000");
    }

    @Test
    void shouldHaveNoPortsWhenAFragmentIsNotTheFirst() {
        final TestPacket packet = TestPacket.udp("10.0.0.1", "10.0.0.2").payload(100);
        final var parts = packet.fragments(48);
        assertThat(key4(parts.getFirst(), 0)).endsWith("10e1" + "04d2" + "11" + "000000");
        assertThat(key4(parts.get(1), 0)).endsWith("0000" + "0000" + "11" + "000000");
        final TestPacket six = TestPacket.udp("::1", "::2").payload(100);
        final int layers = FlowKey.ip6(packets.ip(six.fragments(48).get(2)), key, 0);
        assertThat(Layers.isLaterFragment(layers)).isTrue();
        assertThat(hex(FlowKey.IP6_BYTES)).endsWith("0000" + "0000" + "11" + "000000");
    }

    @Test
    void shouldHaveNoPortsWhenThePacketEndsBeforeThem() {
        assertThat(key4(TestPacket.ip("10.0.0.1", "10.0.0.2", 6).payload(3), 0))
                .endsWith("0000" + "0000" + "06" + "000000");
        assertThat(key4(TestPacket.ip("10.0.0.1", "10.0.0.2", 1).payload(7), 0))
                .endsWith("0000" + "0000" + "01" + "000000");
        final TestPacket endless = TestPacket.ip("::1", "::2", 60).payload(new byte[] {60, 99, 0, 0, 0, 0, 0, 0});
        assertThat(key6(endless, 3)).endsWith("0000" + "0000" + "00" + "030000");
    }

    @Test
    void shouldBeTheReplysKeyWhenReversed() {
        final String reply = key6(TestPacket.tcp("2001:db8::2", "fe80::1").ports(80, 4_000), 9);
        FlowKey.ip6(packets.ip(TestPacket.tcp("fe80::1", "2001:db8::2").ports(4_000, 80)), key, 9);
        FlowKey.reverse6(key, key);
        assertThat(hex(FlowKey.IP6_BYTES)).isEqualTo(reply);
        final String reply4 = key4(TestPacket.udp("10.0.0.2", "10.0.0.1").ports(53, 4_000), 0x800001);
        FlowKey.ip4(packets.ip(TestPacket.udp("10.0.0.1", "10.0.0.2").ports(4_000, 53)), key + 64, 0x800001);
        FlowKey.reverse4(key + 64, key);
        assertThat(hex(FlowKey.IP4_BYTES)).isEqualTo(reply4);
    }
}
