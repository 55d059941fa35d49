package io.weir.acl.internal.policy;

import java.util.Arrays;

/**
 * Labels of rules: numbers that grow along a list and that a rule keeps as long as can be, so that what is compiled holds though
 * rules before it come and go. Large lists leave gaps.
 */
final class Labels {
    /** Numbers from a rule to the next: what is looked up by label takes so much more room. */
    private static final int STRIDE_SHIFT = 2;

    private static final int STRIDE = 1 << STRIDE_SHIFT;
    /** For rules that come before the first. */
    private static final int FIRST = 1_024;
    /** So many rules may be labelled anew to make room for others. */
    private static final int MOST_MOVED = 256;

    private Labels() {}

    /** Of a new list. */
    static int[] fresh(final int count, final boolean gaps) {
        final int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = gaps ? FIRST + (i << STRIDE_SHIFT) : i;
        }
        return labels;
    }

    /** The number of the rule with a label. */
    static int number(final int[] labels, final int label) {
        // Where it is if none came or went.
        final int same = label < labels.length && labels[label] == label ? label : label - FIRST >> STRIDE_SHIFT;
        return same >= 0 && same < labels.length && labels[same] == label ? same : Arrays.binarySearch(labels, label);
    }

    /**
     * Of a list that differs a little from the one before.
     *
     * @param from by rule its number in the list before, or -1.
     * @return null if there is no room.
     */
    static int[] changed(final int[] before, final int... from) {
        final int[] after = new int[from.length];
        for (int i = 0; i < from.length; i++) {
            after[i] = from[i] < 0 ? -1 : before[from[i]];
        }
        int end;
        for (int i = 0; i < after.length; i = end) {
            end = i + 1;
            if (after[i] < 0) {
                while (end < after.length && after[end] < 0) {
                    end++;
                }
                final int old = i == 0 ? 0 : from[i - 1] + 1;
                if (i > 0 && from[i - 1] < 0) {
                    return null;
                }
                final int oldEnd = end < after.length ? from[end] : before.length;
                if (oldEnd - old >= end - i) {
                    // In place of others.
                    System.arraycopy(before, old, after, i, end - i);
                } else if (!spread(after, i, end)) {
                    return null;
                }
            }
        }
        return after;
    }

    /** Labels rules from one number to before another, and neighbours anew where there is no room. */
    private static boolean spread(final int[] labels, final int from, final int to) {
        int first = from;
        int end = to;
        int wanted = to - from;
        while (room(labels, first, end) < wanted) {
            if (end - first > MOST_MOVED + to - from) {
                return false;
            }
            first = Math.max(0, first - 2);
            end = Math.min(labels.length, end + 2);
            while (end < labels.length && labels[end] < 0) {
                end++;
            }
            // Not so tight that the next one has to move as many.
            wanted = (end - first) * 3 / 2;
        }
        final long low = first == 0 ? -1 : labels[first - 1];
        final long high = low + 1 + room(labels, first, end);
        // Before the first and behind the last there is room for more.
        final long step =
                Math.min((high - low) / (end - first + 1), first == 0 || end == labels.length ? STRIDE : high);
        for (int i = first; i < end; i++) {
            labels[i] = (int)
                    (first == 0 && end < labels.length
                            ? high - step * (end - i)
                            : end == labels.length
                                    ? low + step * (i - first + 1)
                                    : low + (high - low) * (i - first + 1) / (end - first + 1));
        }
        return true;
    }

    /** Numbers between the labels before and behind some rules. */
    private static int room(final int[] labels, final int first, final int end) {
        final int low = first == 0 ? -1 : labels[first - 1];
        return end == labels.length ? (end - first) << STRIDE_SHIFT + 1 : labels[end] - low - 1;
    }
}
