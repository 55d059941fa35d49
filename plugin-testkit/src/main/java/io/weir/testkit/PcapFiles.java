package io.weir.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Captures as libpcap writes them: packets of Ethernet, for and from programs that others wrote. */
public final class PcapFiles {
    private static final int HEADER_BYTES = 24;
    private static final int RECORD_BYTES = 16;

    private PcapFiles() {}

    /** Writes a capture. */
    public static void write(final Path file, final List<byte[]> packets) throws IOException {
        final int bytes = packets.stream()
                .mapToInt(packet -> packet.length + RECORD_BYTES)
                .sum();
        final ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(1);
        for (final byte[] packet : packets) {
            out.putLong(0).putInt(packet.length).putInt(packet.length).put(packet);
        }
        Files.write(file, out.array());
    }

    /** Reads a capture that was written on a machine of this kind. */
    public static List<byte[]> read(final Path file) throws IOException {
        final ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        final List<byte[]> packets = new ArrayList<>();
        in.position(HEADER_BYTES);
        while (in.remaining() >= RECORD_BYTES) {
            in.getLong();
            final byte[] packet = new byte[in.getInt()];
            in.getInt();
            in.get(packet);
            packets.add(packet);
        }
        return packets;
    }
}
