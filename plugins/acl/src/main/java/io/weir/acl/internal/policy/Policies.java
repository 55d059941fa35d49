package io.weir.acl.internal.policy;

import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.Rule;
import io.weir.cli.CommandException;
import io.weir.graph.IndexedCounter;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Lists and where they are applied, as main changes them, and as workers see them: by a table that is replaced as a whole, so that
 * a frame is held against what was before a change or after it.
 */
public final class Policies implements Datapath, AutoCloseable {
    /** A list as it is compiled, and from what. */
    private record Installed(CompiledList compiled, List<Rule> rules, int[] slots, boolean reflects) {}

    private final RuleCounters counters;
    private final Retired retired;
    private final FeatureSwitch features;
    private final Map<Integer, Installed> lists = new TreeMap<>();
    /** By direction and interface. */
    private final List<Map<Integer, List<Integer>>> applied = List.of(new TreeMap<>(), new TreeMap<>());

    /** By number of a context: lists that another plugin asks. */
    private final Map<Integer, List<Integer>> contexts = new TreeMap<>();

    /** Policies by their lists. */
    private final Map<List<Integer>, Policy> shared = new HashMap<>();
    /** By interface: which sessions count. */
    private final Map<Integer, Integer> generations = new HashMap<>();

    /** Interfaces that may have sessions: rules that begin some are, or were, applied there. */
    private final Set<Integer> reflected = new HashSet<>();

    private int lastGeneration;
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

    /** {@link #put(Map)} of one list. */
    public void put(final int index, final List<Rule> rules) {
        put(Map.of(index, rules));
    }

    @Override
    public void put(final Map<Integer, List<Rule>> changed) {
        final Map<Integer, int[]> slots = new TreeMap<>();
        final Map<Integer, Installed> made = new TreeMap<>();
        boolean done = false;
        try {
            changed.forEach((index, rules) -> slots.put(index, slots(index, rules)));
            changed.forEach((index, rules) -> made.put(index, compile(index, rules, slots.get(index))));
            done = true;
        } catch (final OutOfMemoryError e) {
            throw new CommandException("there is no memory for so many rules", e);
        } finally {
            if (!done) {
                made.values().forEach(list -> list.compiled.close());
                slots.forEach((index, taken) -> counters.giveBack(taken, slots(index)));
            }
        }
        final List<Runnable> over = new ArrayList<>();
        made.forEach((index, list) -> {
            final Installed before = lists.put(index, list);
            if (before != null) {
                over.add(() -> retire(before, list.slots));
            }
        });
        publish();
        over.forEach(Runnable::run);
    }

    private int[] slots(final int index, final List<Rule> rules) {
        final Installed before = lists.get(index);
        return before == null ? counters.take(rules, List.of()) : counters.take(rules, before.rules, before.slots);
    }

    private int[] slots(final int index) {
        final Installed list = lists.get(index);
        return list == null ? new int[0] : list.slots;
    }

    private Installed compile(final int index, final List<Rule> rules, final int... slots) {
        return new Installed(
                CompiledList.of(index, rules, LaterFragments.of(rules, matchLater), slots),
                rules,
                slots,
                rules.stream().anyMatch(rule -> rule.action() == Action.REFLECT));
    }

    private void retire(final Installed list, final int... stillUsed) {
        retired.add(() -> {
            list.compiled.close();
            counters.giveBack(list.slots, stillUsed);
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
        final Map<Integer, List<Integer>> direction = applied.get(output ? 1 : 0);
        final boolean was = direction.containsKey(swIfIndex);
        if (!applied.get(0).containsKey(swIfIndex) && !applied.get(1).containsKey(swIfIndex)) {
            // Sessions of an interface that had the number before, or of lists that were taken away, are nobody's.
            generations.put(swIfIndex, ++lastGeneration);
            reflected.remove(swIfIndex);
        }
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
                applied.get(output ? 1 : 0).remove(swIfIndex);
                publish();
            }
        }
    }

    private void publish() {
        shared.values().removeIf(policy -> !current(policy));
        final int interfaces = applied.stream()
                .flatMap(direction -> direction.keySet().stream())
                .mapToInt(swIfIndex -> swIfIndex + 1)
                .max()
                .orElse(0);
        final int[] generations = new int[interfaces];
        table = new PolicyTable(
                table.version() + 1,
                policies(0, interfaces, generations),
                policies(1, interfaces, generations),
                contexts(),
                generations);
        listener.run();
    }

    /** Whether all lists of a policy are as they were. */
    private boolean current(final Policy policy) {
        return policy.lists().stream().allMatch(list -> {
            final Installed installed = lists.get(list.index());
            return installed != null && installed.compiled == list;
        });
    }

    private Policy[] policies(final int direction, final int interfaces, final int... generations) {
        final Policy[] policies = new Policy[interfaces];
        applied.get(direction).forEach((swIfIndex, indices) -> {
            policies[swIfIndex] = shared.computeIfAbsent(indices, this::policy);
            if (policies[swIfIndex].reflects()) {
                reflected.add(swIfIndex);
            }
            if (reflected.contains(swIfIndex)) {
                generations[swIfIndex] = this.generations.get(swIfIndex);
            }
        });
        return policies;
    }

    private Policy[] contexts() {
        final Policy[] policies = new Policy
                [contexts.keySet().stream().mapToInt(number -> number + 1).max().orElse(0)];
        contexts.forEach((number, indices) -> policies[number] = shared.computeIfAbsent(indices, this::policy));
        return policies;
    }

    /** Has another plugin ask these lists in a context, in place of those before. */
    public void context(final int number, final List<Integer> indices) {
        if (indices.isEmpty()) {
            contexts.remove(number);
        } else {
            contexts.put(number, List.copyOf(indices));
        }
        publish();
    }

    /** Has something done when no thread uses any more what it could find until now. */
    public void whenUnused(final Runnable undo) {
        retired.add(undo);
    }

    private Policy policy(final List<Integer> indices) {
        final List<Installed> asked = indices.stream().map(lists::get).toList();
        return new Policy(
                asked.stream().map(Installed::compiled).toList(), asked.stream().anyMatch(Installed::reflects));
    }

    @Override
    public long packets(final int index, final int rule) {
        return counters.packets().sum(lists.get(index).slots[rule]);
    }

    @Override
    public long bytes(final int index, final int rule) {
        return counters.bytes().sum(lists.get(index).slots[rule]);
    }

    @Override
    public long memory() {
        return lists.values().stream().mapToLong(list -> list.compiled.bytes()).sum();
    }

    /** A list as workers ask it. */
    public CompiledList compiled(final int index) {
        return lists.get(index).compiled;
    }

    /** Whether fragments without ports are held against addresses and protocol of rules that ask for more. */
    public boolean matchLater() {
        return matchLater;
    }

    /** Changes that, for all lists at once. */
    public void matchLater(final boolean match) {
        if (match != matchLater) {
            matchLater = match;
            final Map<Integer, Installed> before = Map.copyOf(lists);
            before.forEach((index, list) -> lists.put(index, compile(index, list.rules, list.slots)));
            publish();
            before.values().forEach(list -> retired.add(list.compiled::close));
        }
    }

    /** Where rules of a list are counted. */
    public int[] slotsOf(final int index) {
        return lists.get(index).slots.clone();
    }

    /** Which sessions count: numbers of interfaces and generations in turn. */
    public int[] generations() {
        return generations.entrySet().stream()
                .flatMapToInt(entry -> IntStream.of(entry.getKey(), entry.getValue()))
                .toArray();
    }

    /** Interfaces that may have sessions. */
    public int[] reflected() {
        return reflected.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Takes over a list of the version before; its rules go on being counted where they were. */
    public void restore(final int index, final List<Rule> rules, final int[] slots, final boolean later) {
        matchLater = later;
        counters.adopt(slots);
        lists.put(index, compile(index, rules, slots));
    }

    /** Takes over what was applied, and which sessions count. */
    public void restore(
            final List<Map<Integer, List<Integer>>> indices, final int[] numbers, final int[] mayHaveSessions) {
        applied.get(0).putAll(indices.get(0));
        applied.get(1).putAll(indices.get(1));
        for (int i = 0; i < numbers.length; i += 2) {
            generations.put(numbers[i], numbers[i + 1]);
            lastGeneration = Math.max(lastGeneration, numbers[i + 1]);
        }
        for (final int swIfIndex : mayHaveSessions) {
            reflected.add(swIfIndex);
        }
        publish();
    }

    /** The nodes are there: packets of all interfaces with lists are held against these, if they aren't yet. */
    public void start() {
        for (int direction = 0; direction < 2; direction++) {
            for (final int swIfIndex : applied.get(direction).keySet()) {
                features.enable(swIfIndex, direction == 1, true);
            }
        }
    }

    /** There are no sessions: none is looked for where no rule begins any. */
    public void noSessions() {
        final PolicyTable before = table;
        reflected.removeIf(
                swIfIndex -> !reflects(before.of(false, swIfIndex)) && !reflects(before.of(true, swIfIndex)));
        if (applied.stream()
                .flatMap(direction -> direction.keySet().stream())
                .anyMatch(swIfIndex -> before.generation(swIfIndex) != 0 && !reflected.contains(swIfIndex))) {
            publish();
        }
    }

    private static boolean reflects(final Policy policy) {
        return policy != null && policy.reflects();
    }

    /** Does away with what no worker uses any more; returns whether something is left. */
    public boolean sweep() {
        return retired.sweep();
    }

    /** No worker runs nodes of this plugin any more. */
    @Override
    public void close() {
        retired.close();
        lists.values().forEach(list -> list.compiled.close());
        lists.clear();
        Arrays.asList(applied.get(0), applied.get(1), contexts).forEach(Map::clear);
    }
}
