package io.weir.benchmarks;

import io.weir.testkit.TestPacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Packets in two fragments each, one after the other, as a pcap file. */
final class Fragments {
    private static final int PACKETS = 4_096;
    private static final int FIRST_BYTES = 64;
    private static final int BYTES = 96;
    private static final int HEADER_BYTES = 24;
    private static final int RECORD_BYTES = 16;
    /** The packets begin with their IP headers. */
    private static final int LINK_TYPE_RAW = 101;

    private Fragments() {}

    static void write(final Path file, final int family) throws IOException {
        final List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            final TestPacket whole = family == 4
                    ? TestPacket.udp("192.168.1.2", "10." + i % 251 + "." + i % 241 + ".1")
                    : TestPacket.udp("2001:db8:1::2", "2a00:1450:" + Integer.toHexString(i) + "::1");
            whole.identification(i + 1)
                    .payload(BYTES - 8)
                    .fragments(FIRST_BYTES)
                    .forEach(part -> parts.add(part.ip()));
        }
        final int bytes =
                parts.stream().mapToInt(part -> RECORD_BYTES + part.length).sum();
        final ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + bytes);
        out.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        out.putInt(0).putInt(0).putInt(0xffff).putInt(LINK_TYPE_RAW);
        for (final byte[] part : parts) {
            out.putInt(0).putInt(0).putInt(part.length).putInt(part.length).put(part);
        }
        Files.write(file, out.array());
    }
}
