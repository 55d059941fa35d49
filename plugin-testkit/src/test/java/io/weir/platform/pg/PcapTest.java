package io.weir.platform.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.CommandException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapTest {
    private final Made made = new Made();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        made.close();
    }

    @Test
    void shouldReadBackWhatWasCaptured() {
        final Path file = capture("node ip4-input size 60+4000 data { UDP: 1.0.0.1 -> 1.0.0.2 UDP: 1 -> 2 }", 40, 25);
        final List<byte[]> packets = PcapFile.read(file);
        assertThat(packets).hasSize(25);
        final PacketMaker replay = new ReplayMaker(packets, made.buffers(), 512, 1, -1, 0);
        final List<byte[]> again = made.packets(replay, 50);
        for (int i = 0; i < 50; i++) {
            assertThat(again.get(i)).isEqualTo(packets.get(i % 25));
        }
    }

    @Test
    void shouldReadEitherByteOrderAndClockWhenReplaying() throws IOException {
        for (final ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            for (final int magic : new int[] {0xa1b2c3d4, 0xa1b23c4d}) {
                final ByteBuffer content = ByteBuffer.allocate(24 + 16 + 5).order(order);
                content.putInt(magic).position(24);
                content.putLong(0).putInt(5).putInt(9).put(new byte[] {1, 2, 3, 4, 5});
                final Path file = Files.write(directory.resolve("f" + magic + order), content.array());
                assertThat(PcapFile.read(file)).containsExactly(new byte[] {1, 2, 3, 4, 5});
            }
        }
    }

    @Test
    void shouldNameTheFileWhenItIsRefused() throws IOException {
        final Path text = Files.writeString(directory.resolve("text"), "this is no capture at all, is it?");
        refused(text, "is no pcap file");
        refused(directory.resolve("absent"), "no such file");
        refused(directory, "no such file");
        final ByteBuffer cut = ByteBuffer.allocate(24 + 16 + 5);
        cut.putInt(0xa1b2c3d4).putInt(24 + 8, 50);
        refused(Files.write(directory.resolve("cut"), cut.array()), "is damaged behind its packet 0");
        refused(
                Files.write(
                        directory.resolve("empty"),
                        ByteBuffer.allocate(24).putInt(0xa1b2c3d4).array()),
                "no packets");
        assertThatThrownBy(() -> new PcapCapture(text, 1))
                .isInstanceOf(CommandException.class)
                .hasMessage("pcap file `" + text + "' already exists");
    }

    @Test
    void shouldSatisfyTsharkWhenFramesAreRead() throws Exception {
        final Path file = capture(
                "node ethernet-input size 70-90 data { IP4: 2:0:0:0:0:1 -> 2:0:0:0:0:99 vlan 5"
                        + " UDP: 192.168.1.2 -> 10.0.0.0 + 10.255.255.255 UDP: 4321 -> 1234 - 1300 incrementing 9 }",
                64,
                64);
        assertThat(tshark(file, "ip.dst", "udp.dstport", "ip.checksum.status", "udp.checksum.status", "_ws.malformed"))
                .hasSize(64)
                .allSatisfy(line -> assertThat(line).matches("10\\.\\d+\\.\\d+\\.\\d+\t1[23]\\d\\d\t1\t1\t"));
        final Path six = capture(
                "node ethernet-input size 90-97 data { IP6: 2:0:0:0:0:1 -> 2:0:0:0:0:99"
                        + " TCP: 2000::3 - 2000::9 -> 64:ff9b::1 TCP: 1 -> 2 SYN incrementing 200 }",
                64,
                64);
        assertThat(tshark(six, "ipv6.dst", "tcp.flags.syn", "tcp.checksum.status", "_ws.malformed"))
                .hasSize(64)
                .allSatisfy(line -> assertThat(line).matches("64:ff9b::1\t(1|True)\t1\t"));
    }

    private void refused(final Path file, final String sentence) {
        assertThatThrownBy(() -> PcapFile.read(file))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(sentence);
    }

    private Path capture(final String stream, final int packets, final int count) {
        final Path file = directory.resolve("capture" + System.nanoTime());
        final int[] indices = new int[packets];
        final int got = made.buffers().allocate(indices, 0, packets);
        final int done = made.maker(stream).make(indices, got);
        try (PcapCapture capture = new PcapCapture(file, count)) {
            capture.write(indices, done);
        }
        made.buffers().free(indices, 0, done);
        return file;
    }

    private List<String> tshark(final Path file, final String... fields) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "tshark is not installed");
        final List<String> command = new ArrayList<>(List.of(
                "/usr/bin/tshark",
                "-r",
                file.toString(),
                "-o",
                "ip.check_checksum:TRUE",
                "-o",
                "udp.check_checksum:TRUE",
                "-o",
                "tcp.check_checksum:TRUE",
                "-T",
                "fields"));
        for (final String field : fields) {
            command.add("-e");
            command.add(field);
        }
        final Path out = directory.resolve("tshark.out");
        final Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(out);
    }
}
