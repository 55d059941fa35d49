package io.weir.platform.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Buffer;
import io.weir.testkit.PacketView;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TemplateMakerTest {
    private static final String UDP_REST = "UDP: 4321 -> 1234 length 30 checksum 0 incrementing 1 } ";

    private final Made made = new Made();

    @AfterEach
    void close() {
        made.close();
    }

    @Test
    void shouldMakeVppsBytesWhenAllIsFixed() {
        final byte[] packet = made.packets(
                        "name s0 node ip4-input size 64-64 data { UDP: 192.168.1.2 -> 10.184.231.25 " + UDP_REST, 1)
                .getFirst();
        assertThat(HexFormat.of().formatHex(packet))
                .isEqualTo("45000040000000004011c731c0a801020ab8e71910e104d2001e0000" + "00".repeat(36));
    }

    @Test
    void shouldCountUpAndAroundWhenRangeHasAMinus() {
        final List<byte[]> packets = made.packets(
                "node ip4-input size 64-64 data { UDP: 192.168.1.2 -> 10.0.0.254 - 10.0.1.1 " + UDP_REST, 100);
        for (int i = 0; i < packets.size(); i++) {
            assertThat(Made.u32(packets.get(i), 16)).isEqualTo(0x0a0000feL + i % 4);
            assertThat(PacketView.sum(packets.get(i), 0, 20, 0)).isEqualTo(0xffff);
        }
    }

    @Test
    void shouldDrawAllOverTheRangeWhenRangeHasAPlus() {
        final List<byte[]> packets = made.packets(
                "node ip4-input size 64-64 data { UDP: 192.168.1.2 -> 10.0.0.0 + 10.255.255.255 " + UDP_REST, 20_000);
        final Set<Long> destinations = new HashSet<>();
        final int[] upper = new int[256];
        for (final byte[] packet : packets) {
            final long destination = Made.u32(packet, 16);
            assertThat(destination >>> 24).isEqualTo(10);
            assertThat(PacketView.sum(packet, 0, 20, 0)).isEqualTo(0xffff);
            destinations.add(destination);
            upper[(int) (destination >>> 16 & 0xff)]++;
        }
        assertThat(destinations).hasSizeGreaterThan(19_900);
        assertThat(IntStream.of(upper)).allMatch(count -> count > 30 && count < 150);
    }

    @Test
    void shouldFillInLengthsAndChecksumsWhenUnspecified() {
        final List<byte[]> packets = made.packets(
                "node ip4-input size 40-300 data { UDP: 10.0.0.1 - 10.0.0.9 -> 10.1.0.0 + 10.1.255.255"
                        + " UDP: 1000 - 1010 -> 2000 + 3000 incrementing 200 }",
                600);
        for (int i = 0; i < packets.size(); i++) {
            final byte[] packet = packets.get(i);
            assertThat(packet).hasSize(40 + i % 261);
            assertThat(Made.u16(packet, 2)).isEqualTo(packet.length);
            assertThat(Made.u16(packet, 24)).isEqualTo(packet.length - 20);
            assertThat(PacketView.sum(packet, 0, 20, 0)).isEqualTo(0xffff);
            assertThat(l4Sum(packet, 20, 12, 20, 17)).isEqualTo(0xffff);
            assertThat(packet[packet.length - 1] & 0xff).isEqualTo((packet.length - 29) % 200);
        }
    }

    @Test
    void shouldChecksumTcpOverIp6WhenAddressesVary() {
        final List<byte[]> packets = made.packets(
                "node ip6-input size 80-81 data { TCP: 2000::3 - 2000::2713 -> 64:ff9b::ac10:102 traffic-class 3 - 9"
                        + " flow-label 5 + 0xffff hop-limit 9 TCP: 3000 -> 3001 seqnum 1 + 0xffffffff SYN ACK"
                        + " incrementing 7 }",
                100);
        for (int i = 0; i < packets.size(); i++) {
            final byte[] packet = packets.get(i);
            assertThat(Made.u32(packet, 0) >>> 20).isEqualTo(0x600 | 3 + i % 7);
            assertThat(Made.u32(packet, 0) & 0xfffff).isBetween(5L, 0xffffL);
            assertThat(Made.u16(packet, 4)).isEqualTo(packet.length - 40);
            assertThat(Made.u16(packet, 22)).isEqualTo(3 + i);
            assertThat(Made.u16(packet, 52)).isEqualTo(0x5012);
            assertThat(l4Sum(packet, 40, 8, 40, 6)).isEqualTo(0xffff);
        }
    }

    @Test
    void shouldMakeEthernetWithTagAndArpWhenAsked() {
        final byte[] packet = made.packets(
                        "node ethernet-input data { ARP: 2:0:0:0:0:1 -> ff:ff:ff:ff:ff:ff vlan 10"
                                + " request: 2:0:0:0:0:1/10.0.0.1 -> 0:0:0:0:0:0/10.0.0.2 }",
                        1)
                .getFirst();
        assertThat(HexFormat.of().formatHex(packet))
                .isEqualTo("ffffffffffff0200000000018100000a08060001080006040001"
                        + "0200000000010a0000010000000000000a000002" + "00".repeat(18));
    }

    @Test
    void shouldMakeEchoRequestsWhenProtocolIsIcmp() {
        final byte[] packet = made.packets(
                        "node ip4-input size 84-84 data { ICMP: 10.0.0.1 -> 10.0.0.2 ttl 3 tos 0xb8 df fragment id 77"
                                + " ICMP echo_request id 5 seq 1 - 9 hex 0xdeadbeef }",
                        2)
                .getLast();
        assertThat(HexFormat.of().formatHex(packet, 0, 12)).startsWith("45b80054004d400003" + "01");
        assertThat(HexFormat.of().formatHex(packet, 24, 32)).isEqualTo("00050002deadbeef");
        assertThat(PacketView.sum(packet, 0, 20, 0)).isEqualTo(0xffff);
        assertThat(PacketView.sum(packet, 20, 64, 0)).isEqualTo(0xffff);
    }

    @Test
    void shouldVaryMacsAndBitsWhenRangesShareBytes() {
        final List<byte[]> packets = made.packets(
                "node ethernet-input size 64 data { IP4: 2:0:0:0:0:1 - 2:0:0:0:1:0 -> 2:0:0:0:0:99 UDP: 1.0.0.1 -> 1.0.0.2"
                        + " version 4 - 5 header-length 5 - 7 fragment id 1 - 5 offset 0 + 80 UDP: 1 -> 2 }",
                60);
        for (int i = 0; i < packets.size(); i++) {
            final byte[] packet = packets.get(i);
            assertThat(Made.u32(packet, 8)).isEqualTo(1 + i);
            assertThat(Made.u16(packet, 12)).isEqualTo(0x0800);
            assertThat(packet[14] & 0xff).isEqualTo(4 + i % 2 << 4 | 5 + i % 3);
            assertThat(Made.u16(packet, 20)).isBetween(0, 10);
            assertThat(PacketView.sum(packet, 14, 20, 0)).isEqualTo(0xffff);
        }
    }

    @Test
    void shouldChainBuffersWhenPacketIsLongerThanOne() {
        final List<byte[]> packets = made.packets(
                "node ip4-input size 100+5000 buffer-size 512 data { UDP: 1.0.0.1 -> 1.0.0.2 UDP: 1 -> 2 incrementing 251 }",
                50);
        assertThat(packets).extracting(packet -> packet.length).anyMatch(length -> length > 4_000);
        assertThat(packets).allSatisfy(packet -> {
            assertThat(l4Sum(packet, 20, 12, 20, 17)).isEqualTo(0xffff);
            assertThat(packet[packet.length - 1] & 0xff).isEqualTo((packet.length - 29) % 251);
        });
    }

    @Test
    void shouldMakeFewerWhenBuffersRunOut() {
        final PacketMaker maker =
                made.maker("node ip4-input size 9000-9000 data { UDP: 1.0.0.1 -> 1.0.0.2 UDP: 1 -> 2 }");
        final int[] indices = new int[256];
        final int got = made.buffers().allocate(indices, 0, 256);
        final int done = maker.make(indices, got);
        assertThat(done).isBetween(60, 110);
        assertThat(maker.bytes()).isEqualTo(9_000L * done);
        made.buffers().free(indices, 0, done);
    }

    @Test
    void shouldLeaveBuffersPlainWhenMade() {
        final PacketMaker maker = made.maker("node ip4-input data { UDP: 1.0.0.1 -> 1.0.0.2 UDP: 1 -> 2 }");
        final int[] indices = new int[40];
        made.buffers().allocate(indices, 0, 40);
        maker.make(indices, 40);
        assertThat(IntStream.of(indices).mapToObj(Buffer::address)).allSatisfy(buffer -> {
            assertThat(Buffer.currentData(buffer)).isZero();
            assertThat(Buffer.length(buffer)).isEqualTo(64);
            assertThat(Buffer.flags(buffer)).isZero();
            assertThat(Buffer.rxInterface(buffer)).isEqualTo(1);
            assertThat(Buffer.txInterface(buffer)).isEqualTo(-1);
        });
        made.buffers().free(indices, 0, 40);
    }

    @Test
    void shouldRepeatItselfWhenRestarted() {
        final PacketMaker maker = made.maker(
                "node ip4-input size 60+90 data { UDP: 1.0.0.1 - 1.0.0.7 -> 1.0.0.0 + 1.255.0.0 UDP: 1 -> 2 }");
        final List<byte[]> first = made.packets(maker, 100);
        maker.restart();
        assertThat(made.packets(maker, 100)).usingRecursiveComparison().isEqualTo(first);
    }

    private static int l4Sum(
            final byte[] packet, final int l4, final int addresses, final int addressesEnd, final int protocol) {
        final int pseudo = PacketView.sum(packet, addresses, addressesEnd - addresses, protocol + packet.length - l4);
        return PacketView.sum(packet, l4, packet.length - l4, pseudo);
    }
}
