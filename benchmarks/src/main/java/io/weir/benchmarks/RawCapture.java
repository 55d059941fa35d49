package io.weir.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Packets that begin with their IP headers, as a pcap file. */
final class RawCapture {
    private static final int HEADER_BYTES = 24;
    private static final int RECORD_BYTES = 16;
    private static final int LINK_TYPE_RAW = 101;

    private RawCapture() {}

    static void write(final Path file, final List<byte[]> packets) throws IOException {
        final int bytes = packets.stream()
                .mapToInt(packet -> RECORD_BYTES + packet.length)
                .sum();
        final ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + bytes);
        out.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        out.putInt(0).putInt(0).putInt(0xffff).putInt(LINK_TYPE_RAW);
        for (final byte[] packet : packets) {
            out.putInt(0).putInt(0).putInt(packet.length).putInt(packet.length).put(packet);
        }
        Files.write(file, out.array());
    }
}
