package io.weir.dpdk.internal.flow;

/** A port that rules can be enabled on. Main only. */
public interface FlowPort {
    /** DPDK's number. */
    int id();

    /** Name of the interface. */
    String name();

    /** Name of the driver. */
    String driver();

    /** How many receive queues it has. */
    int rxQueues();

    /** Whether it is started. */
    boolean runs();

    /** Has packets with marks enter the graph elsewhere, or none if null; at a barrier. */
    void marks(FlowMarks marks);
}
