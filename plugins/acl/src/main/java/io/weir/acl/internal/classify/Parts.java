package io.weir.acl.internal.classify;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Which rules come to which children of a branch. */
final class Parts {
    private Parts() {}

    /** By child: the first one with the same rules, if there are several and their rules are fewer than all; else -1. */
    static int[] same(final int[][] parts, final int count) {
        final int[] same = new int[parts.length];
        final Map<Rules, Integer> firsts = HashMap.newHashMap(parts.length);
        for (int i = 0; i < parts.length; i++) {
            same[i] = -1;
            if (parts[i].length < count) {
                final Integer first = firsts.putIfAbsent(new Rules(parts[i]), i);
                if (first != null) {
                    same[i] = first;
                    same[first] = first;
                }
            }
        }
        return same;
    }

    /** Rules by what they are, as a key. */
    record Rules(int[] rules) {
        @Override
        public boolean equals(final Object other) {
            return other instanceof Rules that && Arrays.equals(rules, that.rules);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(rules);
        }
    }

    /** The rules of each child, in their order. */
    static int[][] of(final Boxes boxes, final int[] rules, final int count, final Region region, final Cut cut) {
        final int children = cut.children();
        final int[] sizes = new int[children];
        final int[] spans = new int[count];
        for (int i = 0; i < count; i++) {
            spans[i] = cut.span(
                    Math.max(boxes.low(cut.field(), rules[i]), region.low(cut.field())),
                    Math.min(boxes.high(cut.field(), rules[i]), region.high(cut.field())));
            final int last = spans[i] >>> 16;
            for (int child = spans[i] & 0xffff; ; child = child + 1 & cut.mask()) {
                sizes[child]++;
                if (child == last) {
                    break;
                }
            }
        }
        final int[][] parts = new int[children][];
        for (int child = 0; child < children; child++) {
            parts[child] = new int[sizes[child]];
            sizes[child] = 0;
        }
        for (int i = 0; i < count; i++) {
            final int last = spans[i] >>> 16;
            for (int child = spans[i] & 0xffff; ; child = child + 1 & cut.mask()) {
                parts[child][sizes[child]++] = rules[i];
                if (child == last) {
                    break;
                }
            }
        }
        return parts;
    }
}
