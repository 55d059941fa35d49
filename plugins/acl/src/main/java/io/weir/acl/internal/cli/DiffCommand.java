package io.weir.acl.internal.cli;

import io.weir.acl.internal.list.AccessList;
import io.weir.acl.internal.list.AccessLists;
import io.weir.acl.internal.lookup.Contexts;
import io.weir.acl.internal.policy.Policies;
import io.weir.acl.internal.rule.Alignment;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.RuleText;
import io.weir.acl.internal.space.Difference;
import io.weir.cli.CommandCall;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code acl diff}: what {@code acl load} of a file would change, in rules and for which packets. Main only, which is given back meanwhile. */
public final class DiffCommand {
    /** Rules, rows of lists and parts of packets that are printed at most. */
    private static final int MOST_PRINTED = 20;
    /** Some seconds' worth. */
    private static final long MOST_COMPARISONS = 1_000_000_000L;

    private final Registrar host;
    private final AccessLists lists;
    private final Policies policies;
    private final Contexts contexts;

    /** A row of lists that are asked together, or one that nobody asks. */
    private record Row(List<Integer> lists, boolean denied) {}

    /** A command about these. */
    public DiffCommand(
            final Registrar host, final AccessLists lists, final Policies policies, final Contexts contexts) {
        this.host = host;
        this.lists = lists;
        this.policies = policies;
        this.contexts = contexts;
    }

    /** Declares it. */
    public void register() {
        host.command(
                        "acl diff <file:file> [index " + ListCommands.INDEX + "] [tag <tag:word>]",
                        "Show what acl load of a file would change: rules, and packets that would fare otherwise, with an"
                                + " example of each kind")
                .run(this::diff);
    }

    private void diff(final CommandCall call) {
        final Map<Integer, AccessList> changed = new TreeMap<>();
        for (final AccessList list : ListSource.read(call, lists)) {
            if (!lists.has(list.index())) {
                call.println(
                        "acl-index %d tag {%s}: new, %d rules",
                        list.index(), list.tag(), list.rules().size());
            } else if (lists.get(list.index()).rules().equals(list.rules())) {
                call.println("acl-index %d tag {%s}: the same rules", list.index(), list.tag());
            } else {
                rules(call, lists.get(list.index()), list);
                changed.put(list.index(), list);
            }
        }
        final Map<Row, List<String>> rows = rows(changed);
        int printed = 0;
        for (final Map.Entry<Row, List<String>> row : rows.entrySet()) {
            if (printed++ == MOST_PRINTED) {
                call.println("and %d more that ask changed lists", rows.size() - MOST_PRINTED);
                break;
            }
            call.println("%s:", names(row.getValue()));
            packets(call, row.getKey(), changed, MOST_COMPARISONS / Math.min(rows.size(), MOST_PRINTED));
        }
    }

    private void rules(final CommandCall call, final AccessList before, final AccessList after) {
        final Alignment alignment = new Alignment(before.rules(), after.rules());
        final int[] removed = alignment.removed();
        final int[] added = alignment.added();
        call.println(
                "acl-index %d tag {%s}: %d rules instead of %d, %d gone, %d new",
                after.index(), after.tag(), after.rules().size(), before.rules().size(), removed.length, added.length);
        rules(call, '-', before, removed);
        rules(call, '+', after, added);
    }

    private static void rules(final CommandCall call, final char sign, final AccessList list, final int... numbers) {
        for (int i = 0; i < Math.min(numbers.length, MOST_PRINTED); i++) {
            call.println(
                    "  %c %7d: %s", sign, numbers[i], RuleText.of(list.rules().get(numbers[i])));
        }
        if (numbers.length > MOST_PRINTED) {
            call.println("  %c and %d more", sign, numbers.length - MOST_PRINTED);
        }
    }

    /** Who asks changed lists, by which; those that nobody asks by themselves. */
    private Map<Row, List<String>> rows(final Map<Integer, AccessList> changed) {
        final Map<Row, List<String>> rows = new LinkedHashMap<>();
        for (final boolean output : new boolean[] {false, true}) {
            lists.applied(output)
                    .forEach((swIfIndex, asked) -> add(
                            rows,
                            new Row(asked, true),
                            host.interfaces().byIndex(swIfIndex).name() + (output ? " output" : " input"),
                            changed));
        }
        contexts.applied()
                .forEach((index, asked) -> add(rows, new Row(asked, false), "lookup context " + index, changed));
        for (final int index : changed.keySet()) {
            if (rows.keySet().stream().noneMatch(row -> row.lists.contains(index))) {
                add(rows, new Row(List.of(index), false), "ACL " + index + ", which is applied nowhere", changed);
            }
        }
        return rows;
    }

    private static void add(
            final Map<Row, List<String>> rows,
            final Row row,
            final String name,
            final Map<Integer, AccessList> changed) {
        if (row.lists.stream().anyMatch(changed::containsKey)) {
            rows.computeIfAbsent(row, asked -> new ArrayList<>()).add(name);
        }
    }

    private static String names(final List<String> names) {
        return String.join(", ", names.subList(0, Math.min(names.size(), MOST_PRINTED)))
                + (names.size() > MOST_PRINTED ? " and " + (names.size() - MOST_PRINTED) + " more" : "");
    }

    private void packets(
            final CommandCall call, final Row row, final Map<Integer, AccessList> changed, final long most) {
        final List<Rule> before = new ArrayList<>();
        final List<Rule> after = new ArrayList<>();
        for (final int index : row.lists) {
            before.addAll(lists.get(index).rules());
            after.addAll(changed.getOrDefault(index, lists.get(index)).rules());
        }
        final Difference difference =
                new Difference(before, after, policies.matchLater(), row.denied, most, call.session()::pause);
        ChangeText.print(call, difference, MOST_PRINTED);
    }
}
