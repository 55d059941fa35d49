package io.weir.acl.internal.classify;

import java.util.Arrays;

/**
 * Which rules come to which children of a branch, as numbers on a stack: the children of a branch lie above those of the branch that it
 * is a child of, and go when it is made. Large lists have branches by the ten thousand, so nothing is allocated for one.
 *
 * <pre>
 *   end x children | same x children | rules of the first child | rules of the second ...
 * </pre>
 */
final class Parts {
    private static final int NONE = -1;
    private static final int HASH_FACTOR = 31;
    private static final int SPREAD = 0x9e37_79b9;

    private int[] stack = new int[64];
    private int top;
    /** By rule of the branch that is being parted: its children. */
    private int[] spans = new int[16];
    /** The first child with some rules, and 1, where their hash leads to. */
    private int[] firsts = new int[16];

    /** Puts rules on top; returns where they lie. */
    int add(final int[] rules, final int count) {
        final int at = take(count);
        System.arraycopy(rules, 0, stack, at, count);
        return at;
    }

    /** Takes off all from there on. */
    void back(final int at) {
        top = at;
    }

    /** The rule that lies somewhere. */
    int rule(final int at) {
        return stack[at];
    }

    /** Parts {@code count} rules among the children of a cut, in their order; returns where these lie. */
    int part(final Boxes boxes, final int from, final int count, final Region region, final Cut cut) {
        final int children = cut.children();
        final int at = take(2 * children);
        Arrays.fill(stack, at, at + children, 0);
        if (spans.length < count) {
            spans = new int[Math.max(count, 2 * spans.length)];
        }
        int copies = 0;
        for (int i = 0; i < count; i++) {
            final int rule = stack[from + i];
            spans[i] = cut.span(
                    Math.max(boxes.low(cut.field(), rule), region.low(cut.field())),
                    Math.min(boxes.high(cut.field(), rule), region.high(cut.field())));
            final int last = spans[i] >>> 16;
            for (int child = spans[i] & 0xffff; ; child = child + 1 & cut.mask()) {
                stack[at + child]++;
                copies++;
                if (child == last) {
                    break;
                }
            }
        }
        int next = take(copies);
        for (int child = 0; child < children; child++) {
            final int size = stack[at + child];
            stack[at + child] = next;
            next += size;
        }
        // What says where a child's rules begin says, once all are there, where they end.
        for (int i = 0; i < count; i++) {
            final int last = spans[i] >>> 16;
            for (int child = spans[i] & 0xffff; ; child = child + 1 & cut.mask()) {
                stack[stack[at + child]++] = stack[from + i];
                if (child == last) {
                    break;
                }
            }
        }
        findSame(at, children, count);
        return at;
    }

    /** Where the rules of a child begin. */
    int from(final int at, final int children, final int child) {
        return child == 0 ? at + 2 * children : stack[at + child - 1];
    }

    /** How many rules a child has. */
    int count(final int at, final int children, final int child) {
        return stack[at + child] - from(at, children, child);
    }

    /** The rules of a child. */
    int[] rules(final int at, final int children, final int child) {
        return Arrays.copyOfRange(stack, from(at, children, child), stack[at + child]);
    }

    /** The first child with the same rules as one, if there are several and their rules are fewer than all; else -1. */
    int same(final int at, final int children, final int child) {
        return stack[at + children + child];
    }

    private void findSame(final int at, final int children, final int all) {
        final int slots = 2 * children;
        if (firsts.length < slots) {
            firsts = new int[slots];
        }
        Arrays.fill(firsts, 0, slots, 0);
        for (int child = 0; child < children; child++) {
            stack[at + children + child] = NONE;
            if (count(at, children, child) < all) {
                int slot = hash(from(at, children, child), stack[at + child]) & slots - 1;
                while (firsts[slot] != 0 && !equal(at, children, firsts[slot] - 1, child)) {
                    slot = slot + 1 & slots - 1;
                }
                if (firsts[slot] == 0) {
                    firsts[slot] = child + 1;
                } else {
                    final int first = firsts[slot] - 1;
                    stack[at + children + child] = first;
                    stack[at + children + first] = first;
                }
            }
        }
    }

    private int hash(final int from, final int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = HASH_FACTOR * hash + stack[i];
        }
        return hash * SPREAD >>> 16;
    }

    private boolean equal(final int at, final int children, final int one, final int other) {
        return Arrays.equals(
                stack, from(at, children, one), stack[at + one], stack, from(at, children, other), stack[at + other]);
    }

    private int take(final int count) {
        final int at = top;
        if (at > Integer.MAX_VALUE / 4 - count) {
            throw new TooLarge();
        }
        top += count;
        if (top > stack.length) {
            stack = Arrays.copyOf(stack, Math.max(top, 2 * stack.length));
        }
        return at;
    }
}
