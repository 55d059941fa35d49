package io.weir.platform.pg;

/** A stream: what it was asked to be, and how its worker makes its packets. */
final class Stream {
    final StreamSpec spec;
    final int id;
    final int target;
    final int rxInterface;
    final PacketMaker maker;
    final Pacer pacer;
    final StreamCounters counters;
    /** What the worker asks main to do when the limit is reached. */
    final Runnable finish;

    /** Main's; the worker sees a stream only while it is enabled. */
    boolean enabled;
    /** The worker's: whether it has asked. */
    boolean finishAsked;

    Stream(
            final StreamSpec spec,
            final int id,
            final int target,
            final int rxInterface,
            final PacketMaker maker,
            final StreamCounters counters,
            final Runnable finish) {
        this.spec = spec;
        this.id = id;
        this.target = target;
        this.rxInterface = rxInterface;
        this.maker = maker;
        this.counters = counters;
        this.finish = finish;
        pacer = new Pacer(spec, counters);
    }

    /** Makes it begin anew. At a barrier. */
    void restart(final boolean keepCounts) {
        pacer.restart(keepCounts);
        finishAsked = false;
        if (!keepCounts) {
            maker.restart();
        }
    }
}
