package @package@;

import io.weir.config.LiveSetting;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.WorkerCounter;
import io.weir.net.Ip4Header;

/** The feature {@code @name@}. There is one instance per worker, so nothing here is written by two threads. */
record @Class@Node(LiveSetting<Integer> longest, WorkerCounter seen, DropReason tooLong) implements PacketNode {
    @Override
    public void process(final Frame frame) {
        final int max = longest.getInt();
        final int size = frame.size();
        for (int i = 0; i < size; i++) {
            if (Ip4Header.totalLength(frame.packet(i)) > max) {
                frame.drop(i, tooLong);
            }
            // A packet that is not mentioned goes on along the arc.
        }
        seen.add(size);
    }
}
