package io.weir.ip6.internal.mld;

import io.weir.config.LiveSetting;
import io.weir.graph.Sink;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip6.internal.iface.Groups;
import io.weir.ip6.internal.iface.Ip6AddressTable;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.ip6.internal.mld.Link.Change;
import io.weir.ip6.internal.mld.Link.Group;
import io.weir.ip6.internal.mld.MldMessage.Record;
import io.weir.ip6.internal.nd.NdSender;
import io.weir.ip6.internal.nd.Timed;
import io.weir.net.Ip6Address;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Says on each link which groups this host is in: when it joins or leaves one, and when a querier asks (RFC 3810, 6; to one of version
 * 1 as RFC 2710 has it). The host takes packets for a group whoever sends them, so there are no lists of sources, and a
 * question about some is answered as one about the group. What it keeps is bounded by its own groups. Only main.
 */
public final class MldListener implements Timed, Groups.Listener {
    private static final long MS_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long REPEAT_NS = TimeUnit.SECONDS.toNanos(1);
    /** Older version querier present timeout (RFC 3810, 9.12): 2 x 125 s + 10 s. */
    private static final long OLD_QUERIER_NS = TimeUnit.SECONDS.toNanos(260);

    private final Interfaces interfaces;
    private final Ip6AddressTable addresses;
    private final Groups groups;
    private final NdSender sender;
    private final LiveSetting<Integer> robustness;
    private final RandomGenerator random;
    private final Map<Integer, Link> links = new TreeMap<>();
    private Runnable wake = () -> {};

    public MldListener(
            final Interfaces interfaces,
            final Ip6AddressTable addresses,
            final Groups groups,
            final NdSender sender,
            final LiveSetting<Integer> robustness,
            final RandomGenerator random) {
        this.interfaces = interfaces;
        this.addresses = addresses;
        this.groups = groups;
        this.sender = sender;
        this.robustness = robustness;
        this.random = random;
    }

    /** Names what has the process look. */
    public void connect(final Runnable wakes) {
        wake = wakes;
    }

    @Override
    public void changed(final int swIfIndex, final long high, final long low, final boolean joined) {
        if (isReported(high, low) && robustness.get() > 0) {
            final Map<Group, Change> changes = link(swIfIndex).changes;
            // The last word counts, and comes last.
            changes.remove(new Group(high, low));
            changes.put(new Group(high, low), new Change(joined, robustness.get()));
            wake.run();
        }
    }

    /** All nodes and what doesn't leave the host is never reported (RFC 3810, 6). */
    private static boolean isReported(final long high, final long low) {
        final int scope = (int) (high >>> 48) & 0xf;
        return scope > 1 && !(high == Groups.LINK && low == Groups.ALL_NODES);
    }

    /** An interface has come up: it is in all its groups anew. */
    public void linkUp(final int swIfIndex) {
        final long[] joined = groups.of(swIfIndex);
        for (int i = 0; i < joined.length; i += 2) {
            changed(swIfIndex, joined[i], joined[i + 1], true);
        }
    }

    /** An interface goes. */
    public void forget(final int swIfIndex) {
        links.remove(swIfIndex);
    }

    /**
     * A querier asks.
     *
     * @param high of the group, 0 with {@code low} for all.
     * @param old whether it is one of version 1.
     */
    void asked(
            final int swIfIndex,
            final long high,
            final long low,
            final long responseMs,
            final boolean old,
            final long nowNs) {
        final Link link = link(swIfIndex);
        if (old) {
            link.oldUntilNs = nowNs + OLD_QUERIER_NS;
        }
        final long due = nowNs + random.nextLong(responseMs * MS_NS + 1);
        if ((high | low) == 0) {
            link.allDueNs = Math.min(link.allDueNs, due);
        } else if (isReported(high, low) && groups.isIn(swIfIndex, high, low)) {
            link.asked.merge(new Group(high, low), due, Math::min);
        }
        wake.run();
    }

    private Link link(final int swIfIndex) {
        return links.computeIfAbsent(swIfIndex, index -> new Link());
    }

    @Override
    public long tick(final long nowNs, final Sink sink) {
        long next = NEVER;
        for (final Map.Entry<Integer, Link> entry : links.entrySet()) {
            final Interface on = interfaces.byIndex(entry.getKey());
            if (on != null && on.adminUp() && on.linkUp()) {
                next = Math.min(next, tick(on, entry.getValue(), nowNs, sink));
            }
        }
        return next;
    }

    private long tick(final Interface on, final Link link, final long nowNs, final Sink sink) {
        final Map<Group, Integer> said = new LinkedHashMap<>();
        long next = NEVER;
        if (link.allDueNs <= nowNs) {
            link.allDueNs = NEVER;
            link.asked.clear();
            final long[] joined = groups.of(on.swIfIndex());
            for (int i = 0; i < joined.length; i += 2) {
                if (isReported(joined[i], joined[i + 1])) {
                    said.put(new Group(joined[i], joined[i + 1]), MldMessage.IS_EXCLUDE);
                }
            }
        }
        next = Math.min(next, link.allDueNs);
        for (final Iterator<Map.Entry<Group, Long>> each = link.asked.entrySet().iterator(); each.hasNext(); ) {
            final Map.Entry<Group, Long> asked = each.next();
            if (asked.getValue() <= nowNs) {
                each.remove();
                if (groups.isIn(
                        on.swIfIndex(), asked.getKey().high(), asked.getKey().low())) {
                    said.putIfAbsent(asked.getKey(), MldMessage.IS_EXCLUDE);
                }
            } else {
                next = Math.min(next, asked.getValue());
            }
        }
        for (final Iterator<Map.Entry<Group, Change>> each =
                        link.changes.entrySet().iterator();
                each.hasNext(); ) {
            final Map.Entry<Group, Change> entry = each.next();
            final Change change = entry.getValue();
            if (change.dueNs <= nowNs) {
                said.put(entry.getKey(), change.joined ? MldMessage.TO_EXCLUDE : MldMessage.TO_INCLUDE);
                change.dueNs = nowNs + 1 + random.nextLong(REPEAT_NS);
                if (--change.left == 0) {
                    each.remove();
                    continue;
                }
            }
            next = Math.min(next, change.dueNs);
        }
        say(on, said, nowNs < link.oldUntilNs, sink);
        return next;
    }

    private void say(final Interface on, final Map<Group, Integer> said, final boolean old, final Sink sink) {
        if (said.isEmpty()) {
            return;
        }
        // RFC 3590: as long as there is no link-local address, switches hear it from nobody.
        final Ip6Address linkLocal = addresses.sourceFor(on.swIfIndex(), LinkScope.PREFIX, 0);
        final Ip6Address from = linkLocal == null ? Ip6Address.UNSPECIFIED : linkLocal;
        final List<Record> records = new ArrayList<>();
        for (final Map.Entry<Group, Integer> each : said.entrySet()) {
            final Group group = each.getKey();
            if (old) {
                final int type = each.getValue() == MldMessage.TO_INCLUDE ? MldMessage.DONE_1 : MldMessage.REPORT_1;
                MldMessage.report1(sender, on, from, type, new Ip6Address(group.high(), group.low()), sink);
            } else {
                records.add(new Record(each.getValue(), group.high(), group.low()));
            }
        }
        for (int at = 0; at < records.size(); at += MldMessage.MAX_RECORDS) {
            final int end = Math.min(records.size(), at + MldMessage.MAX_RECORDS);
            MldMessage.report(sender, on, from, records.subList(at, end), sink);
        }
    }
}
