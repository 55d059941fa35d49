package io.weir.platform.iface;

import java.util.Arrays;
import java.util.Map;

/** Which node takes which EtherType. Main changes it at a barrier. */
public final class EtherTypes {
    private int[] types = {};
    private int[] targets = {};

    /**
     * Works out what adds, changes and takes away types; what is returned does it, at a barrier before anything else changes.
     *
     * @param changes targets by type, 0 for a type that goes.
     */
    public Runnable putting(final Map<Integer, Integer> changes) {
        final EtherTypes after = new EtherTypes();
        after.types = types.clone();
        after.targets = targets.clone();
        changes.forEach(after::put);
        return () -> {
            types = after.types;
            targets = after.targets;
        };
    }

    private void put(final int type, final int target) {
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
