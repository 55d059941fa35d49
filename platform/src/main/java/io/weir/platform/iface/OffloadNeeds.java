package io.weir.platform.iface;

import io.weir.graph.Frame;

/** Does in software what packets of a frame ask of a device that doesn't do it: checksums, segmentation. */
@FunctionalInterface
public interface OffloadNeeds {
    /** Nothing to do: the device takes packets as they are. */
    OffloadNeeds NONE = (frame, target) -> {};

    /**
     * Completes the packets of a frame, or takes them and emits what they became.
     *
     * @param target where emitted packets go.
     */
    void apply(Frame frame, int target);
}
