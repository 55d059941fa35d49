package io.weir.platform.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * The numbers by which packets are sent to names. A name that somebody has a handle for keeps its number for good; those of an
 * interface's nodes and arc entries are given back with it, and serve another name once no thread can have a packet for them.
 * Main only.
 */
final class Targets {
    private final List<? extends GraphThread> threads;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>(List.of(""));
    private final Set<String> kept = new HashSet<>();
    /** Given back, the longest ago first; what is sent there is on its way to an interface that is deleted. */
    private final Queue<Integer> free = new ArrayDeque<>();
    /** Given back while packets for them may have been under way. */
    private final Set<Integer> waiting = new HashSet<>();
    /** Numbers of what is gone, until others have them. */
    private final Set<Integer> deleted = new HashSet<>();

    Targets(final List<? extends GraphThread> threads) {
        this.threads = threads;
    }

    /** The number of a name, new or known. */
    int of(final String name) {
        final Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        final int number = free.isEmpty() ? add(name) : reuse(name);
        numbers.put(name, number);
        return number;
    }

    private int add(final String name) {
        if (names.size() > Short.MAX_VALUE) {
            throw new GraphException("no numbers left for node " + name);
        }
        names.add(name);
        threads.forEach(thread -> thread.dispatcher().out().lastTarget(last()));
        return last();
    }

    private int reuse(final String name) {
        final int number = free.remove();
        names.set(number, name);
        deleted.remove(number);
        return number;
    }

    /** The number of a name from which it is never parted. */
    int keep(final String name) {
        kept.add(name);
        return of(name);
    }

    /** Says that nothing is behind these numbers any more, or that something is again. */
    void deleted(final Collection<Integer> numbersGone, final boolean gone) {
        if (gone) {
            deleted.addAll(numbersGone);
        } else {
            deleted.removeAll(numbersGone);
        }
    }

    /** Numbers that lead to the node that drops what is on its way to an interface that is gone. */
    Set<Integer> deleted() {
        return deleted;
    }

    /**
     * Gives numbers back that are {@link #deleted}.
     *
     * @param quiet whether no packet was under way on any thread.
     */
    void giveBack(final Collection<Integer> numbersGone, final boolean quiet) {
        for (final int number : numbersGone) {
            if (!kept.contains(names.get(number))) {
                numbers.remove(names.get(number));
                waiting.add(number);
            }
        }
        if (quiet) {
            free.addAll(waiting);
            waiting.clear();
        }
    }

    String name(final int target) {
        return names.get(target);
    }

    /** The highest number that a name has. */
    int last() {
        return names.size() - 1;
    }
}
