package io.weir.nat64.internal;

import io.weir.testkit.PacketView;
import java.nio.ByteBuffer;

/** A mark on packets whose checksums are right: a traffic class and hops that no others have, and which translation keeps, or nearly so. */
final class RightMark {
    private static final int TRAFFIC_CLASS = 0xa8;
    private static final int HOPS = 250;
    /** Through the translator twice at most, and through routes as often. */
    private static final int LEAST_HOPS = 240;

    private static final int IP4 = 0x0800;
    private static final int IP6 = 0x86dd;

    private RightMark() {}

    /** Whether a frame's packet is right as far as can be told: of a part of one, or a protocol without checksum, its lengths are. */
    static boolean isRight(final byte[] frame) {
        try {
            final PacketView view = PacketView.of(frame);
            final int end = view.network() + view.totalLength();
            return end <= frame.length
                    && view.transport() < end
                    && (view.etherType() == IP6 || view.headerChecksumGood())
                    && (!isSummed(view) || view.checksumGood());
        } catch (final RuntimeException e) {
            // It ends within its headers, or isn't of IP.
            return false;
        }
    }

    private static boolean isSummed(final PacketView view) {
        final int protocol = view.protocol();
        final boolean known = protocol == 6 || protocol == 17 || protocol == 58 || protocol == 1;
        return known && !view.moreFragments() && view.fragmentOffset() == 0;
    }

    /** Marks a packet, whose IPv4 header is to be summed anew. */
    static void set(final byte[] frame, final int at) {
        if (frame[at] >>> 4 == 4) {
            frame[at + 1] = (byte) TRAFFIC_CLASS;
            frame[at + 8] = (byte) HOPS;
        } else {
            final ByteBuffer bytes = ByteBuffer.wrap(frame);
            bytes.putShort(at, (short) (0x6000 | TRAFFIC_CLASS << 4 | bytes.getShort(at) & 0xf));
            frame[at + 7] = (byte) HOPS;
        }
    }

    /** Whether a packet that was sent has the mark. */
    static boolean isOn(final byte[] frame, final int at) {
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        final int type = bytes.getShort(at - 2) & 0xffff;
        if (type != IP4 && type != IP6) {
            return false;
        }
        final boolean four = frame[at] >>> 4 == 4;
        final int hops = frame[at + (four ? 8 : 7)] & 0xff;
        final int marked = four ? frame[at + 1] & 0xff : bytes.getShort(at) >>> 4 & 0xff;
        return marked == TRAFFIC_CLASS && hops >= LEAST_HOPS && hops < HOPS;
    }
}
