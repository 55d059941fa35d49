package io.weir.acl.internal.policy;

import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.Alignment;
import io.weir.acl.internal.rule.Rule;
import io.weir.cli.CommandException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lists that are to come, or to have other rules, all at once. Main begins it ({@link Datapath#change}); any thread compiles it; main
 * brings it in place ({@link Datapath#bring}), and closes it in any case.
 */
public final class Change implements AutoCloseable {
    /** Rules that go or come for which the list before is changed; for more it is compiled anew. */
    private static final int MOST_CHANGES = 512;

    /** A list that is to be. */
    record Wanted(List<Rule> rules, Installed before) {}

    /** A list that is compiled; slots are -1 where rules are new. */
    private record Made(CompiledList compiled, List<Rule> rules, int[] kept) {}

    private final Map<Integer, Wanted> wanted;
    private final boolean matchLater;
    /** Whether what lists have of fragments is to be as before. */
    private final boolean sameLater;

    private final Map<Integer, Made> made = new TreeMap<>();

    Change(final Map<Integer, Wanted> wanted, final boolean matchLater, final boolean sameLater) {
        this.wanted = wanted;
        this.matchLater = matchLater;
        this.sameLater = sameLater;
    }

    /**
     * Compiles all lists.
     *
     * @throws CommandException in one sentence, if there is no memory.
     */
    public void compile() {
        try {
            wanted.forEach((index, list) -> made.put(index, compile(index, list)));
        } catch (final OutOfMemoryError e) {
            throw new CommandException("there is no memory for so many rules", e);
        }
    }

    private Made compile(final int index, final Wanted list) {
        final List<Rule> later = LaterFragments.of(list.rules, matchLater);
        CompiledList compiled = null;
        int[] kept = null;
        if (list.before == null) {
            kept = KeptSlots.none(list.rules.size());
        } else {
            final Alignment alignment = new Alignment(list.before.rules(), list.rules);
            kept = KeptSlots.of(list.rules, list.before, alignment.from());
            if (sameLater && alignment.changes() <= MOST_CHANGES) {
                compiled = list.before.compiled().changed(list.rules, later, alignment.from());
            }
        }
        if (compiled == null) {
            compiled = CompiledList.of(index, list.rules, later);
        }
        compiled.verdicts(kept);
        return new Made(compiled, list.rules, kept);
    }

    /** By the index of their list: where rules go on being counted; -1 for new ones. */
    Map<Integer, int[]> kept() {
        final Map<Integer, int[]> kept = new TreeMap<>();
        made.forEach((index, list) -> kept.put(index, list.kept));
        return kept;
    }

    /** Whether all is still as it was when it began. */
    boolean fits(final Map<Integer, Installed> lists, final boolean matchesLater) {
        return (sameLater ? matchLater == matchesLater : wanted.size() == lists.size())
                && wanted.entrySet().stream()
                        .allMatch(entry -> same(lists.get(entry.getKey()), entry.getValue().before));
    }

    private static boolean same(final Installed now, final Installed before) {
        return now == null || before == null ? now == null && before == null : now.compiled() == before.compiled();
    }

    /** Whether fragments are held against addresses and protocol of rules that ask for more. */
    boolean matchLater() {
        return matchLater;
    }

    /** What to bring in place; nothing of it is this one's any more. Main only. */
    Map<Integer, Installed> take(final RuleCounters counters) {
        final Map<Integer, int[]> slots = new TreeMap<>();
        boolean done = false;
        try {
            kept().forEach((index, list) -> slots.put(index, counters.take(list)));
            counters.reserve();
            done = true;
        } finally {
            if (!done) {
                slots.forEach((index, taken) -> counters.giveBack(taken, made.get(index).kept));
            }
        }
        return take(slots);
    }

    /** The same where it is known where rules are counted, by the index of their list. */
    Map<Integer, Installed> take(final Map<Integer, int[]> slots) {
        final Map<Integer, Installed> installed = new TreeMap<>();
        made.forEach((index, list) -> {
            list.compiled.verdicts(list.kept, slots.get(index));
            installed.put(index, installed(list.compiled, list.rules, slots.get(index)));
        });
        made.clear();
        return installed;
    }

    /** A list that is compiled as a whole and counted where it was. */
    static Installed compiled(final int index, final List<Rule> rules, final boolean matchLater, final int... slots) {
        final CompiledList compiled = CompiledList.of(index, rules, LaterFragments.of(rules, matchLater));
        compiled.verdicts(slots);
        return installed(compiled, rules, slots);
    }

    private static Installed installed(final CompiledList compiled, final List<Rule> rules, final int... slots) {
        return new Installed(compiled, rules, slots, rules.stream().anyMatch(rule -> rule.action() == Action.REFLECT));
    }

    @Override
    public void close() {
        made.values().forEach(list -> list.compiled.close());
        made.clear();
    }
}
