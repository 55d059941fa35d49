package io.weir.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A capture of so many flows: UDP packets of 64 bytes to random destinations in 10/8. */
final class FlowCapture {
    private static final int PACKET_BYTES = 64;
    private static final int RECORD_BYTES = 16;
    private static final int HEADER_BYTES = 24;
    private static final int IP = 14;
    private static final int DESTINATION_MAC = 0x0000_0001;
    /** Whom the packets are for. */
    static final String MAC = "02:00:00:00:00:01";

    private FlowCapture() {}

    static void write(final Path file, final int flows) throws IOException {
        final ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + flows * (RECORD_BYTES + PACKET_BYTES));
        out.order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4);
        out.putLong(0).putInt(65_535).putInt(1);
        final Random random = new Random(1);
        for (int i = 0; i < flows; i++) {
            out.putLong(0).putInt(PACKET_BYTES).putInt(PACKET_BYTES);
            out.put(packet(10 << 24 | random.nextInt(1 << 24), 1_024 + i % 60_000));
        }
        Files.write(file, out.array());
    }

    private static byte[] packet(final int destination, final int port) {
        final ByteBuffer packet = ByteBuffer.allocate(PACKET_BYTES);
        packet.putShort((short) 0x0200).putInt(DESTINATION_MAC).position(12);
        packet.putShort((short) 0x0800);
        packet.putShort((short) 0x4500).putShort((short) (PACKET_BYTES - IP)).putInt(0);
        packet.putShort((short) 0x4011).putShort((short) 0);
        packet.putInt(192 << 24 | 168 << 16 | 1 << 8 | 2).putInt(destination);
        packet.putShort((short) port).putShort((short) 1_234).putShort((short) (PACKET_BYTES - IP - 20));
        int sum = 0;
        for (int i = IP; i < IP + 20; i += 2) {
            sum += packet.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        packet.putShort(IP + 10, (short) ~((sum & 0xffff) + (sum >>> 16)));
        return packet.array();
    }
}
