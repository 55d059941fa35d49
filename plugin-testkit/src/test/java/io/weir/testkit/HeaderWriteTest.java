package io.weir.testkit;

import static io.weir.testkit.TestPacket.echo;
import static io.weir.testkit.TestPacket.tcp;
import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.net.ArpHeader;
import io.weir.net.EthernetHeader;
import io.weir.net.Icmp6Header;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Fragment;
import io.weir.net.Ip6Header;
import io.weir.net.TcpHeader;
import io.weir.net.UdpHeader;
import io.weir.net.VlanTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Fields that are written, and checksums that are computed, against packets that the test kit makes by itself. */
class HeaderWriteTest {
    private static final String FROM4 = "10.0.0.1";
    private static final String TO4 = "192.168.1.2";
    private static final String FROM6 = "2001:db8::1";
    private static final String TO6 = "2001:db8:1::2";

    private final long block = OffHeap.allocate(256);

    @AfterEach
    void free() {
        OffHeap.free(block);
    }

    private long put(final byte[] packet) {
        Memory.zero(block, 256);
        Memory.copy(packet, 0, block, packet.length);
        return block;
    }

    private byte[] read(final int bytes) {
        final byte[] read = new byte[bytes];
        Memory.copy(block, read, 0, bytes);
        return read;
    }

    @Test
    void shouldComputeChecksumsOfUdpAndTcpOverBothFamilies() {
        // Odd and even, and one whose sum is 0, which UDP writes as all ones.
        for (int bytes = 0; bytes < 40; bytes++) {
            final byte[] udp4 = udp(FROM4, TO4).ports(4_000, 53).payload(bytes).ip();
            UdpHeader.updateChecksum4(put(udp4) + 20, block, udp4.length - 20);
            assertThat(read(udp4.length)).isEqualTo(udp4);
            final byte[] udp6 = udp(FROM6, TO6).ports(4_000, 53).payload(bytes).ip();
            UdpHeader.updateChecksum6(put(udp6) + 40, block, udp6.length - 40);
            assertThat(read(udp6.length)).isEqualTo(udp6);
            final byte[] tcp4 = tcp(FROM4, TO4).ports(4_000, 80).payload(bytes).ip();
            TcpHeader.updateChecksum4(put(tcp4) + 20, block, tcp4.length - 20);
            assertThat(read(tcp4.length)).isEqualTo(tcp4);
            final byte[] tcp6 = tcp(FROM6, TO6).ports(4_000, 80).payload(bytes).ip();
            TcpHeader.updateChecksum6(put(tcp6) + 40, block, tcp6.length - 40);
            assertThat(read(tcp6.length)).isEqualTo(tcp6);
        }
    }

    @Test
    void shouldNeverWriteNoChecksumForUdp() {
        final byte[] packet = udp(FROM4, TO4).payload(2).ip();
        int wordsWithSumZero = 0;
        for (int word = 0; word <= 0xffff; word++) {
            put(packet);
            Memory.putShortBe(block + 28, word);
            UdpHeader.updateChecksum4(block + 20, block, packet.length - 20);
            assertThat(UdpHeader.checksum(block + 20)).isNotZero();
            wordsWithSumZero += UdpHeader.checksum(block + 20) == 0xffff ? 1 : 0;
        }
        assertThat(wordsWithSumZero).isPositive();
    }

    @Test
    void shouldWriteTcpHeaders() {
        final byte[] wanted = tcp(FROM4, TO4)
                .ports(60_000, 80)
                .numbers(-5, 7)
                .flags(TcpHeader.SYN | TcpHeader.ACK)
                .window(65_000)
                .payload(0)
                .ip();
        put(wanted);
        Memory.zero(block + 20, 20);
        TcpHeader.write(block + 20, 60_000, 80, -5, 7, TcpHeader.SYN | TcpHeader.ACK, 65_000);
        TcpHeader.updateChecksum4(block + 20, block, 20);
        assertThat(read(40)).isEqualTo(wanted);
        TcpHeader.headerLength(block + 20, 60);
        assertThat(TcpHeader.headerLength(block + 20)).isEqualTo(60);
    }

    @Test
    void shouldWriteEchoes() {
        final byte[] echo4 = echo(FROM4, TO4).ports(1, 2).payload(9).ip();
        put(echo4);
        IcmpHeader.write(block + 20, IcmpHeader.ECHO_REQUEST, 0, 0);
        IcmpHeader.identifier(block + 20, 1);
        IcmpHeader.sequence(block + 20, 2);
        IcmpHeader.updateChecksum(block + 20, echo4.length - 20);
        assertThat(read(echo4.length)).isEqualTo(echo4);
        final byte[] echo6 = echo(FROM6, TO6).ports(1, 2).payload(9).ip();
        put(echo6);
        Icmp6Header.write(block + 40, Icmp6Header.ECHO_REQUEST, 0, 0);
        Icmp6Header.identifier(block + 40, 1);
        Icmp6Header.sequence(block + 40, 2);
        Icmp6Header.updateChecksum(block + 40, block, echo6.length - 40);
        assertThat(read(echo6.length)).isEqualTo(echo6);
    }

    @Test
    void shouldWriteEthernetArpAndTagsWithoutTouchingTheirNeighbours() {
        Memory.zero(block, 256);
        EthernetHeader.type(block, VlanTag.isTag(0x8100) ? 0x8100 : 0);
        EthernetHeader.destination(block, 0x0102_0304_0506L);
        EthernetHeader.source(block, 0xa1a2_a3a4_a5a6L);
        assertThat(EthernetHeader.destination(block)).isEqualTo(0x0102_0304_0506L);
        assertThat(EthernetHeader.source(block)).isEqualTo(0xa1a2_a3a4_a5a6L);
        assertThat(EthernetHeader.type(block)).isEqualTo(0x8100);
        final long tag = block + 12;
        VlanTag.type(tag, EthernetHeader.TYPE_SERVICE_VLAN);
        VlanTag.id(tag, 0xabc);
        VlanTag.priority(tag, 5);
        VlanTag.dropEligible(tag, true);
        VlanTag.payloadType(tag, 0x0800);
        assertThat(Memory.getLongBe(tag) >>> 16).isEqualTo(0x88a8_babc_0800L);
        VlanTag.priority(tag, 0);
        VlanTag.dropEligible(tag, false);
        assertThat(VlanTag.control(tag)).isEqualTo(0xabc);
        final long arp = block + 64;
        ArpHeader.write(arp, 1, 0, 0, 0, 0);
        ArpHeader.operation(arp, ArpHeader.REPLY);
        ArpHeader.senderMac(arp, 0x0102_0304_0506L);
        ArpHeader.senderIp(arp, 0x0a00_0001);
        ArpHeader.targetMac(arp, 0xa1a2_a3a4_a5a6L);
        ArpHeader.targetIp(arp, 0x0a00_0002);
        final long other = block + 128;
        ArpHeader.write(other, ArpHeader.REPLY, 0x0102_0304_0506L, 0x0a00_0001, 0xa1a2_a3a4_a5a6L, 0x0a00_0002);
        for (int i = 0; i < ArpHeader.LENGTH; i++) {
            assertThat(Memory.getByte(arp + i)).isEqualTo(Memory.getByte(other + i));
        }
    }

    @Test
    void shouldWriteLengthsVersionsAndFragments() {
        Memory.zero(block, 256);
        Ip4Header.versionAndLength(block, 0x45);
        Ip4Header.headerLength(block, 60);
        assertThat(Ip4Header.versionAndLength(block)).isEqualTo(0x4f);
        Ip6Header.version(block, 6);
        Ip6Header.trafficClass(block, 0xff);
        assertThat(Ip6Header.version(block)).isEqualTo(6);
        final long one = block + 64;
        Ip6Fragment.nextHeader(one, 17);
        Ip6Fragment.offset(one, 1_480);
        Ip6Fragment.more(one, true);
        Ip6Fragment.identification(one, 0x1234_5678);
        Ip6Fragment.write(block, 17, 1_480, true, 0x1234_5678);
        assertThat(Memory.getLong(one)).isEqualTo(Memory.getLong(block));
        Ip6Fragment.more(one, false);
        assertThat(Ip6Fragment.offset(one)).isEqualTo(1_480);
        assertThat(Ip6Fragment.more(one)).isFalse();
    }

    @Test
    void shouldCompareAndSetAndAdd() throws InterruptedException {
        Memory.zero(block, 256);
        assertThat(Memory.compareAndSetInt(block, 1, 2)).isFalse();
        assertThat(Memory.compareAndSetLong(block + 8, 0, -1)).isTrue();
        assertThat(Memory.getAndAddLong(block + 8, 2)).isEqualTo(-1);
        assertThat(Memory.getLong(block + 8)).isEqualTo(1);
        final Runnable adds = () -> {
            for (int i = 0; i < 100_000; i++) {
                Memory.getAndAddInt(block, 1);
                int seen = Memory.getIntAcquire(block + 4);
                while (!Memory.compareAndSetInt(block + 4, seen, seen + 1)) {
                    seen = Memory.getIntAcquire(block + 4);
                }
            }
        };
        final Thread other = new Thread(adds);
        other.start();
        adds.run();
        other.join();
        assertThat(Memory.getInt(block)).isEqualTo(200_000);
        assertThat(Memory.getInt(block + 4)).isEqualTo(200_000);
    }
}
