package io.weir.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PacketTextTest {
    private static final int PAGE = 4_096;
    /** The IPv4 and UDP headers of a packet that VPP printed. */
    private static final String UDP = "45000040000000004011c731c0a801020ab8e71910e104d2001e0000";

    @Test
    void shouldReadLikeVppWhenPacketIsUdp() {
        assertThat(ip4(UDP)).isEqualTo("""
                UDP: 192.168.1.2 -> 10.184.231.25
                  tos 0x00, ttl 64, length 64, checksum 0xc731 dscp CS0 ecn NON_ECN
                  fragment id 0x0000
                UDP: 4321 -> 1234
                  length 30, checksum 0x0000
                """);
    }

    @Test
    void shouldSayWhatTheChecksumShouldBeWhenItIsWrong() {
        assertThat(ip4(UDP.replace("c731", "c732")))
                .contains("checksum 0xc732 dscp CS0 ecn NON_ECN (should be 0xc731)\n");
    }

    @Test
    void shouldShowFragmentFlagsAndEcnWhenSet() {
        assertThat(ip4("45bb001c123460b94001000001020304050607080800f7ff0001000a"))
                .contains("tos 0xbb", "dscp EF ecn CE")
                .contains("fragment id 0x1234 offset 1480, flags MORE_FRAGMENTS DONT_FRAGMENT\n")
                .doesNotContain("echo_request");
        assertThat(ip4("4500001c123440004001000001020304050607080800f7ff0001000a"))
                .contains("fragment id 0x1234, flags DONT_FRAGMENT\n")
                .endsWith("ICMP echo_request checksum 0xf7ff id 1 seq 10\n");
    }

    @Test
    void shouldReadTcpWhenProtocolIsSix() {
        assertThat(text(
                        "1f90cfba1e4b2ab10000000050127210" + "1a9d0000",
                        (a, l, out) -> PacketText.transport(6, a, l, out)))
                .isEqualTo("""
                TCP: 8080 -> 53178
                  seq. tx 0x1e4b2ab1 rx 0x00000000
                  flags 0x12 SYN ACK, tcp header: 20 bytes
                  window 29200, checksum 0x1a9d
                """);
    }

    @Test
    void shouldReadFrameWhenItCarriesTagAndArp() {
        final String frame = "ffffffffffff02fe000000018100000a08060001080006040001" + "02fe00000001c0a80101"
                + "000000000000c0a80102";
        assertThat(text(frame, PacketText::ethernet)).isEqualTo("""
                ARP: 02:fe:00:00:00:01 -> ff:ff:ff:ff:ff:ff 802.1q vlan 10
                request, type ethernet/IP4, address size 6/4
                02:fe:00:00:00:01/192.168.1.1 -> 00:00:00:00:00:00/192.168.1.2
                """);
    }

    @Test
    void shouldReadSolicitationWhenPacketIsIp6() {
        final String packet = "6e00000000203afffe800000000000000000000000000001ff0200000000000000000001ff000002"
                + "8700abcd00000000fe8000000000000000000000000000020101000000000000";
        assertThat(text(packet, PacketText::ip6)).isEqualTo("""
                ICMP6: fe80::1 -> ff02::1:ff00:2
                  tos 0xe0, flow label 0x0, hop limit 255, payload length 32
                ICMP neighbor_solicitation checksum 0xabcd
                  target address fe80::2
                """);
    }

    @Test
    void shouldDumpLinesOf32BytesWhenAskedForHex() {
        assertThat(text("00".repeat(33), PacketText::hexDump))
                .isEqualTo("00000000: " + "00".repeat(32) + "\n00000020: 00\n");
    }

    /** Bytes lie at the very end of a block, so that reading one byte more is a fault. */
    @Property(tries = 2_000)
    void shouldStayWithinLengthWhenBytesAreGarbage(
            @ForAll final byte[] bytes, @ForAll @IntRange(max = 3) final int kind, @ForAll final boolean plausible) {
        if (plausible && bytes.length > 0) {
            bytes[0] = (byte) (kind == 2 ? 0x60 : 0x45 + (bytes.length & 3));
        }
        if (plausible && bytes.length > 9) {
            final byte[] protocols = {1, 6, 17, 58, 0, 43, 44, 60};
            bytes[kind == 2 ? 6 : 9] = protocols[bytes[1] & 7];
        }
        final Printer[] printers = {
            PacketText::ethernet, PacketText::ip4, PacketText::ip6, (a, l, out) -> PacketText.arp(a, l, out)
        };
        final String text = text(HexFormat.of().formatHex(bytes), printers[kind]);
        assertThat(text).isNotEmpty().endsWith("\n");
    }

    private static String ip4(final String hex) {
        return text(hex, PacketText::ip4);
    }

    private interface Printer {
        void print(long address, int length, StringBuilder out);
    }

    private static String text(final String hex, final Printer printer) {
        final byte[] bytes = HexFormat.of().parseHex(hex);
        final int pages = (bytes.length + PAGE) / PAGE;
        final long block = OffHeap.allocate((long) pages * PAGE);
        final long start = block + (long) pages * PAGE - bytes.length;
        try {
            Memory.copy(bytes, 0, start, bytes.length);
            final StringBuilder out = new StringBuilder();
            printer.print(start, bytes.length, out);
            return out.toString();
        } finally {
            OffHeap.free(block);
        }
    }
}
