package io.weir.acl.internal.lookup;

import io.weir.acl.LookupContext;
import io.weir.acl.Matcher;
import io.weir.acl.Start;
import io.weir.acl.internal.classify.ExtensionHeaders;
import io.weir.acl.internal.classify.Key;
import io.weir.acl.internal.classify.KeyWriter;
import io.weir.acl.internal.classify.Walk;
import io.weir.acl.internal.policy.CompiledList;
import io.weir.acl.internal.policy.Policies;
import io.weir.acl.internal.policy.Policy;
import io.weir.graph.Frame;
import io.weir.graph.Worker;
import io.weir.graph.WorkerIndexedCounter;
import io.weir.memory.Buffer;
import io.weir.net.Layers;
import java.util.List;

/** Holds packets against the lists of contexts, on one thread. */
final class PacketMatcher implements Matcher, AutoCloseable {
    private final Policies policies;
    private final ExtensionHeaders headers;
    private final Start start;
    private final WorkerIndexedCounter packets;
    private final WorkerIndexedCounter bytes;
    private final Walk walk = new Walk();
    private final KeyGroup ip4 = new KeyGroup(false);
    private final KeyGroup ip6 = new KeyGroup(true);
    private final KeyGroup later4 = new KeyGroup(false);
    private final KeyGroup later6 = new KeyGroup(true);
    private final int[] matched = new int[Frame.CAPACITY];

    // What was found, by places in the frame.
    private final int[] actions = new int[Frame.CAPACITY];
    private final int[] positions = new int[Frame.CAPACITY];
    private final int[] lists = new int[Frame.CAPACITY];
    private final int[] rules = new int[Frame.CAPACITY];

    PacketMatcher(final Policies policies, final ExtensionHeaders headers, final Worker worker, final Start start) {
        this.policies = policies;
        this.headers = headers;
        this.start = start;
        packets = policies.packets().on(worker);
        bytes = policies.bytes().on(worker);
    }

    @Override
    public void match(final LookupContext context, final Frame frame, final int from, final int to) {
        final Policy policy = ((Context) context).policy(policies.table());
        for (int i = from; i < to; i++) {
            read(frame.buffer(i), i);
        }
        ask(policy, ip4, false, frame);
        ask(policy, ip6, false, frame);
        ask(policy, later4, true, frame);
        ask(policy, later6, true, frame);
    }

    /** Writes a packet's key behind those like it. */
    private void read(final long buffer, final int i) {
        final int found =
                switch (start) {
                    case IP4 -> Layers.ip4(buffer);
                    case IP6 -> Layers.ip6(buffer);
                    case ETHERNET -> Layers.ethernet(buffer);
                };
        final int layers = headers.seen(buffer, found);
        final int kind = KeyWriter.kind(buffer, layers);
        if (kind == KeyWriter.TRUNCATED) {
            set(i, UNDECIDABLE, -1, -1, -1);
        } else if (Layers.isIp6(layers)) {
            KeyWriter.write6(buffer, layers, (kind == KeyWriter.LATER ? later6 : ip6).add(i));
        } else {
            KeyWriter.write4(buffer, layers, (kind == KeyWriter.LATER ? later4 : ip4).add(i));
        }
    }

    /**
     * Asks one list after the other about those that none before has matched.
     *
     * @param frame that they are of, or null, if nothing is to be counted.
     */
    private void ask(final Policy policy, final KeyGroup group, final boolean later, final Frame frame) {
        final List<CompiledList> asked = policy == null ? List.of() : policy.lists();
        for (int l = 0; l < asked.size() && group.size() > 0; l++) {
            final CompiledList list = asked.get(l);
            walk.first(later ? list.later(group.ip6) : list.whole(group.ip6), group.keys, group.size(), matched);
            int left = 0;
            for (int i = 0, size = group.size(); i < size; i++) {
                final int rule = matched[i];
                if (rule < 0) {
                    group.move(i, left++);
                } else {
                    final int verdict = list.verdict(rule);
                    set(group.at[i], CompiledList.action(verdict), l, list.index(), rule);
                    if (frame != null) {
                        packets.add(CompiledList.slot(verdict), 1);
                        bytes.add(CompiledList.slot(verdict), Buffer.packetLength(frame.buffer(group.at[i])));
                    }
                }
            }
            group.size(left);
        }
        for (int i = 0; i < group.size(); i++) {
            set(group.at[i], NONE, -1, -1, -1);
        }
        group.size(0);
    }

    private void set(final int i, final int action, final int position, final int list, final int rule) {
        actions[i] = action;
        positions[i] = position;
        lists[i] = list;
        rules[i] = rule;
    }

    @Override
    public boolean match4(
            final LookupContext context,
            final int source,
            final int destination,
            final int protocol,
            final int sourcePort,
            final int destinationPort,
            final int flags) {
        Key.write4(ip4.add(0), source, destination, protocol, sourcePort, destinationPort, flags);
        ask(((Context) context).policy(policies.table()), ip4, false, null);
        return actions[0] >= 0;
    }

    @Override
    public boolean match6(
            final LookupContext context,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int protocol,
            final int sourcePort,
            final int destinationPort,
            final int flags) {
        Key.write6(
                ip6.add(0),
                sourceHigh,
                sourceLow,
                destinationHigh,
                destinationLow,
                protocol,
                sourcePort,
                destinationPort,
                flags);
        ask(((Context) context).policy(policies.table()), ip6, false, null);
        return actions[0] >= 0;
    }

    @Override
    public int action(final int i) {
        return actions[i];
    }

    @Override
    public int position(final int i) {
        return positions[i];
    }

    @Override
    public int list(final int i) {
        return lists[i];
    }

    @Override
    public int rule(final int i) {
        return rules[i];
    }

    @Override
    public void close() {
        ip4.close();
        ip6.close();
        later4.close();
        later6.close();
    }
}
