package io.weir.acl.internal.macip;

import io.weir.acl.internal.rule.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lists, and where they are applied, on their way from one version of the plugin to the next. Main only. */
final class MacipState {
    private static final int WORDS = 5;
    private static final int LENGTH_SHIFT = 8;
    private static final int IP6 = 2;
    private static final int PERMIT = 1;

    /**
     * A list.
     *
     * @param words of its rules.
     * @param slots where they are counted.
     */
    record Row(int index, String tag, long[] words, int[] slots) {}

    /**
     * All of it.
     *
     * @param applied numbers of interfaces and lists in turn.
     */
    record State(List<Row> lists, int[] applied) {}

    private MacipState() {}

    static State export(final MacipLists lists) {
        final List<Row> rows = new ArrayList<>();
        for (final MacipList list : lists.all()) {
            rows.add(new Row(list.index(), list.tag(), words(list.rules()), lists.slots(list.index())));
        }
        final int[] applied = new int[lists.applied().size() * 2];
        int at = 0;
        for (final Map.Entry<Integer, Integer> each : lists.applied().entrySet()) {
            applied[at++] = each.getKey();
            applied[at++] = each.getValue();
        }
        return new State(rows, applied);
    }

    static void take(final State state, final MacipLists lists) {
        for (final Row row : state.lists) {
            lists.adopt(new MacipList(row.index, row.tag, rules(row.words)), row.slots);
        }
        final Map<Integer, Integer> applied = new TreeMap<>();
        for (int i = 0; i < state.applied.length; i += 2) {
            applied.put(state.applied[i], state.applied[i + 1]);
        }
        lists.adopt(applied);
    }

    private static long[] words(final List<MacipRule> rules) {
        final long[] words = new long[rules.size() * WORDS];
        int at = 0;
        for (final MacipRule rule : rules) {
            words[at++] = rule.mac();
            words[at++] = rule.mask();
            words[at++] = rule.source().high();
            words[at++] = rule.source().low();
            words[at++] = (long) rule.source().length() << LENGTH_SHIFT
                    | (rule.ip6() ? IP6 : 0)
                    | (rule.permit() ? PERMIT : 0);
        }
        return words;
    }

    private static List<MacipRule> rules(final long... words) {
        final List<MacipRule> rules = new ArrayList<>(words.length / WORDS);
        for (int at = 0; at < words.length; at += WORDS) {
            final int misc = (int) words[at + 4];
            rules.add(new MacipRule(
                    (misc & PERMIT) != 0,
                    (misc & IP6) != 0,
                    new Subnet(words[at + 2], words[at + 3], misc >>> LENGTH_SHIFT),
                    words[at],
                    words[at + 1]));
        }
        return List.copyOf(rules);
    }
}
