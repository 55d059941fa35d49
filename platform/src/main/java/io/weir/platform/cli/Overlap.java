package io.weir.platform.cli;

import io.weir.cli.CommandPattern.Element;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether some line fits two commands equally well, so that nobody could run either by it. Follows both patterns at once, a
 * token at a time; words count as spelt out.
 */
final class Overlap {
    /** No two patterns that people can remember come near. */
    private static final int PAIRS_LIMIT = 4_096;

    private record Pair(Branch one, Branch other) {}

    /** What is left of both patterns; how a branch came there doesn't matter. */
    private record Left(Rest one, Rest other) {}

    private final Deque<Pair> open = new ArrayDeque<>();
    private final Set<Left> seen = new HashSet<>();

    private Overlap() {}

    static boolean of(final RegisteredCommand one, final RegisteredCommand other) {
        return new Overlap().find(Branch.start(one), Branch.start(other));
    }

    private boolean find(final Branch one, final Branch other) {
        add(one, other);
        while (!open.isEmpty()) {
            final Pair pair = open.pop();
            if (pair.one.complete() && pair.other.complete()) {
                return true;
            }
            if (!pair.one.complete() && !pair.other.complete()) {
                step(pair.one, pair.other);
            }
        }
        return false;
    }

    private void step(final Branch one, final Branch other) {
        switch (one.head()) {
            case Element.Word(var word)
            when other.head() instanceof Element.Word(var same) && word.equals(same) ->
                add(one.afterWord(word, Branch.EXACT_WORD), other.afterWord(word, Branch.EXACT_WORD));
            case Element.Argument first
            when other.head() instanceof final Element.Argument second && alike(one, first, other, second) ->
                add(
                        one.afterArgument(first.name(), "", "", Branch.TYPED_ARGUMENT),
                        other.afterArgument(second.name(), "", "", Branch.TYPED_ARGUMENT));
            case null, default -> {}
        }
    }

    /** Different types, such as two families of addresses, are told apart by what fits them. */
    private static boolean alike(
            final Branch one, final Element.Argument first, final Branch other, final Element.Argument second) {
        return PatternShape.of(first).equals(PatternShape.of(second))
                || one.command().type(first).fitsAnything()
                        && other.command().type(second).fitsAnything();
    }

    private void add(final Branch one, final Branch other) {
        final List<Branch> ones = new ArrayList<>();
        one.expand(ones);
        final List<Branch> others = new ArrayList<>();
        other.expand(others);
        for (final Branch each : ones) {
            for (final Branch against : others) {
                if (seen.size() < PAIRS_LIMIT && seen.add(new Left(each.rest(), against.rest()))) {
                    open.add(new Pair(each, against));
                }
            }
        }
    }
}
