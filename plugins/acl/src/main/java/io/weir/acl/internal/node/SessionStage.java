package io.weir.acl.internal.node;

import io.weir.acl.internal.policy.PolicyTable;
import io.weir.acl.internal.session.Origin;
import io.weir.acl.internal.session.SessionStore;
import io.weir.acl.internal.session.SessionValue;
import io.weir.acl.internal.session.Sessions;
import io.weir.graph.Frame;
import io.weir.net.FlowKey;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;
import io.weir.table.SessionTable;

/** Lets packets of sessions go on, and begins sessions. */
final class SessionStage {
    private final Sessions sessions;
    private final boolean ip6;
    private final boolean leaving;
    private final Batch batch;
    private final SessionStore store;
    private final SessionCheck check;
    private final Origin origin = new Origin();
    private final int[] found = new int[Frame.CAPACITY];
    private PolicyTable policies;
    private boolean reclassify;

    SessionStage(final AccessPart part, final boolean ip6, final boolean leaving, final Batch batch) {
        sessions = part.sessions();
        this.ip6 = ip6;
        this.leaving = leaving;
        this.batch = batch;
        store = part.store();
        check = new SessionCheck(ip6, part.memory());
        origin.leaving = leaving;
    }

    /** Takes those out of the batch that belong to a session. */
    void pass(final Frame frame, final PolicyTable now) {
        final SessionTable table = sessions.table(ip6);
        policies = now;
        reclassify = store.settings().reclassify();
        final int size = batch.size();
        sessions.expire();
        for (int i = 0; i < size; i++) {
            key(batch.buffers[i], batch.layers[i], batch.sessionKeys + (long) i * batch.keyBytes, batch.interfaces[i]);
            batch.sessionAt[i] = i;
        }
        table.hash(batch.sessionKeys, size, batch.hashes);
        table.lookup(batch.sessionKeys, batch.hashes, size, found);
        int left = 0;
        for (int i = 0; i < size; i++) {
            final int entry = found[i];
            if (entry != 0 && plain(table, entry, i)) {
                table.touch(entry);
                if (frame.traced()) {
                    AccessTrace.session(frame, batch.at[i], entry, table.value(entry));
                }
            } else if (entry == 0 || !counts(table, entry, i) || !sessions.packet(table, entry, leaving, what(i))) {
                batch.move(i, left++);
            } else if (frame.traced()) {
                AccessTrace.session(frame, batch.at[i], entry, table.value(entry));
            }
        }
        batch.size(left);
    }

    /** Whether a session counts and this packet changes nothing about it, at one look: most are of that kind. */
    private boolean plain(final SessionTable table, final int entry, final int i) {
        final long value = table.value(entry);
        final int protocol = Layers.protocol(batch.layers[i]);
        if (reclassify || !SessionValue.is(value, protocol, policies.generation(batch.interfaces[i]))) {
            return false;
        }
        return protocol == IpProtocol.UDP
                || protocol == IpProtocol.TCP
                        && SessionValue.hasSeen(value, what(i), leaving == SessionValue.leaving(value));
    }

    /** Whether a session that was found still counts; else it goes. */
    private boolean counts(final SessionTable table, final int entry, final int i) {
        final long value = table.value(entry);
        if (SessionValue.generation(value) == policies.generation(batch.interfaces[i])
                && (!reclassify || SessionValue.version(value) == policies.version())) {
            return true;
        }
        final long key = batch.sessionKeys + (long) i * batch.keyBytes;
        // Another packet of the vector may have been found with it and have ended it.
        if (table.find(key, batch.hashes[i]) != entry) {
            return false;
        }
        if (check.stillPermitted(policies, key, value)) {
            return true;
        }
        table.remove(entry);
        return false;
    }

    private int what(final int i) {
        return Sessions.what(Layers.transport(batch.buffers[i], batch.layers[i]), Layers.protocol(batch.layers[i]));
    }

    /** Writes the key under which a packet's session is kept: that of what comes in by the interface. */
    private void key(final long buffer, final int layers, final long key, final int swIfIndex) {
        if (ip6) {
            FlowKey.write6(buffer, layers, key, swIfIndex);
        } else {
            FlowKey.write4(buffer, layers, key, swIfIndex);
        }
        if (leaving) {
            if (ip6) {
                FlowKey.reverse6(key, key);
            } else {
                FlowKey.reverse4(key, key);
            }
        }
    }

    /**
     * Begins a session with a packet of the batch that was looked for before.
     *
     * @return false if there is no room.
     */
    boolean begin(final int i, final int list, final int rule) {
        final int protocol = Layers.protocol(batch.layers[i]);
        final int what = what(i);
        if (!Sessions.begins(protocol, what)) {
            return true;
        }
        final long key = batch.sessionKeys + (long) batch.sessionAt[i] * batch.keyBytes;
        origin.version = policies.version();
        origin.generation = policies.generation(batch.interfaces[i]);
        origin.list = list;
        origin.rule = rule;
        final int entry = sessions.begin(ip6, key, batch.hashes[i], protocol, what, origin);
        if (entry < 0) {
            // A packet before it in the vector has begun it.
            sessions.packet(sessions.table(ip6), -entry, leaving, what);
        }
        return entry != Sessions.FULL;
    }
}
