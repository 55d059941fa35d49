package io.weir.acl.internal.space;

import io.weir.acl.internal.rule.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Joins neighbouring parts, so that what belongs together is told once. */
final class Merging {
    private static final Range SOME = new Range(0, 0);

    private Merging() {}

    /** The same packets in fewer parts. */
    static List<Change> of(final List<Change> parts) {
        List<Change> merged = parts;
        int before;
        do {
            before = merged.size();
            merged = flags(merged);
            for (int field = 0; field < 3; field++) {
                merged = ranges(merged, field);
            }
            merged = spans(merged, Box::source, Box::source);
            merged = spans(merged, Box::destination, Box::destination);
        } while (merged.size() < before);
        return merged;
    }

    private static List<Change> ranges(final List<Change> parts, final int field) {
        final List<Change> merged = new ArrayList<>();
        for (final List<Change> like : groups(parts, box -> box.range(field, SOME))) {
            like.sort(Comparator.comparingInt(part -> part.box().range(field).first()));
            Change last = null;
            for (final Change part : like) {
                final Range range = part.box().range(field);
                if (last != null && last.box().range(field).last() + 1 == range.first()) {
                    last = last.with(last.box()
                            .range(field, new Range(last.box().range(field).first(), range.last())));
                    merged.set(merged.size() - 1, last);
                } else {
                    last = part;
                    merged.add(part);
                }
            }
        }
        return merged;
    }

    private static List<Change> spans(
            final List<Change> parts, final Function<Box, Span> get, final BiFunction<Box, Span, Box> set) {
        final List<Change> merged = new ArrayList<>();
        for (final List<Change> like : groups(parts, box -> set.apply(box, Span.ALL))) {
            like.sort((one, other) -> {
                final Span mine = get.apply(one.box());
                final Span theirs = get.apply(other.box());
                return Span.compare(mine.high(), mine.low(), theirs.high(), theirs.low());
            });
            Change last = null;
            for (final Change part : like) {
                final Span span = get.apply(part.box());
                if (last != null && get.apply(last.box()).touches(span)) {
                    last = last.with(set.apply(last.box(), get.apply(last.box()).with(span)));
                    merged.set(merged.size() - 1, last);
                } else {
                    last = part;
                    merged.add(part);
                }
            }
        }
        return merged;
    }

    /** Two that differ in one flag that both know. */
    private static List<Change> flags(final List<Change> parts) {
        final List<Change> merged = new ArrayList<>();
        for (final List<Change> like : groups(parts, box -> box.flags(Flags.ANY))) {
            while (joined(like)) {
                // Until there are no more.
            }
            merged.addAll(like);
        }
        return merged;
    }

    private static boolean joined(final List<Change> like) {
        for (int i = 0; i < like.size(); i++) {
            for (int j = i + 1; j < like.size(); j++) {
                final Flags one = like.get(i).box().flags();
                final Flags other = like.get(j).box().flags();
                final int differs = one.value() ^ other.value();
                if (one.known() == other.known() && Integer.bitCount(differs) == 1) {
                    final Change part = like.get(i);
                    like.set(i, part.with(part.box().flags(new Flags(one.value() & ~differs, one.known() & ~differs))));
                    like.remove(j);
                    return true;
                }
            }
        }
        return false;
    }

    /** Those that are alike but for one field. */
    private static Collection<List<Change>> groups(final List<Change> parts, final Function<Box, Box> without) {
        final Map<Change, List<Change>> groups = new LinkedHashMap<>();
        for (final Change part : parts) {
            groups.computeIfAbsent(part.with(without.apply(part.box())), like -> new ArrayList<>())
                    .add(part);
        }
        return groups.values();
    }
}
