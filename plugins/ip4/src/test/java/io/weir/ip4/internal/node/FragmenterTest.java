package io.weir.ip4.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.testkit.TestNode;
import io.weir.testkit.TestPacket;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What cutting costs the heap. */
class FragmenterTest {
    private static final int ROUNDS = 20_000;

    private static int cut(final Fragmenter fragmenter, final Buffers buffers, final int index, final int mtu) {
        int fragments = 0;
        if (fragmenter.begin(index, mtu)) {
            final int announced = fragmenter.fragments();
            while (fragmenter.more()) {
                buffers.free(fragmenter.next());
                fragments++;
            }
            if (fragments != announced) {
                throw new AssertionError(fragments + " fragments, not " + announced);
            }
        }
        return fragments;
    }

    @Test
    void shouldAllocateNothingWhenPacketsAreCut() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (TestNode test = new TestNode()) {
            final Buffers buffers = test.worker().buffers();
            final byte[] packet =
                    TestPacket.udp("10.0.0.1", "10.0.1.1").payload(1_000).ip();
            final int index = buffers.allocate();
            final long buffer = Buffer.address(index);
            Buffer.begin(buffer, 0, packet.length, 1);
            Memory.copy(packet, 0, Buffer.data(buffer), packet.length);
            final Fragmenter fragmenter = new Fragmenter(buffers);
            long fragments = 0;
            long least = Long.MAX_VALUE;
            // Checked memory and a cold JVM may allocate at first; in the steady state nothing does.
            for (int attempt = 0; attempt < 5; attempt++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < ROUNDS; i++) {
                    fragments += cut(fragmenter, buffers, index, 300);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            for (int mtu = 28; mtu < 1_100; mtu++) {
                assertThat(cut(fragmenter, buffers, index, mtu)).isPositive();
            }
            buffers.free(index);
            assertThat(fragments).isEqualTo(5L * ROUNDS * 4);
            assertThat(least).isLessThan(ROUNDS);
            test.assertNoLeaks();
        }
    }
}
