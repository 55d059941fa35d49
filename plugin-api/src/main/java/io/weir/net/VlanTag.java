package io.weir.net;

import io.weir.memory.Memory;

/**
 * A VLAN tag: the four bytes from a tag's type on (IEEE 802.1Q; 802.1ad for the outer one of two). All take the address of
 * that type, which lies where the EtherType of an untagged frame does. A tag of VLAN 0 carries a priority only.
 */
public final class VlanTag {
    /** Bytes of a tag. */
    public static final int LENGTH = 4;
    /** Tags that are looked through; what has more is taken for an unknown protocol. */
    public static final int MAX_TAGS = 4;

    private static final int ID_MASK = 0xfff;
    private static final int PAYLOAD_SHIFT = 16;

    private VlanTag() {}

    /** Whether an EtherType is that of a tag: 0x8100, or 0x88a8 of a service provider's. */
    public static boolean isTag(final int type) {
        return type == EthernetHeader.TYPE_VLAN || type == EthernetHeader.TYPE_SERVICE_VLAN;
    }

    /** The tag's own EtherType. */
    public static int type(final long tag) {
        return Memory.getShortBe(tag);
    }

    public static void type(final long tag, final int type) {
        Memory.putShortBe(tag, type);
    }

    /** Priority, drop eligible indicator and VLAN: the 16 bits behind the type. */
    public static int control(final long tag) {
        return Memory.getShortBe(tag + 2);
    }

    public static void control(final long tag, final int control) {
        Memory.putShortBe(tag + 2, control);
    }

    /** VLAN, 0 to 4095; 0 is none. */
    public static int id(final long tag) {
        return control(tag) & ID_MASK;
    }

    public static void id(final long tag, final int id) {
        control(tag, control(tag) & ~ID_MASK | id & ID_MASK);
    }

    /** Priority, 0 to 7 (802.1p). */
    public static int priority(final long tag) {
        return control(tag) >>> 13;
    }

    public static void priority(final long tag, final int priority) {
        control(tag, control(tag) & 0x1fff | priority << 13);
    }

    /** Whether the frame may be dropped before others. */
    public static boolean dropEligible(final long tag) {
        return (control(tag) & 0x1000) != 0;
    }

    public static void dropEligible(final long tag, final boolean eligible) {
        control(tag, control(tag) & ~0x1000 | (eligible ? 0x1000 : 0));
    }

    /** EtherType of what the tag is in front of, perhaps another tag. */
    public static int payloadType(final long tag) {
        return Memory.getShortBe(tag + LENGTH);
    }

    public static void payloadType(final long tag, final int type) {
        Memory.putShortBe(tag + LENGTH, type);
    }

    /** Writes a tag; the type of what follows stays what it is. */
    public static void write(final long tag, final int type, final int priority, final int id) {
        Memory.putIntBe(tag, type << 16 | priority << 13 | id & ID_MASK);
    }

    /**
     * Looks through the tags of a frame.
     *
     * @param frame address of its Ethernet header.
     * @param bytes in reach there.
     * @return for {@link #payload} and {@link #payloadOffset}; 0 if the frame ends within its Ethernet header or a tag.
     */
    public static int skip(final long frame, final int bytes) {
        int at = EthernetHeader.LENGTH - 2;
        for (int tags = 0; at + 2 <= bytes; tags++) {
            final int type = Memory.getShortBe(frame + at);
            if (!isTag(type) || tags == MAX_TAGS) {
                return type << PAYLOAD_SHIFT | at + 2;
            }
            at += LENGTH;
        }
        return 0;
    }

    /** EtherType behind all tags, from what {@link #skip} returned. */
    public static int payload(final int skipped) {
        return skipped >>> PAYLOAD_SHIFT;
    }

    /** Where the payload begins, from the frame's first byte on, from what {@link #skip} returned. */
    public static int payloadOffset(final int skipped) {
        return skipped & 0xffff;
    }

    /** How many tags there are, from what {@link #skip} returned. */
    public static int count(final int skipped) {
        return payloadOffset(skipped) - EthernetHeader.LENGTH >> 2;
    }
}
