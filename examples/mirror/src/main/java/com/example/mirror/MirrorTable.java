package com.example.mirror;

import java.util.Arrays;

/** By sw_if_index: to which mirror interface copies of what leaves go. Main writes at barriers, workers read. */
final class MirrorTable {
    private static final int NONE = -1;

    private int[] mirrorOf = new int[0];
    private int[] targetOf = new int[0];

    /** The sw_if_index of the mirror, or -1. */
    int mirrorOf(final int source) {
        return source >= 0 && source < mirrorOf.length ? mirrorOf[source] : NONE;
    }

    /** Where copies are sent; only if there is a mirror. */
    int targetOf(final int source) {
        return targetOf[source];
    }

    /** At a barrier. */
    void put(final int source, final int mirror, final int target) {
        if (source >= mirrorOf.length) {
            final int before = mirrorOf.length;
            mirrorOf = Arrays.copyOf(mirrorOf, source + 1);
            targetOf = Arrays.copyOf(targetOf, source + 1);
            Arrays.fill(mirrorOf, before, mirrorOf.length, NONE);
        }
        mirrorOf[source] = mirror;
        targetOf[source] = target;
    }

    /** At a barrier. */
    void remove(final int source) {
        mirrorOf[source] = NONE;
    }

    int[] mirrorOf() {
        return mirrorOf;
    }

    int[] targetOf() {
        return targetOf;
    }

    /** Takes over what another version had. */
    void adopt(final int[] mirrors, final int[] targets) {
        mirrorOf = mirrors;
        targetOf = targets;
    }
}
