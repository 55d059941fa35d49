package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.iface.Interface;
import io.weir.testkit.TestInterface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports of {@code net_ring}, which receive what they send: the mbufs themselves, chains too. */
class RingPortTest {
    private static byte[] frame(final int length, final int seed) {
        final byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Interface find(final DpdkHost dpdk, final String name) {
        return dpdk.host.host().interfaces().byName(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPassPacketsAndChainsUnchangedWhenAPortLoopsThemBack(final int workers) {
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final Patch in = new Patch();
            dpdk.host.plugin("patch", in);
            final TestInterface left = dpdk.host.addInterface("left");
            final TestInterface right = dpdk.host.addInterface("right");
            final String ring = dpdk.cli("create interface dpdk vdev net_ring0 num-tx-queues 1")
                    .strip();
            dpdk.cli("set interface mtu 9000 " + ring);
            dpdk.cli("set interface state " + ring + " up");
            in.join(left.device(), find(dpdk, ring));
            dpdk.cli("test l2patch rx " + ring + " tx right");
            final List<byte[]> sent = new ArrayList<>();
            for (final int length : new int[] {60, 64, 1_514, 2_048, 2_049, 4_096, 9_000}) {
                sent.add(frame(length, length));
            }
            sent.forEach(left::send);
            dpdk.host.until(() -> right.waitingFrames() == sent.size());

            final List<byte[]> received = right.received();
            assertThat(received).hasSameSizeAs(sent);
            for (final byte[] frame : sent) {
                assertThat(received).anyMatch(other -> Arrays.equals(frame, other));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldFreeOnceWhenAPacketIsSharedByTwoPorts(final int workers) {
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final Patch in = new Patch();
            dpdk.host.plugin("patch", in);
            final TestInterface left = dpdk.host.addInterface("left");
            final TestInterface right = dpdk.host.addInterface("right");
            final String one = dpdk.port("vdev net_null0");
            final String two = dpdk.port("vdev net_ring0 num-tx-queues 1");
            dpdk.cli("set interface state " + one + " up");
            in.join(left.device(), find(dpdk, one), find(dpdk, two), right.device());
            dpdk.cli("test l2patch rx " + two + " tx right");
            for (int i = 0; i < 500; i++) {
                left.send(frame(100 + i, i));
            }
            dpdk.host.until(() -> right.waitingFrames() >= 1_000);

            final List<byte[]> received = right.received();
            for (int i = 0; i < 500; i++) {
                final byte[] frame = frame(100 + i, i);
                assertThat(received.stream().filter(other -> Arrays.equals(frame, other)))
                        .hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldDropWithAReasonWhenALengthIsWrongOrThePortIsDown(final int workers) {
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final Patch in = new Patch();
            dpdk.host.plugin("patch", in);
            final TestInterface left = dpdk.host.addInterface("left");
            final String ring = dpdk.port("vdev net_ring0 num-tx-queues 1");
            in.join(left.device(), find(dpdk, ring));
            left.send(frame(3_000, 1)).send(new byte[0]);
            dpdk.host.until(() -> dpdk.host.errors(ring + "-tx", "dpdk-tx-length") == 2);
            assertThat(dpdk.cli("show errors")).contains("empty or longer than the port's MTU");

            dpdk.cli("set interface state " + ring + " down");
            left.send(frame(100, 1));
            dpdk.host.until(() -> dpdk.host.errors("interface-down") == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldDropWithTxFailureWhenTheRingIsFull(final int workers) {
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final Patch in = new Patch();
            dpdk.host.plugin("patch", in);
            final TestInterface left = dpdk.host.addInterface("left");
            final TestInterface right = dpdk.host.addInterface("right");
            final String ring = dpdk.port("vdev net_ring0 num-tx-queues 1");
            in.join(left.device(), find(dpdk, ring));
            dpdk.cli("test l2patch rx " + ring + " tx " + ring);
            // What comes back is sent again: the ring fills up with what circulates.
            for (int i = 0; i < 3_000; i++) {
                left.send(frame(100, i));
            }
            dpdk.host.until(() -> dpdk.host.errors(ring + "-tx", "dpdk-tx-failure") > 0);
            assertThat(right.received()).isEmpty();
        }
    }
}
