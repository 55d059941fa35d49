package io.weir.iface;

import java.util.Locale;

/**
 * Which tagged frames a sub-interface has (IEEE 802.1Q, VPP: {@code create sub-interfaces}). Of several that match, the one
 * that names more has the frame: both tags, the outer one, any, default. Tags with VLAN id 0 carry a priority only and count as
 * not there.
 *
 * @param type of the outer tag, {@link #DOT1Q} or {@link #DOT1AD}.
 * @param outer VLAN id of the outer tag, 1 to 4094, {@link #ANY}, or {@link #DEFAULT} for tagged frames that no other has.
 * @param inner VLAN id of the inner tag, 1 to 4094, {@link #ANY}, or {@link #NONE} for not looking at it.
 * @param exact whether frames with further tags don't match.
 */
public record VlanMatch(int type, int outer, int inner, boolean exact) {
    /** Type of a customer's tag. */
    public static final int DOT1Q = 0x8100;
    /** Type of a provider's tag. */
    public static final int DOT1AD = 0x88a8;
    /** Highest VLAN id of a network. */
    public static final int MAX_ID = 4_094;
    /** No tag is asked for. */
    public static final int NONE = -1;
    /** Any VLAN. */
    public static final int ANY = 4_096;
    /** What no other sub-interface has. */
    public static final int DEFAULT = 4_097;

    /** Checks the numbers. */
    public VlanMatch {
        if (type != DOT1Q && type != DOT1AD) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "0x%04x is no type of a tag", type));
        }
        if (outer != DEFAULT && !idOrAny(outer) || inner != NONE && (outer == DEFAULT || !idOrAny(inner))) {
            throw new IllegalArgumentException("VLAN ids " + outer + " and " + inner + ": 1 to 4094 are allowed");
        }
    }

    private static boolean idOrAny(final int id) {
        return id >= 1 && id <= MAX_ID || id == ANY;
    }

    /** Frames with exactly one tag of this VLAN. */
    public static VlanMatch dot1q(final int id) {
        return new VlanMatch(DOT1Q, id, NONE, true);
    }

    /** Tagged frames that no other sub-interface has. */
    public static VlanMatch others() {
        return new VlanMatch(DOT1Q, DEFAULT, NONE, false);
    }

    /** How many tags it names. */
    public int tags() {
        return outer == DEFAULT ? 0 : inner == NONE ? 1 : 2;
    }

    /** Whether it says which tags a packet is to carry: what L3 mode needs. */
    public boolean definite() {
        return outer <= MAX_ID && inner <= MAX_ID;
    }

    /** As commands have it: {@code dot1q 10 inner-dot1q any}. */
    @Override
    public String toString() {
        if (outer == DEFAULT) {
            return "default";
        }
        return (type == DOT1Q ? "dot1q " : "dot1ad ")
                + text(outer)
                + (inner == NONE ? "" : " inner-dot1q " + text(inner))
                + (exact ? " exact-match" : "");
    }

    private static String text(final int id) {
        return id == ANY ? "any" : Integer.toString(id);
    }
}
