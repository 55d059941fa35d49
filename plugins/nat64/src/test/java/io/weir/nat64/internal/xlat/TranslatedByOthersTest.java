package io.weir.nat64.internal.xlat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PcapFiles;
import io.weir.testkit.TestPacket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scapy and tshark, which others wrote, say of translated packets ({@code translated.py}). */
class TranslatedByOthersTest {
    private static final int NO_SCAPY = 3;
    private static final int[][] KINDS_6 = {
        {1, 0, 0},
        {1, 1, 0},
        {1, 2, 0},
        {1, 3, 0},
        {1, 4, 0},
        {2, 0, 1_400},
        {2, 0, 1_280},
        {2, 0, 400},
        {3, 0, 0},
        {3, 1, 0},
        {4, 0, 4},
        {4, 0, 6},
        {4, 0, 24},
        {4, 1, 6}
    };
    private static final int[][] KINDS_4 = {
        {3, 0, 0},
        {3, 1, 0},
        {3, 2, 0},
        {3, 3, 0},
        {3, 4, 1_400},
        {3, 4, 576},
        {3, 9, 0},
        {3, 13, 0},
        {11, 0, 0},
        {11, 1, 0},
        {12, 0, 8 << 24},
        {12, 2, 2 << 24},
        {12, 0, 16 << 24}
    };
    /** One label of MPLS (RFC 4950), with the checksum that it has. */
    private static final byte[] LABEL = {0x20, 0, 0x0f, 0x36, 0, 8, 1, 1, (byte) 0xc8, 0x41, 0x01, 0x01};

    private final Errors errors = new Errors();
    private final Translation translation = errors.translation;
    private final List<byte[]> frames = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        errors.close();
    }

    private void pair(final byte[] before, final int result) {
        if (result >= 0) {
            frames.add(frame(before));
            frames.add(frame(translation.bytes()));
        }
    }

    private static byte[] frame(final byte[] ip) {
        final short type = (short) ((ip[0] & 0xff) >>> 4 == 6 ? 0x86dd : 0x0800);
        return ByteBuffer.allocate(14 + ip.length)
                .put(5, (byte) 1)
                .putShort(12, type)
                .put(14, ip)
                .array();
    }

    private void packets(final long seed) {
        final RandomPackets random = new RandomPackets(seed);
        final byte[] six = random.plain6().ip();
        pair(six, translation.out(six));
        final byte[] extended = TestPacket.tcp(Translation.CLIENT, Translation.SERVER6)
                .ports(random.below(0x10000), 443)
                .hopByHop()
                .destinationOptions()
                .payload(random.below(1_400))
                .ip();
        pair(extended, translation.out(extended));
        final byte[] four = random.plain4().ip();
        pair(four, translation.in(four));
        final byte[] optional = random.plain4().options(1, 7, 3, 4).ip();
        pair(optional, translation.in(optional));
        final byte[] unsummed = TestPacket.udp(Translation.SERVER4, Translation.POOL)
                .noChecksum()
                .payload(random.below(1_000))
                .ip();
        pair(unsummed, translation.in(unsummed));
    }

    private void errors(final long seed) {
        final RandomPackets random = new RandomPackets(seed);
        final byte[] about6 = swapped(random.plain6().ip(), 8, 16);
        final int[] kind6 = KINDS_6[random.below(KINDS_6.length)];
        final boolean extends6 = kind6[0] == 1 || kind6[0] == 3;
        final byte[] error6 = random.below(2) == 0 || !extends6
                ? Errors.error6(kind6[0], kind6[1], kind6[2], cut(random, about6, 56))
                        .ip()
                : Errors.error6(kind6[0], kind6[1], 16 << 24, extended(about6)).ip();
        pair(error6, errors.toServer(error6));
        final byte[] about4 = swapped(random.plain4().ip(), 12, 4);
        final int[] kind4 = KINDS_4[random.below(KINDS_4.length)];
        final byte[] error4 = random.below(2) == 0
                ? Errors.error4(kind4[0], kind4[1], kind4[2], cut(random, about4, 36))
                        .ip()
                : Errors.error4(kind4[0], kind4[1], kind4[2] | 32 << 16, extended(about4))
                        .ip();
        pair(error4, errors.toClient(error4));
    }

    /** A packet that went the other way. */
    private static byte[] swapped(final byte[] packet, final int at, final int bytes) {
        final byte[] other = packet.clone();
        System.arraycopy(packet, at, other, at + bytes, bytes);
        System.arraycopy(packet, at + bytes, other, at, bytes);
        return other;
    }

    private static byte[] cut(final RandomPackets random, final byte[] packet, final int least) {
        return Arrays.copyOf(packet, Math.min(packet.length, least + random.below(packet.length)));
    }

    private static byte[] extended(final byte[] quoted) {
        final byte[] all = Arrays.copyOf(Arrays.copyOf(quoted, 128), 128 + LABEL.length);
        System.arraycopy(LABEL, 0, all, 128, LABEL.length);
        return all;
    }

    @Test
    void shouldTranslateAsScapyAndBeValidToTshark() throws Exception {
        for (long seed = 0; seed < 300; seed++) {
            packets(seed);
            errors(seed);
        }
        final Path python = Path.of("/usr/bin/python3");
        Assumptions.assumeTrue(Files.isExecutable(python), "skipped: there is no python3");
        final Path capture = directory.resolve("pairs.pcap");
        PcapFiles.write(capture, frames);
        final Path script = Path.of(getClass().getResource("/translated.py").toURI());
        final Process process = new ProcessBuilder(python.toString(), script.toString(), capture.toString())
                .redirectErrorStream(true)
                .start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Assumptions.assumeTrue(process.waitFor() != NO_SCAPY, "skipped: there is no scapy");
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said.strip()).isEqualTo(Integer.toString(frames.size() / 2));
        assertThat(frames).hasSizeGreaterThan(3_000);
    }
}
