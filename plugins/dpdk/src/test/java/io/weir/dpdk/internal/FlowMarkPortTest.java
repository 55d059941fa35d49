package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dpdk.internal.flow.FlowMarks;
import io.weir.dpdk.internal.flow.FlowPort;
import io.weir.dpdk.internal.flow.FlowRules;
import io.weir.dpdk.internal.mbuf.Mbuf;
import io.weir.dpdk.internal.port.DpdkDevices;
import io.weir.iface.Interface;
import io.weir.memory.Buffer;
import io.weir.testkit.TestInterface;
import java.util.List;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

/** Reception of packets that a device has marked: mbufs wait in the ring of a {@code net_ring} port, and the test marks them. */
class FlowMarkPortTest {
    private static final int MARK = 7;

    /** A port whose driver takes rules, with the packets of another. */
    private record Pair(FlowPort rules, FlowPort packets) implements FlowPort {
        @Override
        public int id() {
            return rules.id();
        }

        @Override
        public String name() {
            return rules.name();
        }

        @Override
        public String driver() {
            return rules.driver();
        }

        @Override
        public int rxQueues() {
            return rules.rxQueues();
        }

        @Override
        public boolean runs() {
            return rules.runs();
        }

        @Override
        public void marks(final FlowMarks marks) {
            packets.marks(marks);
        }
    }

    /** Sends two frames through a ring, the second of them with a mark on it. */
    private static void pass(final DpdkHost dpdk, final Patch in, final TestInterface left) {
        final int before = in.heads.size();
        left.send(frame(60)).send(frame(61));
        dpdk.host.until(() -> in.heads.size() == before + 2);
        final long mbuf = Buffer.address(in.heads.getLast());
        UnsafeApi.putLong(mbuf + Mbuf.FLAGS, UnsafeApi.getLong(mbuf + Mbuf.FLAGS) | 1L << 13);
        UnsafeApi.putInt(mbuf + Mbuf.FLOW_MARK, MARK);
    }

    private static byte[] frame(final int length) {
        final byte[] bytes = new byte[length];
        bytes[length - 1] = 1;
        return bytes;
    }

    private static List<Integer> lengths(final TestInterface port) {
        return port.received().stream().map(frame -> frame.length).toList();
    }

    /** A port whose packets are those of a ring, to which the patch sends, and on which rules can be enabled. */
    private static Pair port(final DpdkHost dpdk, final Patch in, final TestInterface left) {
        final Interface ring = dpdk.host.host().interfaces().byName(dpdk.port("vdev net_ring0 num-tx-queues 1"));
        final Interface rules = dpdk.host.host().interfaces().byName(dpdk.port("vdev net_failsafe0,exec(/bin/true)"));
        in.join(left.device(), ring);
        dpdk.cli("test l2patch rx " + ring.name() + " tx ordinary");
        final DpdkDevices devices = (DpdkDevices) ring.deviceClass();
        return new Pair(devices.flowPort(rules), devices.flowPort(ring));
    }

    private static FlowRules rules(final DpdkHost dpdk, final Pair port) {
        return ((DpdkDevices) dpdk.host.host().interfaces().byName(port.name()).deviceClass()).flows();
    }

    @Test
    void shouldSendMarkedPacketsElsewhereWhileARuleSaysSo() {
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            final Patch in = new Patch();
            dpdk.host.plugin("patch", in);
            final TestInterface left = dpdk.host.addInterface("left");
            final TestInterface ordinary = dpdk.host.addInterface("ordinary");
            final TestInterface chosen = dpdk.host.addInterface("chosen");
            final Pair port = port(dpdk, in, left);

            dpdk.cli("set flow add src-ip any mark " + MARK + " redirect-to-node chosen-output");
            rules(dpdk, port).enable(0, port);
            pass(dpdk, in, left);
            dpdk.host.until(() -> ordinary.waitingFrames() == 1 && chosen.waitingFrames() == 1);
            assertThat(lengths(ordinary)).containsExactly(60);
            assertThat(lengths(chosen)).containsExactly(61);

            rules(dpdk, port).disable(0, port);
            pass(dpdk, in, left);
            dpdk.host.until(() -> ordinary.waitingFrames() == 2);
            assertThat(lengths(ordinary)).containsExactly(60, 61);
            assertThat(lengths(chosen)).isEmpty();
        }
    }

    @Test
    void shouldSendMarkedPacketsElsewhereWhenRulesWereTakenOver() {
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            final Patch in = new Patch();
            dpdk.host.plugin("patch", in);
            final TestInterface left = dpdk.host.addInterface("left");
            final TestInterface ordinary = dpdk.host.addInterface("ordinary");
            final TestInterface chosen = dpdk.host.addInterface("chosen");
            final Pair port = port(dpdk, in, left);
            dpdk.cli("set flow add src-ip any mark " + MARK + " redirect-to-node chosen-output");
            rules(dpdk, port).enable(0, port);
            // As the queues of the next version are, until it has taken over.
            port.marks(null);

            final FlowRules next = new FlowRules(in.registrar());
            next.adopt(rules(dpdk, port).export());
            next.adopted(port);
            pass(dpdk, in, left);
            dpdk.host.until(() -> ordinary.waitingFrames() == 1 && chosen.waitingFrames() == 1);
            assertThat(lengths(chosen)).containsExactly(61);
        }
    }

    @Test
    void shouldDropWhenTheNodeTakesNoPackets() {
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            final Patch in = new Patch();
            dpdk.host.plugin("patch", in);
            final TestInterface left = dpdk.host.addInterface("left");
            final TestInterface ordinary = dpdk.host.addInterface("ordinary");
            final Pair port = port(dpdk, in, left);
            dpdk.cli("set flow add src-ip any mark " + MARK + " redirect-to-node dpdk-input");
            rules(dpdk, port).enable(0, port);
            pass(dpdk, in, left);
            dpdk.host.until(() -> ordinary.waitingFrames() == 1);
            dpdk.host.untilIdle();
            assertThat(dpdk.cli("show errors")).containsPattern("1 +dpdk-input +no such node");
        }
    }
}
