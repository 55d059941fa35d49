package io.weir.fib.family;

/** What a family reads of a fragment: one for each thread, filled anew by each {@link #read}. */
public abstract class FragmentReader {
    /** Address of what all fragments of a packet have in common. */
    protected final long key;
    /** Bytes in front of the fragment's part of the packet, and how many of them the packet's length counts. */
    protected int headerBytes;

    protected int counted;
    /** Where its part lies in the packet, in bytes. */
    protected int offset;

    protected int bytes;
    /** Whether no more follow. */
    protected boolean last;

    /** A reader that writes keys there. */
    protected FragmentReader(final long key) {
        this.key = key;
    }

    /** Whether a packet may be a fragment, at a first look at its IP header; a plain one never is. */
    public abstract boolean mayBePart(long header);

    /** Layers of a packet that begins with its IP header. */
    public abstract int layers(long buffer);

    /**
     * Reads a fragment.
     *
     * @param header address of its IP header.
     * @param length bytes of it in the first buffer, from there on.
     * @param whole bytes of it in all.
     * @param where what fragments of one packet share besides: the table of the interface that they came by, or the interface
     *     that they leave by.
     * @return false if it can't be one.
     */
    public abstract boolean read(long header, int length, int whole, int where);

    /** What says which thread owns a fragment. */
    public abstract int owner(long header, int length);
}
