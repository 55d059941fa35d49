package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.graph.Timers;
import io.weir.graph.Worker;
import io.weir.graph.WorkerHandoff;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.nat64.internal.state.ClientState;
import io.weir.nat64.internal.state.PoolTable;
import io.weir.nat64.internal.state.Ports;
import io.weir.nat64.internal.state.Protocol;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.nat64.internal.state.SharedState;
import io.weir.net.IcmpHeader;
import io.weir.net.IpProtocol;
import io.weir.table.OtherKey;

/**
 * SYNs of servers that no client has asked for wait for 6 s, as a client may be opening the same connection: then it would be an error
 * to refuse it (RFC 5382, REQ-4; RFC 6146, 3.5.2.2). Those whose client has not begun it by then are answered as unreachable. So many
 * wait on each thread, the others are dropped at once. One thread.
 */
final class HeldSyns implements Timers.Task {
    /** How many wait. */
    static final int MOST = 64;

    private static final long HELD_NS = 6_000_000_000L;

    /** Answered with at most this many at a time, as the queue to the node that answers takes a vector. */
    private static final int AT_ONCE = 32;

    private final Worker worker;
    private final ClientState state;
    private final SharedState shared;
    private final Ip4IcmpErrors errors;
    private final WorkerHandoff answer;
    private final int[] buffers = new int[MOST];
    private final long[] dueNs = new long[MOST];
    /** Whether the port was bound, to a client of this thread. */
    private final boolean[] bound = new boolean[MOST];

    private final long keys;
    private final int[] refused = new int[AT_ONCE];
    private int first;
    private int count;

    HeldSyns(
            final Worker worker,
            final ClientState state,
            final SharedState shared,
            final NodeMemory memory,
            final Ip4IcmpErrors errors,
            final WorkerHandoff answer) {
        this.worker = worker;
        this.state = state;
        this.shared = shared;
        this.errors = errors;
        this.answer = answer;
        keys = memory.allocate((long) MOST * OtherKey.BYTES);
    }

    /** How many wait. This thread, or main while it is parked. */
    int count() {
        return count;
    }

    /**
     * Takes a packet if there is room.
     *
     * @param key second key of the session that it would have.
     * @param portBound whether a client of this thread has the port.
     */
    boolean hold(final Frame frame, final int i, final long key, final boolean portBound) {
        if (count == MOST) {
            return false;
        }
        final int at = (first + count) % MOST;
        buffers[at] = frame.index(i);
        bound[at] = portBound;
        dueNs[at] = worker.nowNs() + HELD_NS;
        Memory.copy(key, key(at), OtherKey.BYTES);
        frame.take(i);
        if (count == 0) {
            worker.timers().schedule(HELD_NS, this);
        }
        count++;
        return true;
    }

    private long key(final int at) {
        return keys + (long) at * OtherKey.BYTES;
    }

    @Override
    public void expired(final long nowNs) {
        int unreachable = 0;
        for (int seen = 0; count > 0 && dueNs[first] <= nowNs && seen < AT_ONCE; seen++) {
            if (isBegun(key(first), bound[first])) {
                worker.buffers().free(buffers[first]);
            } else {
                errors.ask(
                        Buffer.address(buffers[first]),
                        IcmpHeader.DESTINATION_UNREACHABLE,
                        IcmpHeader.CODE_PORT_UNREACHABLE,
                        0);
                refused[unreachable++] = buffers[first];
            }
            first = (first + 1) % MOST;
            count--;
        }
        if (unreachable > 0 && !answer.offer(worker.index(), refused, 0, unreachable)) {
            worker.buffers().free(refused, 0, unreachable);
        }
        if (count > 0) {
            worker.timers().schedule(Math.max(0, dueNs[first] - nowNs), this);
        }
    }

    /** Whether a client has begun it, as far as this thread sees: one of another has got the port meanwhile, maybe for that. */
    private boolean isBegun(final long key, final boolean portBound) {
        if (portBound) {
            return state.sessions().findOther(key, state.sessions().hashOther(key)) != 0;
        }
        final PoolTable pool = shared.pool();
        final int place = pool.find(SessionEntry.poolAddress(key + 8));
        return place != PoolTable.NONE
                && Ports.owner(pool.ports(place, Protocol.index(IpProtocol.TCP)), SessionEntry.poolPort(key + 8)) >= 0;
    }

    /** Frees all: main, when no node runs any more. */
    void close(final Buffers on) {
        for (; count > 0; count--) {
            on.free(buffers[first]);
            first = (first + 1) % MOST;
        }
    }
}
