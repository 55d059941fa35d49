package io.weir.testkit;

import io.weir.graph.FeatureArc;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.iface.RxQueue;
import io.weir.platform.host.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** An interface whose wire is the test: it sends frames into the host and collects those that leave. */
public final class TestInterface implements DeviceClass, RxQueue {
    private static final int IDLE_POLLS = 64;

    private final Host host;
    private final boolean offloads;
    private final Queue<byte[]> toHost = new ConcurrentLinkedQueue<>();
    private final Queue<byte[]> fromHost = new ConcurrentLinkedQueue<>();
    private Interface device;
    private int target;
    /** Polls without a packet; a worker that finds none leaves its core to threads that have some. */
    private int idle;

    TestInterface(final Host host, final boolean offloads) {
        this.host = host;
        this.offloads = offloads;
    }

    void attach(final Interface own) {
        device = own;
        target = host.graph()
                .entry(FeatureArc.DEVICE_INPUT, own.swIfIndex(), host.graph().target("ethernet-input"));
    }

    /** Puts an Ethernet frame on the wire towards the host. */
    public TestInterface send(final byte[] frame) {
        toHost.add(frame.clone());
        return this;
    }

    /** Puts a packet on the wire; its Ethernet destination is this interface unless the test has said another. */
    public TestInterface send(final TestPacket packet) {
        return send((packet.destinationMac() == 0 ? packet.toMac(mac()) : packet).frame());
    }

    /** Puts the frames of a capture on the wire, in their order. */
    public TestInterface send(final Path pcap) {
        try {
            PcapFiles.read(pcap).forEach(this::send);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Takes what has left the host, and writes it as a capture for Wireshark and the like; returns how many frames. */
    public int capture(final Path pcap) {
        try {
            final List<byte[]> frames = received();
            PcapFiles.write(pcap, frames);
            return frames.size();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes what has left the host, oldest first. */
    public List<byte[]> received() {
        final List<byte[]> frames = new ArrayList<>();
        for (byte[] frame = fromHost.poll(); frame != null; frame = fromHost.poll()) {
            frames.add(frame);
        }
        return frames;
    }

    /** How many frames have left the host and were not taken. */
    public int waitingFrames() {
        return fromHost.size();
    }

    boolean waiting() {
        return !toHost.isEmpty();
    }

    public int swIfIndex() {
        return device.swIfIndex();
    }

    public long mac() {
        return device.mac();
    }

    /** The interface as the host knows it. */
    public Interface device() {
        return device;
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public int poll(final Worker worker, final Sink out) {
        int taken = 0;
        long bytes = 0;
        while (taken < Frame.CAPACITY && !toHost.isEmpty()) {
            final byte[] frame = toHost.poll();
            final int head = TestBuffers.packet(worker.buffers(), frame, device.swIfIndex());
            if (head < 0) {
                worker.interfaceCounters().add(Kind.RX_NO_BUFFER, device.swIfIndex(), 1, 0);
                break;
            }
            out.emit(head, target);
            bytes += frame.length;
            taken++;
        }
        worker.interfaceCounters().add(Kind.RX, device.swIfIndex(), taken, bytes);
        idle = taken > 0 ? 0 : idle + 1;
        if (idle > IDLE_POLLS && worker.index() > 0) {
            LockSupport.parkNanos(Turns.PAUSE_NS);
        }
        return taken;
    }

    @Override
    public PacketNode tx(final Worker worker, final Interface own) {
        final int[] packets = new int[Frame.CAPACITY];
        return frame -> {
            final int size = frame.size();
            for (int i = 0; i < size; i++) {
                fromHost.add(TestBuffers.bytes(frame.index(i)));
            }
            frame.copyIndices(packets, 0);
            frame.takeAll();
            worker.buffers().free(packets, 0, size);
        };
    }

    @Override
    public void secondaryMac(final Interface device, final long mac, final boolean added) {
        // The test sends what it likes.
    }

    @Override
    public void promiscuous(final Interface device, final boolean on) {
        // Nor does it hold anything back.
    }

    @Override
    public boolean takesPartialChecksums(final Interface own) {
        return offloads;
    }

    @Override
    public boolean takesLargeSegments(final Interface own) {
        return offloads;
    }
}
