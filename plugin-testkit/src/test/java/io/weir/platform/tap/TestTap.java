package io.weir.platform.tap;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.FrameControl;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.memory.Buffer;
import io.weir.platform.os.HostTap;
import io.weir.platform.os.HostTapSpec;
import io.weir.testkit.Netns;
import io.weir.testkit.TestWorker;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** A tap with its queue and tx node and no host around them; the kernel's side is in a namespace of its own. */
final class TestTap implements AutoCloseable {
    static final TapReasons REASONS = new TapReasons(
            reason(1, "down"),
            reason(2, "runt"),
            reason(3, "bad-header"),
            reason(4, "no-room"),
            reason(5, "host-down"),
            reason(6, "host-gone"),
            reason(7, "refused"),
            reason(8, "too-many-buffers"));
    static final int TARGET = 5;

    final Netns namespace;
    final TestWorker worker;
    final TapDevice device;
    final TapRxQueue queue;
    final TapTxNode tx;
    final int swIfIndex;
    final AtomicInteger goneCalls = new AtomicInteger();
    private final Frame frame = FrameControl.create();

    TestTap(final TestWorker worker, final int swIfIndex, final String address, final TapOffload offload)
            throws IOException {
        this.worker = worker;
        this.swIfIndex = swIfIndex;
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        namespace = new Netns();
        // What the kernel says of its own accord would come between what the test looks at.
        namespace.run("sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1");
        final HostTapSpec host =
                new HostTapSpec().name("tap0").namespace(namespace.name()).ip4(InetAddress.getByName(address), 24);
        final TapSpec spec = new TapSpec(0, 0, namespace.name(), 1, offload, 0, host);
        final HostTap tap = HostTap.open(host);
        tap.setOffloads(offload.checksums(), offload.segments());
        device = new TapDevice(spec, tap, goneCalls::incrementAndGet);
        device.up(true);
        final Interface made = new TestInterface(swIfIndex);
        queue = device.rx(0, made, TARGET, REASONS);
        tx = device.tx(worker, made, REASONS);
    }

    private static DropReason reason(final int id, final String name) {
        return new DropReason(id, name, name, DropReason.Severity.ERROR);
    }

    /** Sends packets; returns the ids of the reasons why some were dropped, which are freed. */
    List<Integer> send(final int... packets) {
        FrameControl.open(frame, null);
        System.arraycopy(packets, 0, FrameControl.buffers(frame), 0, packets.length);
        FrameControl.size(frame, packets.length);
        tx.process(frame);
        final List<Integer> drops = new ArrayList<>();
        for (int i = 0; i < packets.length; i++) {
            if (FrameControl.next(frame)[i] == FrameControl.DROP) {
                drops.add(Buffer.error(frame.buffer(i)));
                worker.buffers().free(packets[i]);
            } else if (FrameControl.next(frame)[i] != FrameControl.TAKEN) {
                throw new AssertionError("packet " + i + " was left to nobody");
            }
        }
        FrameControl.forgetDispositions(frame, packets.length);
        return drops;
    }

    @Override
    public void close() {
        device.release(worker.buffers());
        namespace.close();
    }

    private record TestInterface(int swIfIndex) implements Interface {
        @Override
        public String name() {
            return "tap0";
        }

        @Override
        public long mac() {
            return 0x02fe_0000_0001L;
        }

        @Override
        public boolean adminUp() {
            return true;
        }

        @Override
        public boolean linkUp() {
            return true;
        }

        @Override
        public int mtu() {
            return 9_000;
        }

        @Override
        public boolean promiscuous() {
            return false;
        }

        @Override
        public DeviceClass deviceClass() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int outputTarget() {
            return 0;
        }
    }
}
