package io.weir.platform.iface;

import java.util.Arrays;

/** Which node takes which EtherType. Main changes it at a barrier. */
public final class EtherTypes {
    private int[] types = {};
    private int[] targets = {};

    /** Adds or changes a type; a target of 0 takes it away. */
    public void put(final int type, final int target) {
        remove(type);
        if (target != 0) {
            types = Arrays.copyOf(types, types.length + 1);
            targets = Arrays.copyOf(targets, types.length);
            types[types.length - 1] = type;
            targets[types.length - 1] = target;
        }
    }

    private void remove(final int type) {
        for (int i = 0; i < types.length; i++) {
            if (types[i] == type) {
                final int last = types.length - 1;
                types[i] = types[last];
                targets[i] = targets[last];
                types = Arrays.copyOf(types, last);
                targets = Arrays.copyOf(targets, last);
                return;
            }
        }
    }

    /** The target for a type, or 0. */
    public int target(final int type) {
        for (int i = 0; i < types.length; i++) {
            if (types[i] == type) {
                return targets[i];
            }
        }
        return 0;
    }
}
