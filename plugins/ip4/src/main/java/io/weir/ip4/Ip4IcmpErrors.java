package io.weir.ip4;

import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.memory.Buffer;
import io.weir.plugin.ScratchField;

/**
 * ICMP errors as a service: a node of any plugin that gives an IPv4 packet up notes what its sender is to be told, and sends
 * the packet to node ip4-icmp-error, its IPv4 header first. That node makes the message of it (RFC 792), or drops it with a
 * reason where RFC 1812, 4.3.2 allows no message or the limits do not. Why it gave the packet up, the node counts itself.
 *
 * <pre>
 * frame.sink().count(reason, 1);
 * errors.send(frame, i, IcmpHeader.DESTINATION_UNREACHABLE, 13, 0);
 * </pre>
 *
 * Any thread; nothing here is called through an interface.
 */
public final class Ip4IcmpErrors {
    private final ScratchField asked;
    private final Next next;
    private final int target;

    /** For plugin ip4, which exports it. */
    public Ip4IcmpErrors(final ScratchField asked, final Next next) {
        this.asked = asked;
        this.next = next;
        target = next.target();
    }

    /** The node that makes the message. */
    public Next next() {
        return next;
    }

    /**
     * Notes what the sender of a packet is to be told, before the packet is sent to {@link #next}.
     *
     * @param type of the message, one that reports an error; what else stands there is dropped.
     * @param code of the message.
     * @param data its second word, in host order: the MTU (RFC 1191), a pointer in the highest byte, or 0.
     */
    public void ask(final long buffer, final int type, final int code, final int data) {
        asked.putLong(buffer, (long) type << 40 | (long) code << 32 | data & 0xffffffffL);
    }

    /** Notes what the sender of packet {@code i} is to be told, and sends the packet to {@link #next}. */
    public void send(final Frame frame, final int i, final int type, final int code, final int data) {
        ask(Buffer.address(frame.index(i)), type, code, data);
        frame.send(i, target);
    }

    /** The type that was asked for; the packet may come from a node that asked for none. */
    public int type(final long buffer) {
        return (int) (asked.getLong(buffer) >>> 40) & 0xff;
    }

    /** The code that was asked for. */
    public int code(final long buffer) {
        return (int) (asked.getLong(buffer) >>> 32) & 0xff;
    }

    /** The second word that was asked for. */
    public int data(final long buffer) {
        return (int) asked.getLong(buffer);
    }
}
