package io.weir.fib.family;

import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.memory.Buffer;
import io.weir.plugin.ScratchField;

/**
 * ICMP errors as a service, of either family: a node of any plugin that gives a packet up notes what its sender is to be told, and
 * sends the packet to the family's node, its IP header first. That node makes the message, or drops the packet with a reason
 * where none may be sent. Why it gave the packet up, the node counts itself.
 *
 * <pre>
 * frame.sink().count(reason, 1);
 * errors.send(frame, i, IcmpHeader.DESTINATION_UNREACHABLE, 13, 0);
 * </pre>
 *
 * Any thread; nothing here is called through an interface.
 */
public abstract class IcmpErrors {
    private final ScratchField asked;
    private final Next next;
    private final int target;

    /**
     * For the family's plugin.
     *
     * @param asked eight bytes of a packet.
     * @param next the node that makes messages.
     */
    protected IcmpErrors(final ScratchField asked, final Next next) {
        this.asked = asked;
        this.next = next;
        target = next.target();
    }

    /** The node that makes the message. */
    public final Next next() {
        return next;
    }

    /**
     * Notes what the sender of a packet is to be told, before the packet is sent to {@link #next}.
     *
     * @param type of the message, one that reports an error; what else stands there is dropped.
     * @param code of the message.
     * @param data its second word, in host order: an MTU, a pointer, or 0.
     */
    public final void ask(final long buffer, final int type, final int code, final int data) {
        asked.putLong(buffer, (long) type << 40 | (long) code << 32 | data & 0xffffffffL);
    }

    /** Notes what the sender of packet {@code i} is to be told, and sends the packet to {@link #next}. */
    public final void send(final Frame frame, final int i, final int type, final int code, final int data) {
        ask(Buffer.address(frame.index(i)), type, code, data);
        frame.send(i, target);
    }

    /** The type that was asked for; the packet may come from a node that asked for none. */
    public final int type(final long buffer) {
        return (int) (asked.getLong(buffer) >>> 40) & 0xff;
    }

    /** The code that was asked for. */
    public final int code(final long buffer) {
        return (int) (asked.getLong(buffer) >>> 32) & 0xff;
    }

    /** The second word that was asked for. */
    public final int data(final long buffer) {
        return (int) asked.getLong(buffer);
    }
}
