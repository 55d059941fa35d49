package io.weir.platform.os;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The attributes at the end of a netlink message, for looking up. */
final class NetlinkAttributes {
    private static final int HEADER_LENGTH = 4;
    private static final int TYPE_MASK = 0x3fff;
    private static final byte[] NONE = {};

    private final ByteBuffer attributes;

    private NetlinkAttributes(final ByteBuffer attributes) {
        this.attributes = attributes;
    }

    /** The attributes from the buffer's position to its limit. */
    static NetlinkAttributes of(final ByteBuffer message) {
        return new NetlinkAttributes(message.slice().order(ByteOrder.nativeOrder()));
    }

    /** The value of the first attribute of a type; empty if there is none. */
    byte[] value(final int type) {
        int offset = 0;
        while (offset + HEADER_LENGTH <= attributes.limit()) {
            final int length = attributes.getShort(offset) & 0xffff;
            if (length < HEADER_LENGTH || offset + length > attributes.limit()) {
                break;
            }
            if ((attributes.getShort(offset + Short.BYTES) & TYPE_MASK) == type) {
                final byte[] value = new byte[length - HEADER_LENGTH];
                attributes.get(offset + HEADER_LENGTH, value);
                return value;
            }
            offset += align(length);
        }
        return NONE;
    }

    /** A length rounded up to where the next message or attribute begins. */
    static int align(final int length) {
        return (length + 3) & -4;
    }
}
