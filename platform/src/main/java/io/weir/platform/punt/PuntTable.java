package io.weir.platform.punt;

import io.weir.cli.CommandException;
import io.weir.graph.DropReason;
import io.weir.graph.Next;
import io.weir.plugin.PuntReason;
import io.weir.plugin.ServiceConsumer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who announced which punt reason, and who takes its packets. While a version of a plugin takes the place of another both are
 * here, and the newer counts. Main changes it; workers read which nodes a reason leads to.
 */
final class PuntTable {
    /** A reason as somebody announced it. */
    record Announced(ServiceConsumer by, DropReason reason) {}

    /** Somebody who takes a reason's packets. */
    record Taker(ServiceConsumer by, Next to) {}

    /** All about one name. */
    static final class Entry {
        /** How many plugins take its packets. */
        private final int[] count = new int[1];

        private final List<Announced> announced = new ArrayList<>();
        private final List<Taker> takers = new ArrayList<>();

        /** As it was announced last, or null. */
        Announced reason() {
            return announced.isEmpty() ? null : announced.getLast();
        }

        /** Who takes its packets: of each plugin the newest version. */
        List<Taker> effective() {
            final Map<String, Taker> newest = new LinkedHashMap<>();
            takers.forEach(taker -> newest.put(taker.by.pluginId(), taker));
            return List.copyOf(newest.values());
        }
    }

    private final Map<String, Entry> entries = new TreeMap<>();
    private volatile int[][] targets = new int[0][];

    /** Targets by reason id; null for a reason whose packets nobody takes. */
    int[][] targets() {
        return targets;
    }

    /** All names that were announced or are wanted, in their order. */
    Map<String, Entry> entries() {
        return entries;
    }

    PuntReason announce(final ServiceConsumer by, final DropReason reason) {
        final Entry entry = entries.computeIfAbsent(reason.name(), name -> new Entry());
        for (final Announced other : entry.announced) {
            if (!other.by.pluginId().equals(by.pluginId())) {
                throw new CommandException(
                        "punt reason " + reason.name() + " is plugin " + other.by.pluginId() + "'s already");
            }
        }
        final Announced made = new Announced(by, reason);
        entry.announced.add(made);
        by.did("punt reason " + reason.name(), () -> {
            entry.announced.remove(made);
            publish();
        });
        publish();
        return new PuntReason(reason, entry.count);
    }

    void deliver(final ServiceConsumer by, final String reason, final Next to) {
        final Entry entry = entries.computeIfAbsent(reason, name -> new Entry());
        final int at = find(entry.takers, by);
        if (to == null) {
            if (at >= 0) {
                entry.takers.remove(at);
            }
        } else if (at >= 0) {
            entry.takers.set(at, new Taker(by, to));
        } else {
            entry.takers.add(new Taker(by, to));
            // Does nothing if it was taken back before, so it need not be forgotten then.
            by.did("packets punted for " + reason, () -> deliver(by, reason, null));
        }
        publish();
    }

    private static int find(final List<Taker> takers, final ServiceConsumer by) {
        for (int i = 0; i < takers.size(); i++) {
            if (takers.get(i).by == by) {
                return i;
            }
        }
        return -1;
    }

    private void publish() {
        entries.values().removeIf(entry -> entry.announced.isEmpty() && entry.takers.isEmpty());
        int size = 0;
        for (final Entry entry : entries.values()) {
            for (final Announced each : entry.announced) {
                size = Math.max(size, each.reason.id() + 1);
            }
        }
        final int[][] fresh = new int[size][];
        for (final Entry entry : entries.values()) {
            final int[] nodes = entry.effective().stream()
                    .mapToInt(taker -> taker.to.target())
                    .toArray();
            entry.count[0] = nodes.length;
            if (nodes.length > 0) {
                entry.announced.forEach(each -> fresh[each.reason.id()] = nodes);
            }
        }
        targets = fresh;
    }
}
