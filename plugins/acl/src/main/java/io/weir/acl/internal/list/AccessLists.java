package io.weir.acl.internal.list;

import io.weir.acl.internal.policy.Datapath;
import io.weir.acl.internal.rule.Rule;
import io.weir.cli.CommandException;
import io.weir.cli.CommandSession;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** All lists, and which are applied where. A change is made as a whole or not at all. Main only. */
public final class AccessLists {
    /** Numbers that lists may have. */
    public static final int MOST_LISTS = 1 << 20;
    /** Rules that a list may have. */
    public static final int MOST_RULES = 1 << 20;

    private static final CommandSession NOBODY = CommandSession.into(new StringBuilder());

    private final Datapath datapath;
    private final Changes changes;
    private final IntFunction<String> nameOf;
    private final Map<Integer, AccessList> lists = new TreeMap<>();
    private final BitSet used = new BitSet();
    private IntFunction<List<String>> others = index -> List.of();
    /** By direction: input, output. */
    private final List<Map<Integer, List<Integer>>> applied = List.of(new TreeMap<>(), new TreeMap<>());

    /**
     * No lists.
     *
     * @param nameOf the name of an interface.
     */
    public AccessLists(final Datapath datapath, final IntFunction<String> nameOf) {
        this.datapath = datapath;
        changes = new Changes(datapath);
        this.nameOf = nameOf;
    }

    /** How commands change them. */
    public Changes changes() {
        return changes;
    }

    /** Makes a list under the lowest number that is free. */
    public int add(final CommandSession session, final String tag, final List<Rule> rules) {
        final int index = free(0);
        put(session, List.of(new AccessList(index, tag, rules)));
        return index;
    }

    /** The lowest number from one on that no list has. */
    public int free(final int from) {
        return used.nextClearBit(from);
    }

    /** {@link #put(CommandSession, List)} of one, where nobody waits. */
    public void put(final AccessList list) {
        put(NOBODY, List.of(list));
    }

    /**
     * Makes lists, or replaces their rules and tags, in one change; main goes on while they are compiled.
     *
     * @throws CommandException if one is too long.
     */
    public void put(final CommandSession session, final List<AccessList> changed) {
        final Map<Integer, List<Rule>> rules = new TreeMap<>();
        for (final AccessList list : changed) {
            if (list.index() >= MOST_LISTS) {
                throw new CommandException(
                        "there are " + MOST_LISTS + " numbers for lists, and " + list.index() + " is none of them");
            }
            if (list.rules().size() > MOST_RULES) {
                throw new CommandException("a list has " + MOST_RULES + " rules at most, not "
                        + list.rules().size());
            }
            rules.put(list.index(), list.rules());
        }
        changes.bring(session, () -> datapath.change(rules));
        changed.forEach(this::restore);
    }

    /**
     * The list with a number.
     *
     * @throws CommandException if there is none.
     */
    public AccessList get(final int index) {
        final AccessList list = lists.get(index);
        if (list == null) {
            throw new CommandException("there is no ACL " + index);
        }
        return list;
    }

    /** Whether there is a list with a number. */
    public boolean has(final int index) {
        return lists.containsKey(index);
    }

    /** Whether a list has the rules that it had. */
    public boolean isCurrent(final AccessList list) {
        final AccessList now = lists.get(list.index());
        return now != null && now.rules() == list.rules();
    }

    /** All lists by their numbers. */
    public Collection<AccessList> all() {
        return lists.values();
    }

    /** Takes a list away that nobody uses. */
    public void delete(final int index) {
        get(index);
        final List<String> users = users(index);
        if (!users.isEmpty()) {
            throw new CommandException("ACL " + index + " is applied: " + String.join(", ", users));
        }
        datapath.remove(index);
        lists.remove(index);
        used.clear(index);
    }

    /** Says who else uses a list, in words. */
    public void alsoUsedBy(final IntFunction<List<String>> users) {
        others = users;
    }

    /** Where a list is applied, and who else uses it, in words. */
    public List<String> users(final int index) {
        final List<String> users = new ArrayList<>();
        for (int direction = 0; direction < 2; direction++) {
            final String word = direction == 0 ? "input" : "output";
            applied.get(direction).forEach((swIfIndex, indices) -> {
                if (indices.contains(index)) {
                    users.add(nameOf.apply(swIfIndex) + " " + word);
                }
            });
        }
        users.addAll(others.apply(index));
        return users;
    }

    /** Numbers of interfaces that a list is applied to. */
    public List<Integer> interfaces(final int index, final boolean output) {
        return direction(output).entrySet().stream()
                .filter(entry -> entry.getValue().contains(index))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Lists of an interface in their order. */
    public List<Integer> applied(final int swIfIndex, final boolean output) {
        return direction(output).getOrDefault(swIfIndex, List.of());
    }

    /** Interfaces with lists of a direction, and these. */
    public Map<Integer, List<Integer>> applied(final boolean output) {
        return direction(output);
    }

    private Map<Integer, List<Integer>> direction(final boolean output) {
        return applied.get(output ? 1 : 0);
    }

    /** Applies a list behind those that are. */
    public void apply(final int swIfIndex, final boolean output, final int index) {
        get(index);
        final List<Integer> indices = new ArrayList<>(applied(swIfIndex, output));
        if (indices.contains(index)) {
            throw new CommandException("ACL " + index + " is applied to " + nameOf.apply(swIfIndex) + " "
                    + (output ? "output" : "input") + " already");
        }
        indices.add(index);
        set(swIfIndex, output, indices);
    }

    /** Takes a list from an interface. */
    public void unapply(final int swIfIndex, final boolean output, final int index) {
        final List<Integer> indices = new ArrayList<>(applied(swIfIndex, output));
        if (!indices.remove((Integer) index)) {
            throw new CommandException("ACL " + index + " is not applied to " + nameOf.apply(swIfIndex) + " "
                    + (output ? "output" : "input"));
        }
        set(swIfIndex, output, indices);
    }

    /** Applies these in place of those that are. */
    public void set(final int swIfIndex, final boolean output, final List<Integer> indices) {
        datapath.apply(swIfIndex, output, indices);
        if (indices.isEmpty()) {
            direction(output).remove(swIfIndex);
        } else {
            direction(output).put(swIfIndex, List.copyOf(indices));
        }
    }

    /** An interface goes. */
    public void forget(final int swIfIndex) {
        for (final boolean output : new boolean[] {false, true}) {
            if (!applied(swIfIndex, output).isEmpty()) {
                set(swIfIndex, output, List.of());
            }
        }
    }

    /** A list is there, or a version before had it. */
    void restore(final AccessList list) {
        lists.put(list.index(), list);
        used.set(list.index());
    }

    /** Takes over what was applied. */
    void restore(final int swIfIndex, final boolean output, final List<Integer> indices) {
        direction(output).put(swIfIndex, List.copyOf(indices));
    }
}
