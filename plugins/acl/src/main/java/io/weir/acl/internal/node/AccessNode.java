package io.weir.acl.internal.node;

import io.weir.acl.internal.classify.KeyWriter;
import io.weir.acl.internal.policy.Policy;
import io.weir.acl.internal.policy.PolicyTable;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.memory.Buffer;
import io.weir.net.Layers;

/**
 * Nodes acl-plugin-in-ip4-fa, acl-plugin-out-ip4-fa, acl-plugin-in-ip6-fa and acl-plugin-out-ip6-fa: hold packets against the lists of
 * the interface that they come in by or leave by; what no rule permits is dropped. Where rules reflect, packets of sessions go on
 * before any rule is asked, on the thread that owns the session. Source: VPP plugins/acl/dataplane_node.c.
 */
public final class AccessNode implements PacketNode {
    private final AccessPart part;
    private final boolean ip6;
    private final boolean leaving;
    private final RuleStage rules;
    private final SessionStage sessions;
    private final OwnerStage owners;
    private final Batch batch;

    /**
     * A node for one thread.
     *
     * @param leaving whether packets leave by the interface, and begin with an Ethernet header.
     * @param owner whether packets have been brought to their thread.
     */
    public AccessNode(
            final Worker worker, final AccessPart part, final boolean ip6, final boolean leaving, final boolean owner) {
        this.part = part;
        this.ip6 = ip6;
        this.leaving = leaving;
        batch = new Batch(ip6, part.memory());
        sessions = new SessionStage(part, ip6, leaving, batch);
        rules = new RuleStage(worker, part, ip6, batch, sessions);
        owners = owner || part.owners() == null ? null : new OwnerStage(worker, part, ip6, leaving);
    }

    @Override
    public void process(final Frame frame) {
        final PolicyTable table = part.policies().table();
        if (owners != null) {
            owners.send(frame, table);
        }
        final int size = frame.size();
        for (int from = 0; from < size; ) {
            from = run(frame, table, from, size);
        }
    }

    /** Decides about packets in a row that are held against the same policy; returns where they end. */
    private int run(final Frame frame, final PolicyTable table, final int from, final int size) {
        // In locals: C2 would load them again after each store.
        final int[] at = batch.at;
        final int[] layers = batch.layers;
        final int[] interfaces = batch.interfaces;
        final long[] buffers = batch.buffers;
        final boolean known6 = ip6;
        final boolean out = leaving;
        Policy policy = null;
        boolean reflexive = false;
        int last = -1;
        int count = 0;
        int i = from;
        for (; i < size; i++) {
            if (owners != null && owners.gone(i)) {
                continue;
            }
            final long buffer = frame.buffer(i);
            final int swIfIndex = out ? Buffer.txInterface(buffer) : Buffer.rxInterface(buffer);
            if (swIfIndex != last) {
                final Policy here = table.of(out, swIfIndex);
                final boolean reflexiveHere = table.generation(swIfIndex) != 0;
                if (last != -1 && (here != policy || reflexiveHere != reflexive)) {
                    break;
                }
                policy = here;
                reflexive = reflexiveHere;
                last = swIfIndex;
            }
            if (policy != null) {
                final int plain = known6 ? PlainLayers.ip6(buffer, out) : PlainLayers.ip4(buffer, out);
                final int found = plain == PlainLayers.OTHER ? other(frame, i, buffer, policy) : plain;
                if (found != PlainLayers.OTHER) {
                    at[count] = i;
                    buffers[count] = buffer;
                    layers[count] = found;
                    interfaces[count] = swIfIndex;
                    count++;
                }
            }
        }
        batch.size(count);
        decide(frame, table, policy, reflexive);
        return i;
    }

    /** Layers of a packet that isn't plain; or {@code OTHER}, if it has been decided about. */
    private int other(final Frame frame, final int i, final long buffer, final Policy policy) {
        final int found = leaving ? Layers.ethernet(buffer) : ip6 ? Layers.ip6(buffer) : Layers.ip4(buffer);
        final int layers = ip6 ? part.headers().seen(buffer, found) : found;
        final int kind = KeyWriter.kind(buffer, layers);
        if (kind == KeyWriter.WHOLE) {
            return layers;
        }
        if (kind == KeyWriter.TRUNCATED) {
            frame.drop(i, part.reasons().truncated());
        } else {
            rules.laterFragment(frame, i, buffer, layers, policy);
        }
        return PlainLayers.OTHER;
    }

    private void decide(final Frame frame, final PolicyTable table, final Policy policy, final boolean reflexive) {
        if (batch.size() > 0 && reflexive) {
            sessions.pass(frame, table);
        }
        if (batch.size() > 0) {
            rules.decide(frame, policy, reflexive);
        }
    }
}
