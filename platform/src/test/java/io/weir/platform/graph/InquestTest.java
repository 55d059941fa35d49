package io.weir.platform.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.Frame;
import io.weir.graph.FrameControl;
import io.weir.memory.Buffer;
import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.PageSize;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who lets packets go on that are not its any more, and who does nothing wrong. */
class InquestTest {
    private final BufferPool pool = new BufferPool("test", 256, PageSize.SMALL);
    private final Buffers buffers = new Buffers(pool);
    private final Inquest inquest = new Inquest(buffers);
    private final Frame frame = FrameControl.create();

    @AfterEach
    void close() {
        pool.close();
    }

    private int packet() {
        final int index = buffers.allocate();
        Buffer.begin(Buffer.address(index), 0, 64, 1);
        return index;
    }

    private int shared() {
        final int index = packet();
        buffers.share(index);
        return index;
    }

    /** Shows the inquest a frame as a node has it; whether it was broken by then. */
    private void begin(final int... packets) {
        inquest.open();
        System.arraycopy(packets, 0, FrameControl.buffers(frame), 0, packets.length);
        FrameControl.size(frame, packets.length);
        inquest.before(frame, packets.length);
    }

    private boolean taken(final int i) {
        return FrameControl.next(frame)[i] == FrameControl.TAKEN;
    }

    @Test
    void shouldFindNodeThatLetsPacketGoOnTwice() {
        final int one = packet();
        final int two = packet();
        begin(one, two);
        frame.indices()[1] = one;
        assertThat(inquest.after(frame, 2)).isTrue();
        assertThat(taken(0)).isFalse();
        assertThat(taken(1)).isTrue();
    }

    @Test
    void shouldFindNodeThatEmitsPacketAndLetsItGoOn() {
        final int one = packet();
        final int two = packet();
        begin(one, two);
        inquest.emitted(new int[] {0, two}, 1, 1);
        assertThat(inquest.after(frame, 2)).isTrue();
        assertThat(taken(0)).isFalse();
        assertThat(taken(1)).isTrue();
    }

    @Test
    void shouldNotBlameNodeForWhatWasWrongBefore() {
        final int one = packet();
        begin(one, one);
        assertThat(taken(1)).isTrue();
        assertThat(inquest.after(frame, 2)).isFalse();
    }

    /** Replication: each of its owners sends a packet another way, within a frame and beside it. */
    @Test
    void shouldLetPacketOfSeveralOwnersGoSeveralWays() {
        final int many = shared();
        buffers.share(many);
        final int one = packet();
        begin(many, one, many);
        assertThat(taken(2)).isFalse();
        inquest.emitted(new int[] {many}, 0, 1);
        assertThat(inquest.after(frame, 3)).isFalse();
        assertThat(taken(0) || taken(1) || taken(2)).isFalse();
    }

    @Test
    void shouldFindWhoRepeatsAnotherPacketBesideOneOfSeveralOwners() {
        final int many = shared();
        final int one = packet();
        begin(many, many, one, packet());
        frame.indices()[3] = one;
        assertThat(inquest.after(frame, 4)).isTrue();
        assertThat(taken(0) || taken(1) || taken(2)).isFalse();
        assertThat(taken(3)).isTrue();
    }
}
