package io.weir.platform.pg;

/** Fills buffers with a stream's packets. Only on the thread of the stream's worker. */
interface PacketMaker {
    /**
     * Makes packets in the first buffers given.
     *
     * @param buffers indices of buffers without content; a packet that takes several gets its others itself.
     * @param n how many packets are wanted.
     * @return how many were made; the buffers of the others are freed.
     */
    int make(int[] buffers, int n);

    /** Bytes of all packets of the last {@link #make}. */
    long bytes();

    /** Begins with the first packet again. */
    void restart();
}
