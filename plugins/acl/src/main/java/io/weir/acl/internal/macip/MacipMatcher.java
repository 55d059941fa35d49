package io.weir.acl.internal.macip;

import io.weir.cli.CommandException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the first rule of a list that matches a sender: a hash table for each pair of mask and length of prefix that rules have, asked
 * in the order of their first rules. Nearly all rules of such lists name one MAC address and one address, so there are few pairs, and
 * a sender costs one look-up whatever the number of rules; trees as lists of ports and prefixes have would take several steps.
 * Immutable.
 */
final class MacipMatcher {
    /** No rule matches. */
    static final int NONE = -1;
    /** Pairs that a list may have in a family: a look-up asks all of them where no rule matches. */
    static final int MOST_SHAPES = 256;

    private record Bits(boolean ip6, long mask, int length) {}

    /** In the order of their first rules. */
    private final Shape[] ip4;

    private final Shape[] ip6;

    /**
     * Compiles a list.
     *
     * @throws CommandException if its rules look at too many different bits.
     */
    MacipMatcher(final List<MacipRule> list) {
        final Map<Bits, List<Integer>> byBits = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            final MacipRule rule = list.get(i);
            byBits.computeIfAbsent(
                            new Bits(rule.ip6(), rule.mask(), rule.source().length()), bits -> new ArrayList<>())
                    .add(i);
        }
        ip4 = shapes(list, byBits, false);
        ip6 = shapes(list, byBits, true);
    }

    private static Shape[] shapes(
            final List<MacipRule> list, final Map<Bits, List<Integer>> byBits, final boolean six) {
        final List<List<Integer>> numbers = byBits.entrySet().stream()
                .filter(entry -> entry.getKey().ip6 == six)
                .map(Map.Entry::getValue)
                .toList();
        if (numbers.size() > MOST_SHAPES) {
            throw new CommandException(
                    "rules have " + numbers.size() + " different pairs of mask and prefix length for IPv"
                            + (six ? 6 : 4) + ", " + MOST_SHAPES + " at most are allowed");
        }
        return numbers.stream().map(each -> new Shape(list, each)).toArray(Shape[]::new);
    }

    /** The first rule that matches a sender, or {@link #NONE}; addresses lie as in a rule's subnet. */
    int first(final boolean six, final long mac, final long high, final long low) {
        final Shape[] shapes = six ? ip6 : ip4;
        int best = Integer.MAX_VALUE;
        for (int i = 0; i < shapes.length && shapes[i].first() < best; i++) {
            final int found = shapes[i].find(mac, high, low);
            if (found != NONE && found < best) {
                best = found;
            }
        }
        return best == Integer.MAX_VALUE ? NONE : best;
    }

    /** Bytes that it takes. */
    long bytes() {
        long bytes = 0;
        for (final Shape[] shapes : List.of(ip4, ip6)) {
            for (final Shape shape : shapes) {
                bytes += shape.bytes();
            }
        }
        return bytes;
    }
}
