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
    private static final int LINK_AT = 20;
    private static final int ETHERNET = 1;
    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;

    private PcapFiles() {}

    /** Writes a capture. */
    public static void write(final Path file, final List<byte[]> packets) throws IOException {
        final int bytes = packets.stream()
                .mapToInt(packet -> packet.length + RECORD_BYTES)
                .sum();
        final ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MICROSECONDS)
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

    /**
     * Reads a capture, of either byte order, with times in micro- or nanoseconds.
     *
     * @throws IOException when it is no such capture, of Ethernet, or ends within a packet.
     */
    public static List<byte[]> read(final Path file) throws IOException {
        final ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < HEADER_BYTES) {
            throw new IOException(file + " is no capture of libpcap: it has " + in.remaining() + " bytes");
        }
        final int magic = in.getInt(0);
        if (magic == Integer.reverseBytes(MICROSECONDS) || magic == Integer.reverseBytes(NANOSECONDS)) {
            in.order(ByteOrder.BIG_ENDIAN);
        } else if (magic != MICROSECONDS && magic != NANOSECONDS) {
            throw new IOException(file + " is no capture of libpcap (one of Wireshark's own format? tshark -F pcap)");
        }
        final int link = in.getInt(LINK_AT) & 0xffff;
        if (link != ETHERNET) {
            throw new IOException(file + " has packets of link type " + link + ", not of Ethernet");
        }
        final List<byte[]> packets = new ArrayList<>();
        in.position(HEADER_BYTES);
        while (in.hasRemaining()) {
            if (in.remaining() < RECORD_BYTES) {
                throw new IOException(file + " ends within packet " + (packets.size() + 1));
            }
            in.getLong();
            final int bytes = in.getInt();
            in.getInt();
            if (bytes < 0 || bytes > in.remaining()) {
                throw new IOException(file + " ends within packet " + (packets.size() + 1));
            }
            final byte[] packet = new byte[bytes];
            in.get(packet);
            packets.add(packet);
        }
        return packets;
    }
}
