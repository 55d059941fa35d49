package io.weir.testkit;

import io.weir.config.LiveSetting;
import io.weir.config.Setting;
import io.weir.graph.Counter;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.FrameControl;
import io.weir.graph.Handoff;
import io.weir.graph.InputNode;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.graph.Unit;
import io.weir.graph.Worker;
import io.weir.memory.Buffer;
import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.PageSize;
import io.weir.platform.config.LiveValue;
import io.weir.plugin.ScratchField;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one node on one frame, without a host: gives out what the node's constructor takes, makes packets, and says what
 * became of them.
 *
 * <pre>
 * try (TestNode test = new TestNode()) {
 *     final PacketNode guard = new Guard(test.setting(FLOOR), test.reason("ttl-low"));
 *     final NodeRun run = test.run(guard, udp("10.0.0.1", "10.0.1.1").ttl(1).ip());
 *     assertThat(run.way(0)).isEqualTo("drop ttl-low");
 *     test.assertNoLeaks();
 * }
 * </pre>
 *
 * One thread, the test's.
 */
public final class TestNode implements AutoCloseable {
    private static final int BUFFERS = 2_048;

    private final BufferPool pool;
    private final TestWorker worker;
    private final List<DropReason> reasons = new ArrayList<>();
    private final List<String> targets = new ArrayList<>(List.of("default"));
    private final Frame frame = FrameControl.create();
    private final CollectingSink sink;
    private int scratchEnd = Buffer.SCRATCH_OFFSET;
    private int rxInterface = 1;
    private int txInterface = -1;
    private boolean traced;

    /** A worker with a pool of its own. */
    public TestNode() {
        JvmFlags.require();
        pool = new BufferPool("test", BUFFERS, PageSize.SMALL);
        worker = new TestWorker(new Buffers(pool));
        sink = new CollectingSink(worker.buffers(), this::name);
    }

    /** The worker that the node runs on. */
    public Worker worker() {
        return worker;
    }

    /** Sets the worker's clock. */
    public TestNode now(final long nowNs) {
        worker.now(nowNs);
        return this;
    }

    /** Packets from here on came in by this interface; 1 at first. */
    public TestNode rxInterface(final int swIfIndex) {
        rxInterface = swIfIndex;
        return this;
    }

    /** Packets from here on leave by this interface; -1 at first. */
    public TestNode txInterface(final int swIfIndex) {
        txInterface = swIfIndex;
        return this;
    }

    /** Packets from here on are traced, so that {@link NodeRun#noted} tells what the node notes of them, or not; not at first. */
    public TestNode traced(final boolean on) {
        traced = on;
        return this;
    }

    /** A setting that has its default. */
    public <T> LiveSetting<T> setting(final Setting<T> declaration) {
        return setting(declaration, declaration.defaultValue());
    }

    /** A setting that has another value. */
    public <T> LiveSetting<T> setting(final Setting<T> declaration, final T value) {
        return new LiveValue<>(declaration, value, (why, change) -> change.run());
    }

    /** A counter of packets. */
    public Counter counter(final String name) {
        return worker.counter(name, Unit.PACKETS);
    }

    /** A drop reason; the same for the same name. */
    public DropReason reason(final String name) {
        for (final DropReason reason : reasons) {
            if (reason.name().equals(name)) {
                return reason;
            }
        }
        reasons.add(new DropReason(reasons.size(), name, name.replace('-', ' '), DropReason.Severity.ERROR));
        return reasons.getLast();
    }

    /** A destination; the same for the same name. */
    public Next next(final String node) {
        if (!targets.contains(node)) {
            targets.add(node);
        }
        return new Next(node, targets.indexOf(node));
    }

    /**
     * A handoff from main, on which the node runs here, to so many workers: {@link NodeRun#way} of a packet is the node's name
     * for main, else {@code NODE@THREAD}.
     */
    public Handoff handoff(final String name, final Next to, final int workers) {
        return new TestHandoff(name, to, workers, thread -> next(to.node() + "@" + thread), sink);
    }

    /** A scratch field of 4 or 8 bytes. */
    public ScratchField scratch(final String name, final int bytes) {
        final int offset = scratchEnd + bytes - 1 & -bytes;
        scratchEnd = offset + bytes;
        if (scratchEnd > Buffer.SCRATCH_OFFSET + Buffer.SCRATCH_BYTES) {
            throw new IllegalStateException("no room for scratch " + name);
        }
        return new ScratchField("test", name, offset, bytes);
    }

    /** Runs the node once on a frame of these packets, each from the header on that the node works on. */
    public NodeRun run(final PacketNode node, final byte[]... packets) {
        if (packets.length == 0 || packets.length > Frame.CAPACITY) {
            throw new IllegalArgumentException("a frame holds 1 to " + Frame.CAPACITY + " packets");
        }
        final int[] indices = new int[packets.length];
        for (int i = 0; i < packets.length; i++) {
            indices[i] = packet(packets[i]);
        }
        sink.clear();
        FrameControl.open(frame, sink);
        System.arraycopy(indices, 0, FrameControl.buffers(frame), 0, indices.length);
        FrameControl.size(frame, indices.length);
        FrameControl.traced(frame, traced);
        node.process(frame);
        final NodeRun result = result(indices);
        FrameControl.forgetDispositions(frame, Frame.CAPACITY);
        FrameControl.size(frame, 0);
        return result;
    }

    /** Polls an input node once; what it brings is {@link NodeRun#sent}. */
    public NodeRun poll(final InputNode node) {
        sink.clear();
        node.poll(sink);
        return new NodeRun(List.of(), List.of(), List.of(), sink.sent(), sink.counts());
    }

    /** Makes a packet of one buffer. */
    private int packet(final byte[] bytes) {
        if (bytes.length > Buffer.DATA_BYTES) {
            throw new IllegalArgumentException("a packet here has at most " + Buffer.DATA_BYTES + " bytes");
        }
        final int index = TestBuffers.packet(worker.buffers(), bytes, rxInterface);
        Buffer.txInterface(Buffer.address(index), txInterface);
        if (traced) {
            Buffer.set(Buffer.address(index), Buffer.TRACED);
        }
        return index;
    }

    private NodeRun result(final int[] indices) {
        final List<String> ways = new ArrayList<>();
        final List<byte[]> packets = new ArrayList<>();
        final List<long[]> notes = new ArrayList<>();
        final boolean tookAll = frame.size() == 0;
        for (int i = 0; i < indices.length; i++) {
            final int said = FrameControl.deviates(frame) ? FrameControl.next(frame)[i] : FrameControl.DEFAULT;
            final boolean taken = tookAll || said == FrameControl.TAKEN;
            ways.add(taken ? "taken" : way(indices[i], said));
            notes.add(sink.noted(indices[i]));
            packets.add(taken ? null : TestBuffers.bytes(indices[i]));
            if (!taken) {
                worker.buffers().free(indices[i]);
            }
        }
        return new NodeRun(ways, packets, notes, sink.sent(), sink.counts());
    }

    private String way(final int index, final int said) {
        return switch (said) {
            case FrameControl.DROP -> "drop " + reason(Buffer.error(Buffer.address(index)));
            case FrameControl.PUNT -> "punt " + reason(Buffer.error(Buffer.address(index)));
            case FrameControl.DEFAULT -> name(FrameControl.defaultTarget(frame));
            default -> name(said);
        };
    }

    private String name(final int target) {
        return target < targets.size() ? targets.get(target) : "target " + target;
    }

    private String reason(final int id) {
        return reasons.get(id).name();
    }

    /** Fails if a buffer is out that nobody has sent on or freed. */
    public void assertNoLeaks() {
        final int out = BUFFERS - pool.available() - worker.buffers().cached();
        if (out != 0) {
            throw new AssertionError(out + " buffers leak");
        }
    }

    @Override
    public void close() {
        worker.close();
        pool.close();
    }
}
