package io.weir.platform.os;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A netlink request being written: header, fixed part, attributes.
 *
 * <pre>
 *   | length 4 | type 2 | flags 2 | sequence 4 | port 4 |  fixed part of the type  | attributes ... |
 *   attribute: | length 2 | type 2 | value, padded to 4 |
 * </pre>
 *
 * <p>Numbers are in host byte order, addresses in network order.
 */
final class NetlinkMessage {
    static final int HEADER_LENGTH = 16;
    static final int TYPE_OFFSET = 4;
    static final int SEQUENCE_OFFSET = 8;

    static final short RTM_NEWLINK = 16;
    static final short RTM_DELLINK = 17;
    static final short RTM_GETLINK = 18;
    static final short RTM_NEWADDR = 20;
    static final short RTM_NEWROUTE = 24;

    static final int NLM_F_REQUEST = 0x01;
    static final int NLM_F_ACK = 0x04;
    static final int NLM_F_EXCL = 0x200;
    static final int NLM_F_CREATE = 0x400;

    private static final int CAPACITY = 1024;
    private static final int ATTRIBUTE_HEADER_LENGTH = 4;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.nativeOrder());
    private final String undertaking;

    /**
     * A request that is to be acknowledged.
     *
     * @param undertaking what an error message says was being done.
     */
    NetlinkMessage(final short type, final int flags, final String undertaking) {
        this.undertaking = undertaking;
        buffer.putInt(0).putShort(type).putShort((short) (NLM_F_REQUEST | NLM_F_ACK | flags));
        buffer.putInt(0).putInt(0);
    }

    /** The fixed part of link messages, {@code struct ifinfomsg}. */
    static NetlinkMessage ofLink(
            final short type, final int ifIndex, final int flags, final int change, final String undertaking) {
        final NetlinkMessage message = new NetlinkMessage(type, 0, undertaking);
        message.buffer.putInt(0).putInt(ifIndex).putInt(flags).putInt(change);
        return message;
    }

    NetlinkMessage putByte(final int value) {
        buffer.put((byte) value);
        return this;
    }

    NetlinkMessage putInt(final int value) {
        buffer.putInt(value);
        return this;
    }

    NetlinkMessage attribute(final int type, final int value) {
        buffer.putShort((short) (ATTRIBUTE_HEADER_LENGTH + Integer.BYTES)).putShort((short) type);
        buffer.putInt(value);
        return this;
    }

    NetlinkMessage attribute(final int type, final byte[] value) {
        buffer.putShort((short) (ATTRIBUTE_HEADER_LENGTH + value.length)).putShort((short) type);
        buffer.put(value);
        while ((buffer.position() & 3) != 0) {
            buffer.put((byte) 0);
        }
        return this;
    }

    /** A string attribute, with its terminating zero. */
    NetlinkMessage attribute(final int type, final String value) {
        return attribute(type, (value + '\0').getBytes(StandardCharsets.UTF_8));
    }

    /** The finished message. */
    ByteBuffer finish(final int sequence) {
        buffer.putInt(0, buffer.position());
        buffer.putInt(SEQUENCE_OFFSET, sequence);
        return buffer.duplicate().order(ByteOrder.nativeOrder()).flip();
    }

    String undertaking() {
        return undertaking;
    }
}
