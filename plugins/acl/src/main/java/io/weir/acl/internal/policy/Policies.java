package io.weir.acl.internal.policy;

import io.weir.acl.internal.rule.Rule;
import io.weir.graph.IndexedCounter;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lists and where they are applied, as main changes them, and as workers see them: by a table that is replaced as a whole, so that
 * a frame is held against what was before a change or after it.
 */
public final class Policies implements Datapath, AutoCloseable {
    private final RuleCounters counters;
    private final Retired retired;
    private final FeatureSwitch features;
    private final Map<Integer, Installed> lists = new TreeMap<>();
    private final Applied applied = new Applied();
    private Runnable listener = () -> {};
    private boolean matchLater = true;
    private volatile PolicyTable table = PolicyTable.EMPTY;

    /**
     * No lists.
     *
     * @param features switches what holds packets of an interface against lists.
     */
    public Policies(final Registrar host, final FeatureSwitch features) {
        counters = new RuleCounters(host, "rule");
        retired = new Retired(host.quiescence());
        this.features = features;
    }

    /** Has something done after each change. */
    public void onChange(final Runnable told) {
        listener = told;
    }

    /** What holds from now on. Any thread may call: a node does so once in a call. */
    public PolicyTable table() {
        return table;
    }

    /** Counts packets of rules. */
    public IndexedCounter packets() {
        return counters.packets();
    }

    /** Counts bytes of packets of rules. */
    public IndexedCounter bytes() {
        return counters.bytes();
    }

    /** Brings a list, or other rules for one, and waits for them to be compiled. */
    public void put(final int index, final List<Rule> rules) {
        try (Change change = change(Map.of(index, rules))) {
            change.compile();
            if (!bring(change)) {
                throw new IllegalStateException("list " + index + " has changed meanwhile");
            }
        }
    }

    @Override
    public Change change(final Map<Integer, List<Rule>> changed) {
        return change(changed, matchLater, true);
    }

    private Change change(final Map<Integer, List<Rule>> changed, final boolean match, final boolean sameLater) {
        final Map<Integer, Change.Wanted> wanted = new TreeMap<>();
        changed.forEach((index, rules) -> wanted.put(index, new Change.Wanted(rules, lists.get(index))));
        return new Change(wanted, match, sameLater);
    }

    @Override
    public boolean bring(final Change change) {
        if (!change.fits(lists, matchLater)) {
            return false;
        }
        final List<Runnable> over = new ArrayList<>();
        change.take(counters).forEach((index, list) -> {
            final Installed before = lists.put(index, list);
            if (before != null) {
                over.add(() -> retire(before, list.slots()));
            }
        });
        matchLater = change.matchLater();
        publish();
        over.forEach(Runnable::run);
        return true;
    }

    private void retire(final Installed list, final int... stillUsed) {
        retired.add(() -> {
            list.compiled().close();
            counters.giveBack(list.slots(), stillUsed);
        });
    }

    @Override
    public void remove(final int index) {
        final Installed list = lists.remove(index);
        if (list != null) {
            publish();
            retire(list);
        }
    }

    @Override
    public void apply(final int swIfIndex, final boolean output, final List<Integer> indices) {
        final Map<Integer, List<Integer>> direction = applied.direction(output);
        final boolean was = direction.containsKey(swIfIndex);
        applied.touch(swIfIndex);
        if (indices.isEmpty()) {
            direction.remove(swIfIndex);
            if (was) {
                features.enable(swIfIndex, output, false);
            }
            publish();
        } else {
            // Packets that come to the nodes find the policy there.
            direction.put(swIfIndex, List.copyOf(indices));
            publish();
            if (!was) {
                switchOn(swIfIndex, output);
            }
        }
    }

    /** Switches a direction on, or leaves all as it was. */
    private void switchOn(final int swIfIndex, final boolean output) {
        boolean done = false;
        try {
            features.enable(swIfIndex, output, true);
            done = true;
        } finally {
            if (!done) {
                applied.direction(output).remove(swIfIndex);
                publish();
            }
        }
    }

    private void publish() {
        table = applied.table(table.version() + 1, lists);
        listener.run();
    }

    /** Has another plugin ask these lists in a context, in place of those before. */
    public void context(final int number, final List<Integer> indices) {
        applied.context(number, indices);
        publish();
    }

    /** Has something done when no thread uses any more what it could find until now. */
    public void whenUnused(final Runnable undo) {
        retired.add(undo);
    }

    /** A list as workers ask it. */
    public CompiledList compiled(final int index) {
        return lists.get(index).compiled();
    }

    @Override
    public long packets(final int index, final int rule) {
        return counters.packets().sum(lists.get(index).slots()[rule]);
    }

    @Override
    public long bytes(final int index, final int rule) {
        return counters.bytes().sum(lists.get(index).slots()[rule]);
    }

    @Override
    public long memory() {
        return lists.values().stream()
                .mapToLong(list -> list.compiled().bytes())
                .sum();
    }

    /** Whether fragments without ports are held against addresses and protocol of rules that ask for more. */
    public boolean matchLater() {
        return matchLater;
    }

    /** Begins to change that, for all lists at once. */
    public Change matchLater(final boolean match) {
        final Map<Integer, List<Rule>> same = new TreeMap<>();
        lists.forEach((index, list) -> same.put(index, list.rules()));
        return change(same, match, false);
    }

    /** Where rules of a list are counted. */
    public int[] slotsOf(final int index) {
        return lists.get(index).slots().clone();
    }

    /** Which sessions count: numbers of interfaces and generations in turn. */
    public int[] generations() {
        return applied.generations();
    }

    /** Interfaces that may have sessions. */
    public int[] reflected() {
        return applied.reflected();
    }

    /** Takes over a list of the version before; its rules go on being counted where they were. */
    public void restore(final int index, final List<Rule> rules, final int[] slots, final boolean later) {
        matchLater = later;
        counters.adopt(slots);
        lists.put(index, Change.compiled(index, rules, later, slots));
    }

    /** Takes over what was applied, and which sessions count. */
    public void restore(
            final List<Map<Integer, List<Integer>>> indices, final int[] numbers, final int[] mayHaveSessions) {
        applied.restore(indices, numbers, mayHaveSessions);
        // Nobody is told: there are no nodes yet, and sessions go on where they were.
        table = applied.table(table.version() + 1, lists);
    }

    /** The nodes are there: packets of all interfaces with lists are held against these, if they aren't yet. */
    public void start() {
        for (final boolean output : new boolean[] {false, true}) {
            for (final int swIfIndex : applied.direction(output).keySet()) {
                features.enable(swIfIndex, output, true);
            }
        }
    }

    /** There are no sessions: none is looked for where no rule begins any. */
    public void noSessions() {
        if (applied.noSessions(table)) {
            publish();
        }
    }

    /** Does away with what no worker uses any more; returns whether something is left. */
    public boolean sweep() {
        return retired.sweep();
    }

    /** No worker runs nodes of this plugin any more. */
    @Override
    public void close() {
        retired.close();
        lists.values().forEach(list -> list.compiled().close());
        lists.clear();
        applied.clear();
    }
}
