package io.weir.platform.plugin.shadow;

import io.weir.graph.FeatureArc;
import io.weir.memory.Buffer;
import io.weir.platform.graph.Sampler;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Packets for a place where none come by: such as its arc carries, varied, with good checksums. */
final class MadeUpTraffic {
    private static final int PACKETS = 64;
    private static final int ETHERNET_BYTES = 14;
    private static final int IP4_BYTES = 20;
    private static final int IP6_BYTES = 40;
    private static final int[] PROTOCOLS = {17, 6, 1, 17};

    private final Random random = new Random(1);
    private final int swIfIndex;

    /** Packets that came in by this interface. */
    MadeUpTraffic(final int swIfIndex) {
        this.swIfIndex = swIfIndex;
    }

    /** Images as {@link Sampler} makes them, of packets as they come by on an arc. */
    List<byte[]> images(final FeatureArc arc) {
        final boolean ip6 = arc.name().startsWith("ip6");
        final boolean network = ip6 || arc.name().startsWith("ip4");
        final List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            final byte[] packet = ip6 ? ip6(i) : ip4(i);
            images.add(image(network ? packet : ethernet(packet)));
        }
        return images;
    }

    private byte[] image(final byte[] packet) {
        final ByteBuffer image =
                ByteBuffer.allocate(Sampler.META_BYTES + packet.length).order(ByteOrder.nativeOrder());
        // The first line of a buffer's metadata: current data as it is kept, length, flags, rx and tx interface.
        image.putShort(0, (short) Buffer.DATA_OFFSET);
        image.putShort(2, (short) packet.length);
        image.putInt(8, swIfIndex);
        image.putInt(12, -1);
        image.position(Sampler.META_BYTES);
        image.put(packet);
        return image.array();
    }

    private static byte[] ethernet(final byte[] packet) {
        final ByteBuffer frame = ByteBuffer.allocate(ETHERNET_BYTES + packet.length);
        frame.put(new byte[] {2, (byte) 0xfe, 0, 0, 0, 1, 2, (byte) 0xfe, 0, 0, 0, 2, 8, 0});
        return frame.put(packet).array();
    }

    private byte[] ip4(final int number) {
        final int length = IP4_BYTES + 8 + random.nextInt(number % 8 == 0 ? 1_400 : 64);
        final ByteBuffer packet = ByteBuffer.allocate(length);
        packet.put(0, (byte) 0x45).putShort(2, (short) length).putShort(4, (short) number);
        packet.put(8, (byte) (1 + random.nextInt(255))).put(9, (byte) PROTOCOLS[number % PROTOCOLS.length]);
        packet.putInt(12, 0x0a000000 | random.nextInt(1 << 24)).putInt(16, 0x0a000000 | random.nextInt(1 << 24));
        packet.putShort(10, (short) ~sum(packet));
        packet.putInt(IP4_BYTES, random.nextInt());
        packet.putShort(IP4_BYTES + 4, (short) (length - IP4_BYTES));
        return packet.array();
    }

    private static int sum(final ByteBuffer header) {
        int sum = 0;
        for (int i = 0; i < IP4_BYTES; i += 2) {
            sum += header.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (sum & 0xffff) + (sum >>> 16);
    }

    private byte[] ip6(final int number) {
        final int payload = 8 + random.nextInt(number % 8 == 0 ? 1_200 : 64);
        final ByteBuffer packet = ByteBuffer.allocate(IP6_BYTES + payload);
        packet.putInt(0, 0x60000000).putShort(4, (short) payload);
        packet.put(6, (byte) (number % 2 == 0 ? 17 : 6)).put(7, (byte) (1 + random.nextInt(255)));
        packet.putLong(8, 0x20010db8_00000000L).putLong(16, random.nextLong());
        packet.putLong(24, 0x20010db8_00000001L).putLong(32, random.nextLong());
        packet.putInt(IP6_BYTES, random.nextInt()).putShort(IP6_BYTES + 4, (short) payload);
        return packet.array();
    }
}
