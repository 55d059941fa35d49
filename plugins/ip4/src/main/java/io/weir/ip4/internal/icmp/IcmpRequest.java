package io.weir.ip4.internal.icmp;

import io.weir.plugin.ScratchField;

/**
 * What a node that sends a packet to ip4-icmp-error wants it to be told: type, code and the 16 bits that the type gives
 * a meaning (the next hop's MTU, RFC 1191), in the packet's scratch.
 */
public record IcmpRequest(ScratchField field) {
    /** Asks for an error message. */
    public void write(final long buffer, final int type, final int code, final int data) {
        field.putInt(buffer, type << 24 | code << 16 | data & 0xffff);
    }

    /** The message's type. */
    public int type(final long buffer) {
        return field.getInt(buffer) >>> 24;
    }

    /** The message's code. */
    public int code(final long buffer) {
        return field.getInt(buffer) >>> 16 & 0xff;
    }

    /** The low 16 bits of the message's second word. */
    public int data(final long buffer) {
        return field.getInt(buffer) & 0xffff;
    }
}
