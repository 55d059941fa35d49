package io.weir.graph;

import io.weir.memory.Buffer;
import java.util.Objects;

/**
 * A vector of packets on its way through one node. A node says for each packet where it goes, or nothing, and then the
 * packet takes the default; a frame in which no packet was mentioned is handed on whole, without a copy. Only the
 * thread that processes the frame touches it.
 */
public final class Frame {
    /** Most packets that a frame holds. */
    public static final int CAPACITY = 256;

    static final short DEFAULT = 0;
    static final short DROP = -1;
    static final short PUNT = -2;
    static final short TAKEN = -3;
    /** Sent to a number that can't be one of a destination. */
    static final short BAD = -4;

    final int[] buffers = new int[CAPACITY];
    /** Where each packet goes: a target, one of the constants above; all zero between two dispatches. */
    final short[] next = new short[CAPACITY];

    int size;
    int defaultTarget;
    boolean deviates;
    boolean traced;
    Sink sink;

    /** Frames are the host's to make; see {@link FrameControl}. */
    Frame() {}

    /** How many packets there are. */
    public int size() {
        return size;
    }

    /** Index of the (first) buffer of packet {@code i}. */
    public int index(final int i) {
        return buffers[i];
    }

    /**
     * The indices of all packets, for a loop that would otherwise fetch the array in each round: the frame's own array,
     * to be read only, and while the node runs. {@link #takeAll} leaves them readable until then.
     */
    public int[] indices() {
        return buffers;
    }

    /** Address of the (first) buffer of packet {@code i}, for the accessors of {@link Buffer}. */
    public long buffer(final int i) {
        return Buffer.address(buffers[i]);
    }

    /** Address of the first byte of packet {@code i}: the header of the layer that this node works on. */
    public long packet(final int i) {
        return Buffer.data(Buffer.address(buffers[i]));
    }

    /** Copies the indices of all packets into {@code to}. */
    public void copyIndices(final int[] to, final int offset) {
        System.arraycopy(buffers, 0, to, offset, size);
    }

    /** Sends packet {@code i} to a node. */
    public void send(final int i, final Next to) {
        send(i, to.target());
    }

    /**
     * Sends packet {@code i} to a target: a {@link Next#target} or an arc entry. A number that is neither costs the packet,
     * and counts as a fault of the node.
     */
    public void send(final int i, final int target) {
        // Checked here, where it is nearly free: a disposition behind the last packet would be found by a later frame.
        next[Objects.checkIndex(i, size)] = target >>> 15 == 0 ? (short) target : BAD;
        deviates = true;
    }

    /** Changes the default of this frame: where the packets go that are not mentioned. */
    public void sendOthers(final int target) {
        defaultTarget = target;
    }

    /** Drops packet {@code i} and counts why. */
    public void drop(final int i, final DropReason reason) {
        Buffer.error(buffer(Objects.checkIndex(i, size)), reason.id());
        next[i] = DROP;
        deviates = true;
    }

    /**
     * Drops packet {@code i} by way of the drop arc of its family, where features may look at what is given up.
     *
     * @param reason is noted in the packet, and counted at the arc's end.
     * @param via the node that begins the arc, such as ip4-drop.
     */
    public void drop(final int i, final DropReason reason, final Next via) {
        Buffer.error(buffer(Objects.checkIndex(i, size)), reason.id());
        send(i, via.target());
    }

    /**
     * Drops packet {@code i} for the reason that is noted in it ({@link Buffer#error}), and counts that. The node
     * drop-as-marked does this to all packets, for those who only want to name a next.
     */
    public void dropAsMarked(final int i) {
        next[Objects.checkIndex(i, size)] = DROP;
        deviates = true;
    }

    /** Punts packet {@code i}: it goes to those who take what is punted for this reason, see {@code Punt}, else it is dropped. */
    public void punt(final int i, final DropReason reason) {
        Buffer.error(buffer(Objects.checkIndex(i, size)), reason.id());
        next[i] = PUNT;
        deviates = true;
    }

    /** Punts packet {@code i} by way of the punt arc of its family; see {@link #drop(int, DropReason, Next)}. */
    public void punt(final int i, final DropReason reason, final Next via) {
        Buffer.error(buffer(Objects.checkIndex(i, size)), reason.id());
        send(i, via.target());
    }

    /** Punts packet {@code i} for the reason that is noted in it, as the node punt-as-marked does to all. */
    public void puntAsMarked(final int i) {
        next[Objects.checkIndex(i, size)] = PUNT;
        deviates = true;
    }

    /** Takes packet {@code i} out of the graph: from here on the node owns the buffer. */
    public void take(final int i) {
        next[Objects.checkIndex(i, size)] = TAKEN;
        deviates = true;
    }

    /** Takes all packets out of the graph; from here on the frame has none. */
    public void takeAll() {
        FrameControl.forgetDispositions(this, size);
        size = 0;
    }

    /** Where the node sends packets that it made itself. */
    public Sink sink() {
        return sink;
    }

    /**
     * Notes numbers of the node's own about packet {@code i}, if it is traced; else does nothing. Main prints them, later, by the
     * format that was given to {@link NodeBuilder#traceRecord}. It allocates, so call it only in frames that are {@link #traced}:
     * other packets pay nothing. Before the packet is sent on or taken; the last note of a packet counts.
     *
     * @param fields which mean what the node's format takes them for; an IPv6 address takes two.
     */
    public void trace(final int i, final long... fields) {
        if (traced) {
            sink.trace(index(Objects.checkIndex(i, size)), fields);
        }
    }

    /** Whether a packet of this frame is traced. */
    public boolean traced() {
        return traced;
    }
}
