package io.weir.acl.internal.macip;

import io.weir.acl.internal.policy.KeptSlots;
import io.weir.acl.internal.policy.Retired;
import io.weir.acl.internal.policy.RuleCounters;
import io.weir.cli.CommandException;
import io.weir.plugin.Registrar;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * All lists, where they are applied, and what workers see of it: a table that is replaced as a whole. A change is made as a whole or
 * not at all. Main only, but for {@link #table}.
 */
final class MacipLists {
    /** Numbers that lists may have. */
    static final int MOST_LISTS = 1 << 16;
    /** Rules that a list may have. */
    static final int MOST_RULES = 1 << 20;

    /** Has frames of an interface held against its list, or not. */
    @FunctionalInterface
    interface Switch {
        void enable(int swIfIndex, boolean on);
    }

    private final RuleCounters counters;
    private final Retired retired;
    private final Switch features;
    private final IntFunction<String> nameOf;
    private final Map<Integer, MacipList> lists = new TreeMap<>();
    private final Map<Integer, MacipPolicy> compiled = new HashMap<>();
    /** Lists by interface. */
    private final Map<Integer, Integer> applied = new TreeMap<>();

    private volatile MacipTable table = MacipTable.EMPTY;

    MacipLists(final Registrar host, final Switch features) {
        counters = new RuleCounters(host, "macip");
        retired = new Retired(host.quiescence());
        this.features = features;
        nameOf = swIfIndex -> host.interfaces().byIndex(swIfIndex).name();
    }

    /** What holds from now on. Any thread may call: a node does so once in a call. */
    MacipTable table() {
        return table;
    }

    RuleCounters counters() {
        return counters;
    }

    /** Makes a list under the lowest number that is free. */
    int add(final String tag, final List<MacipRule> rules) {
        int index = 0;
        while (lists.containsKey(index)) {
            index++;
        }
        put(new MacipList(index, tag, rules));
        return index;
    }

    /** Makes a list, or replaces its rules and tag; counters of rules that were in it before go on. */
    void put(final MacipList list) {
        if (list.index() >= MOST_LISTS) {
            throw new CommandException(
                    "there are " + MOST_LISTS + " numbers for MACIP lists, and " + list.index() + " is none of them");
        }
        if (list.rules().size() > MOST_RULES) {
            throw new CommandException("a list has " + MOST_RULES + " rules at most, not "
                    + list.rules().size());
        }
        final MacipList before = lists.get(list.index());
        final int[] slotsBefore =
                before == null ? new int[0] : compiled.get(list.index()).slots();
        final int[] slots =
                counters.take(KeptSlots.of(list.rules(), before == null ? List.of() : before.rules(), slotsBefore));
        counters.reserve();
        boolean done = false;
        try {
            restore(list, slots);
            done = true;
        } catch (final OutOfMemoryError e) {
            throw new CommandException("there is no memory for so many rules", e);
        } finally {
            if (!done) {
                counters.giveBack(slots, slotsBefore);
            }
        }
        publish();
        retired.add(() -> counters.giveBack(slotsBefore, slots));
    }

    /**
     * The list with a number.
     *
     * @throws CommandException if there is none.
     */
    MacipList get(final int index) {
        final MacipList list = lists.get(index);
        if (list == null) {
            throw new CommandException("there is no MACIP ACL " + index);
        }
        return list;
    }

    /** Whether there is a list with a number. */
    boolean has(final int index) {
        return lists.containsKey(index);
    }

    /** Whether a list has the rules that it had. */
    boolean isCurrent(final MacipList list) {
        final MacipList now = lists.get(list.index());
        return now != null && now.rules() == list.rules();
    }

    /** All lists by their numbers. */
    Collection<MacipList> all() {
        return lists.values();
    }

    /** Lists by interface. */
    Map<Integer, Integer> applied() {
        return applied;
    }

    /** Takes a list away that is applied nowhere. */
    void delete(final int index) {
        get(index);
        final List<String> users = users(index).stream().map(nameOf::apply).toList();
        if (!users.isEmpty()) {
            throw new CommandException("MACIP ACL " + index + " is applied: " + String.join(", ", users));
        }
        lists.remove(index);
        final int[] slots = compiled.remove(index).slots();
        retired.add(() -> counters.giveBack(slots));
    }

    /** Interfaces that a list is applied to. */
    List<Integer> users(final int index) {
        return applied.entrySet().stream()
                .filter(entry -> entry.getValue() == index)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Applies a list in place of the one before, if there was one. */
    void apply(final int swIfIndex, final int index) {
        get(index);
        final Integer before = applied.put(swIfIndex, index);
        // Packets that come to the node find the list there.
        publish();
        if (before == null) {
            boolean done = false;
            try {
                features.enable(swIfIndex, true);
                done = true;
            } finally {
                if (!done) {
                    applied.remove(swIfIndex);
                    publish();
                }
            }
        }
    }

    /** Takes the list from an interface. */
    void unapply(final int swIfIndex) {
        if (!applied.containsKey(swIfIndex)) {
            throw new CommandException("no MACIP ACL is applied to " + nameOf.apply(swIfIndex));
        }
        features.enable(swIfIndex, false);
        applied.remove(swIfIndex);
        publish();
    }

    /** An interface goes. */
    void forget(final int swIfIndex) {
        if (applied.containsKey(swIfIndex)) {
            unapply(swIfIndex);
        }
    }

    private void publish() {
        final Map<Integer, MacipPolicy> byInterface = new HashMap<>();
        applied.forEach((swIfIndex, index) -> byInterface.put(swIfIndex, compiled.get(index)));
        table = new MacipTable(byInterface);
    }

    long packets(final int index, final int rule) {
        return counters.packets().sum(compiled.get(index).slot(rule));
    }

    long bytes(final int index, final int rule) {
        return counters.bytes().sum(compiled.get(index).slot(rule));
    }

    /** Where rules of a list are counted. */
    int[] slots(final int index) {
        return compiled.get(index).slots();
    }

    /** Bytes that lists take for workers. */
    long memory() {
        return compiled.values().stream().mapToLong(MacipPolicy::bytes).sum();
    }

    private void restore(final MacipList list, final int... slots) {
        compiled.put(list.index(), new MacipPolicy(list, slots));
        lists.put(list.index(), list);
    }

    /** Takes over what a version before had; its rules go on being counted where they were. */
    void adopt(final MacipList list, final int... slots) {
        counters.adopt(slots);
        restore(list, slots);
    }

    /** Takes over where they were applied, when all lists are there; {@link #start} switches that on. */
    void adopt(final Map<Integer, Integer> where) {
        applied.putAll(where);
        publish();
    }

    /** The nodes are there: frames of all interfaces with a list are held against it, if they aren't yet. */
    void start() {
        applied.keySet().forEach(swIfIndex -> features.enable(swIfIndex, true));
    }

    /** Does away with what no worker uses any more; returns whether something is left. */
    boolean sweep() {
        return retired.sweep();
    }

    /** No worker runs nodes of this plugin any more. */
    void close() {
        retired.close();
    }
}
