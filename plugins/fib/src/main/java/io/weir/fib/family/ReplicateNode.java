package io.weir.fib.family;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;

/**
 * Nodes ip4-replicate and ip6-replicate: sends a copy of each packet to each interface by which its route forwards, but to the one that
 * it came in by, and one to this host if that wants it (VPP: replicate_dpo.c). A packet that has no hop left, or belongs to its
 * link, goes to this host alone. So a frame becomes {@value MulticastRoute#MAX_INTERFACES} times as many packets at most, but for the host's.
 */
public final class ReplicateNode implements PacketNode {
    /** No buffer. */
    private static final int NONE = -1;

    private final MulticastRoutes routes;
    private final GroupPackets packets;
    private final Buffers buffers;
    private final Replicator replicator;
    private final int rewrite;
    private final int local;
    private final MulticastReasons reasons;
    private final int[] adjacencies = new int[MulticastRoute.MAX_INTERFACES];
    private final int[] copies = new int[MulticastRoute.MAX_INTERFACES];

    /**
     * An instance for one thread.
     *
     * @param rewrite where copies go that leave, with the adjacency of groups on their interface.
     * @param local where those for this host go.
     */
    public ReplicateNode(
            final Worker worker,
            final MulticastRoutes routes,
            final GroupPackets packets,
            final int rewrite,
            final int local,
            final MulticastReasons reasons) {
        this.routes = routes;
        this.packets = packets;
        buffers = worker.buffers();
        replicator = new Replicator(buffers);
        this.rewrite = rewrite;
        this.local = local;
        this.reasons = reasons;
    }

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final MulticastRoute route = routes.at(Buffer.adjacency(buffer));
            if (route == null) {
                frame.drop(i, reasons.notForwarded());
            } else {
                replicate(frame, i, buffer, route);
            }
        }
    }

    private void replicate(final Frame frame, final int i, final long buffer, final MulticastRoute route) {
        final long header = Buffer.data(buffer);
        final boolean toHost = route.local() || packets.isMember(buffer, header);
        int leaving = packets.staysOnLink(buffer, header) ? 0 : leaving(route, Buffer.rxInterface(buffer));
        if (leaving > 0 && packets.hops(header) <= 1) {
            if (!toHost) {
                frame.drop(i, reasons.expired());
                return;
            }
            frame.sink().count(reasons.expired(), 1);
            leaving = 0;
        }
        if (leaving > 0) {
            spread(frame, i, leaving, toHost);
        } else if (toHost) {
            frame.send(i, local);
        } else {
            frame.drop(i, reasons.notForwarded());
        }
    }

    /** Notes the adjacencies of the interfaces that a packet leaves by; returns how many. */
    private int leaving(final MulticastRoute route, final int rx) {
        final int[] interfaces = route.forwarding();
        int count = 0;
        for (int i = 0; i < interfaces.length; i++) {
            if (interfaces[i] != rx) {
                adjacencies[count++] = route.adjacencies()[i];
            }
        }
        return count;
    }

    private void spread(final Frame frame, final int i, final int leaving, final boolean toHost) {
        final int index = frame.index(i);
        // Whole: who puts fragments together, or answers, writes to all of a packet.
        final int forHost = toHost ? buffers.copy(index) : NONE;
        final boolean made = (!toHost || forHost != NONE)
                && (leaving == 1 || replicator.copies(index, packets.front(frame.packet(i)), copies, leaving));
        if (!made) {
            if (forHost != NONE) {
                buffers.free(forHost);
            }
            frame.drop(i, reasons.noBuffers());
            return;
        }
        if (leaving == 1) {
            Buffer.adjacency(frame.buffer(i), adjacencies[0]);
            frame.send(i, rewrite);
        } else {
            frame.take(i);
            for (int j = 0; j < leaving; j++) {
                Buffer.adjacency(Buffer.address(copies[j]), adjacencies[j]);
            }
            frame.sink().emit(copies, 0, leaving, rewrite);
        }
        if (toHost) {
            frame.sink().emit(forHost, local);
        }
    }
}
