package io.weir.acl.internal.node;

import io.weir.acl.internal.classify.KeyWriter;
import io.weir.acl.internal.classify.Walk;
import io.weir.acl.internal.policy.CompiledList;
import io.weir.acl.internal.policy.Policy;
import io.weir.acl.internal.rule.Action;
import io.weir.graph.Frame;
import io.weir.graph.Worker;
import io.weir.graph.WorkerIndexedCounter;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import java.util.List;

/** Holds packets against rules: the first that matches decides; if none does, the packet is denied. */
final class RuleStage {
    private static final int REFLECT = Action.REFLECT.code();
    private static final int DENY = Action.DENY.code();

    private final AccessPart part;
    private final boolean ip6;
    private final Batch batch;
    private final SessionStage sessions;
    private final WorkerIndexedCounter packets;
    private final WorkerIndexedCounter bytes;
    private final Walk walk = new Walk();
    private final Question question;
    private final int[] matched = new int[Frame.CAPACITY];
    /** The rule whose matches are being added up. */
    private int counting = -1;

    private int countedPackets;
    private long countedBytes;

    RuleStage(
            final Worker worker,
            final AccessPart part,
            final boolean ip6,
            final Batch batch,
            final SessionStage sessions) {
        this.part = part;
        this.ip6 = ip6;
        this.batch = batch;
        this.sessions = sessions;
        question = new Question(ip6);
        packets = part.policies().packets().on(worker);
        bytes = part.policies().bytes().on(worker);
    }

    /** Decides about all packets of the batch. */
    void decide(final Frame frame, final Policy policy, final boolean reflexive) {
        writeKeys();
        final List<CompiledList> lists = policy.lists();
        for (int l = 0; l < lists.size() && batch.size() > 0; l++) {
            final CompiledList list = lists.get(l);
            walk.first(list.whole(ip6), batch.keys, batch.size(), matched);
            settle(frame, list, reflexive, l + 1 < lists.size());
        }
        count(-1, 0);
        for (int i = 0; i < batch.size(); i++) {
            if (!ip6 || !NeighborDiscovery.is(batch.buffers[i], batch.layers[i])) {
                deny(frame, batch.at[i], -1, -1);
            }
        }
    }

    private void writeKeys() {
        long key = batch.keys;
        for (int i = 0; i < batch.size(); i++) {
            if (ip6) {
                KeyWriter.write6(batch.buffers[i], batch.layers[i], key);
            } else {
                KeyWriter.write4(batch.buffers[i], batch.layers[i], key);
            }
            key += batch.keyBytes;
        }
    }

    /** Does with matched packets what their rules say; the others stay in the batch. */
    private void settle(final Frame frame, final CompiledList list, final boolean reflexive, final boolean more) {
        int left = 0;
        for (int i = 0, size = batch.size(); i < size; i++) {
            final int label = matched[i];
            if (label < 0) {
                if (more && left < i) {
                    Memory.copy(
                            batch.keys + (long) i * batch.keyBytes,
                            batch.keys + (long) left * batch.keyBytes,
                            batch.keyBytes);
                }
                batch.move(i, left++);
            } else {
                final int verdict = list.verdict(label);
                count(CompiledList.slot(verdict), Buffer.packetLength(batch.buffers[i]));
                apply(frame, i, list, label, CompiledList.action(verdict), reflexive);
            }
        }
        batch.size(left);
    }

    private void apply(
            final Frame frame,
            final int i,
            final CompiledList list,
            final int label,
            final int action,
            final boolean reflexive) {
        if (action == DENY) {
            deny(frame, batch.at[i], list.index(), frame.traced() ? list.number(label) : -1);
        } else if (action == REFLECT && reflexive && !sessions.begin(i, list.index(), list.number(label))) {
            frame.drop(batch.at[i], part.reasons().full());
        } else if (frame.traced()) {
            AccessTrace.rule(frame, batch.at[i], list.index(), list.number(label), action);
        }
    }

    private void deny(final Frame frame, final int at, final int list, final int rule) {
        if (frame.traced()) {
            AccessTrace.rule(frame, at, list, rule, DENY);
        }
        frame.drop(at, part.reasons().denied());
    }

    private void count(final int slot, final int length) {
        if (slot != counting) {
            if (counting >= 0) {
                packets.add(counting, countedPackets);
                bytes.add(counting, countedBytes);
            }
            counting = slot;
            countedPackets = 0;
            countedBytes = 0;
        }
        countedPackets++;
        countedBytes += length;
    }

    /** Decides about a fragment that has no ports, by itself: they are few, or shouldn't be. */
    void laterFragment(final Frame frame, final int at, final long buffer, final int layers, final Policy policy) {
        final long key = batch.keys;
        if (ip6) {
            KeyWriter.write6(buffer, layers, key);
        } else {
            KeyWriter.write4(buffer, layers, key);
        }
        final int verdict = question.ask(policy, key, true);
        if (verdict == Question.NONE) {
            deny(frame, at, -1, -1);
            return;
        }
        count(CompiledList.slot(verdict), Buffer.packetLength(buffer));
        count(-1, 0);
        if (CompiledList.action(verdict) == DENY) {
            deny(frame, at, question.list(), question.rule());
        } else if (frame.traced()) {
            AccessTrace.rule(frame, at, question.list(), question.rule(), CompiledList.action(verdict));
        }
    }
}
