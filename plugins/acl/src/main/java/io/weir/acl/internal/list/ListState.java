package io.weir.acl.internal.list;

import io.weir.acl.internal.policy.Policies;
import io.weir.acl.internal.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists, and where they are applied, on their way from one version of the plugin to the next. Main only. */
public final class ListState {
    /**
     * A list.
     *
     * @param words of its rules.
     * @param slots where they are counted.
     */
    public record Row(int index, String tag, long[] words, int[] slots) {}

    /**
     * All of it.
     *
     * @param applied for each interface and direction its number, 0 or 1, and indices of lists.
     * @param generations which sessions count: numbers of interfaces and generations in turn.
     * @param reflected interfaces that may have sessions.
     */
    public record State(List<Row> lists, int[][] applied, int[] generations, int[] reflected, boolean matchLater) {}

    private ListState() {}

    /** What there is. */
    public static State export(final AccessLists lists, final Policies policies) {
        final List<Row> rows = new ArrayList<>();
        for (final AccessList list : lists.all()) {
            rows.add(new Row(list.index(), list.tag(), RuleWords.of(list.rules()), policies.slotsOf(list.index())));
        }
        final List<int[]> applied = new ArrayList<>();
        for (final boolean output : new boolean[] {false, true}) {
            lists.applied(output).forEach((swIfIndex, indices) -> {
                final int[] row = new int[indices.size() + 2];
                row[0] = swIfIndex;
                row[1] = output ? 1 : 0;
                for (int i = 0; i < indices.size(); i++) {
                    row[i + 2] = indices.get(i);
                }
                applied.add(row);
            });
        }
        return new State(
                rows,
                applied.toArray(int[][]::new),
                policies.generations(),
                policies.reflected(),
                policies.matchLater());
    }

    /** Takes it; features are switched on when the nodes are there, by {@link Policies#start}. */
    public static void take(final State state, final AccessLists lists, final Policies policies) {
        for (final Row row : state.lists) {
            final List<Rule> rules = RuleWords.rules(row.words);
            lists.restore(new AccessList(row.index, row.tag, rules));
            policies.restore(row.index, rules, row.slots, state.matchLater);
        }
        for (final int[] row : state.applied) {
            final List<Integer> indices = new ArrayList<>();
            for (int i = 2; i < row.length; i++) {
                indices.add(row[i]);
            }
            lists.restore(row[0], row[1] == 1, indices);
        }
        policies.restore(
                List.of(Map.copyOf(lists.applied(false)), Map.copyOf(lists.applied(true))),
                state.generations,
                state.reflected);
    }
}
