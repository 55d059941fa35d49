package io.weir.platform.iface;

import io.weir.graph.Frame;

/** Does in software what packets of a frame ask of a device that doesn't do it: checksums, segmentation. */
public interface OffloadNeeds {
    /** Nothing to do: the device takes packets as they are. */
    OffloadNeeds NONE = new OffloadNeeds() {
        @Override
        public int flags() {
            return 0;
        }

        @Override
        public void apply(final Frame frame, final int target) {
            throw new UnsupportedOperationException("nothing is needed");
        }

        @Override
        public int packets() {
            return 0;
        }

        @Override
        public long bytes() {
            return 0;
        }
    };

    /** Flags of packets, one of which makes a frame one for {@link #apply}. */
    int flags();

    /**
     * Completes the packets of a frame, or takes them and emits what they became.
     *
     * @param target where emitted packets go.
     */
    void apply(Frame frame, int target);

    /** How many packets go on after the last {@link #apply}, each as it will be on the wire. */
    int packets();

    /** Their bytes. */
    long bytes();
}
