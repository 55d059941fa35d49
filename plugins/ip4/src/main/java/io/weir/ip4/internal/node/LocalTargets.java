package io.weir.ip4.internal.node;

import io.weir.graph.Next;
import io.weir.ip4.Ip4Local;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Who takes what is for this host. Main writes, workers read; an entry is one int, so a worker sees the old or the new
 * one, at the latest in its next frame.
 */
public final class LocalTargets implements Ip4Local {
    private final int[] protocols = new int[256];
    private final int[] udpPorts = new int[65_536];
    private final int[] icmpTypes = new int[256];
    /** In this order in what is exported. */
    private final List<int[]> all = List.of(protocols, udpPorts, icmpTypes);
    /** Entries of the version before that nobody has made anew, as {table, key}. Only main. */
    private final Set<List<Integer>> carried = new HashSet<>();

    @Override
    public void protocol(final int protocol, final Next to) {
        set(0, protocol, to);
    }

    @Override
    public void udpPort(final int port, final Next to) {
        set(1, port, to);
    }

    @Override
    public void icmpType(final int type, final Next to) {
        set(2, type, to);
    }

    /** Target for a protocol, 0 if nobody takes it. */
    public int ofProtocol(final int protocol) {
        return protocols[protocol];
    }

    /** Target for a UDP port, 0 if nobody takes it. */
    public int ofUdpPort(final int port) {
        return udpPorts[port];
    }

    /** Target for an ICMP type, 0 if nobody takes it. */
    public int ofIcmpType(final int type) {
        return icmpTypes[type];
    }

    private void set(final int table, final int key, final Next to) {
        carried.remove(List.of(table, key));
        all.get(table)[key] = to == null ? 0 : to.target();
    }

    /** All entries, as rows of {table, key, target}. */
    public int[] export() {
        return IntStream.range(0, all.size())
                .flatMap(table -> IntStream.range(0, all.get(table).length)
                        .filter(key -> all.get(table)[key] != 0)
                        .flatMap(key -> IntStream.of(table, key, all.get(table)[key])))
                .toArray();
    }

    /** Keeps the entries of the version before until those who made them have made them anew. */
    public void restore(final int[] rows) {
        for (int i = 0; i < rows.length; i += 3) {
            final int[] table = all.get(rows[i]);
            if (table[rows[i + 1]] == 0) {
                table[rows[i + 1]] = rows[i + 2];
                carried.add(List.of(rows[i], rows[i + 1]));
            }
        }
    }

    /** All plugins that wanted to have come anew: what none of them has asked for goes. */
    public void conclude() {
        carried.forEach(entry -> all.get(entry.getFirst())[entry.getLast()] = 0);
        carried.clear();
    }
}
