package io.weir.benchmarks.acl.rival;

import io.weir.acl.internal.rule.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rules lie in which table: TupleMerge (Daly et al., 2019) with the parameters that it was published with, for addresses of
 * IPv6 four times as many bits. A rule goes to the first table that it fits; a table in which more rules collide than the limit
 * gives those up that fit one with more bits.
 */
final class TupleGroups {
    private static final int COLLISIONS = 10;

    /** The rules of a table, by what they have in common. */
    static final class Group {
        final Tuple tuple;
        final Map<TupleKey, List<Integer>> buckets = new HashMap<>();

        Group(final Tuple tuple) {
            this.tuple = tuple;
        }
    }

    private final boolean ip6;
    private final List<Rule> rules;
    private final List<Group> groups = new ArrayList<>();

    private TupleGroups(final boolean ip6, final List<Rule> rules) {
        this.ip6 = ip6;
        this.rules = rules;
    }

    static List<Group> of(final boolean ip6, final List<Rule> rules) {
        final TupleGroups all = new TupleGroups(ip6, rules);
        for (int i = 0; i < rules.size(); i++) {
            all.insert(i);
        }
        all.groups.removeIf(group -> group.buckets.isEmpty());
        return all.groups;
    }

    private void insert(final int rule) {
        final Tuple tuple = Tuple.of(rules.get(rule));
        for (final Group group : groups) {
            if (tuple.fits(group.tuple)) {
                if (put(group, rule) > COLLISIONS) {
                    split(group, rule);
                }
                return;
            }
        }
        final Group made = new Group(tuple.relaxed(ip6));
        groups.add(made);
        put(made, rule);
    }

    private int put(final Group group, final int rule) {
        final List<Integer> bucket =
                group.buckets.computeIfAbsent(TupleKey.of(rules.get(rule), group.tuple), key -> new ArrayList<>());
        bucket.add(rule);
        return bucket.size();
    }

    private void split(final Group group, final int rule) {
        Tuple common = null;
        Tuple either = null;
        for (final int colliding : group.buckets.get(TupleKey.of(rules.get(rule), group.tuple))) {
            final Tuple tuple = Tuple.of(rules.get(colliding));
            common = common == null ? tuple : common.common(tuple);
            either = either == null ? tuple : either.either(tuple);
        }
        final Tuple wanted = common.towards(either);
        if (wanted.equals(group.tuple) || !wanted.fits(group.tuple)) {
            return;
        }
        final Group target = groupOf(wanted);
        final List<Integer> moved = new ArrayList<>();
        for (final List<Integer> bucket : group.buckets.values()) {
            bucket.removeIf(each -> Tuple.of(rules.get(each)).fits(wanted) && moved.add(each));
        }
        group.buckets.values().removeIf(List::isEmpty);
        moved.forEach(each -> put(target, each));
    }

    private Group groupOf(final Tuple tuple) {
        for (final Group group : groups) {
            if (group.tuple.equals(tuple)) {
                return group;
            }
        }
        final Group made = new Group(tuple);
        groups.add(made);
        return made;
    }
}
