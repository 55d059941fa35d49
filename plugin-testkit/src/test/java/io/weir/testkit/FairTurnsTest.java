package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.PacketNode;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.iface.RxMode;
import io.weir.iface.RxQueue;
import io.weir.platform.os.EventFd;
import io.weir.testkit.Lab.Collector;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thread whose turns are long, since what a queue brings takes milliseconds, still looks at the others. */
@Timeout(60)
class FairTurnsTest {
    private static final long SLOW_NS = 2_000_000;
    private static final int BATCH = 16;

    /** A queue that either always has packets for the slow node, or gets one by its descriptor. */
    private final class Queue implements RxQueue {
        private final boolean busy;
        private final EventFd event = new EventFd();
        private final AtomicInteger waiting = new AtomicInteger();
        /** What the thread that polls is to do once: have the other queue get a packet. */
        private final AtomicBoolean sends = new AtomicBoolean();

        private Queue other;
        /** How often it was polled, in all, when the other got its packet and when that was seen; its thread counts. */
        private int polls;

        private int sentAt;
        private int seenAt;

        Queue(final boolean busy) {
            this.busy = busy;
        }

        void send() {
            waiting.incrementAndGet();
            event.signal();
        }

        @Override
        public int poll(final Worker worker, final Sink out) {
            return busy ? pollBusy(worker, out) : pollQuiet(worker, out);
        }

        private int pollBusy(final Worker worker, final Sink out) {
            polls++;
            if (sends.getAndSet(false)) {
                sentAt = polls;
                other.send();
            }
            for (int i = 0; i < BATCH; i++) {
                out.emit(Lab.packet(worker, i, 1), lab.host().next("slow"));
            }
            return BATCH;
        }

        private int pollQuiet(final Worker worker, final Sink out) {
            event.drain();
            final int taken = waiting.getAndSet(0);
            for (int i = 0; i < taken; i++) {
                out.emit(Lab.packet(worker, i, 1), lab.host().next("quick"));
            }
            if (taken > 0 && other != null) {
                other.seenAt = other.polls;
            }
            return taken;
        }

        @Override
        public int interruptFd() {
            return event.fd();
        }
    }

    /** All queues are of one device class. */
    private static final class Wires implements DeviceClass {
        @Override
        public String name() {
            return "wires";
        }

        @Override
        public PacketNode tx(final Worker worker, final Interface device) {
            return frame -> frame.sink();
        }
    }

    private final Collector quick = new Collector();
    private final Collector slow = new Collector();
    private final Lab lab = new Lab(host -> {
        host.node("quick", quick);
        host.node("slow", worker -> {
            final PacketNode all = slow.apply(worker);
            return frame -> {
                all.process(frame);
                final long until = System.nanoTime() + SLOW_NS;
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
            };
        });
    });

    private List<Queue> queues(final TestHost host, final int busy) {
        final Wires wires = new Wires();
        final List<Queue> queues = IntStream.rangeClosed(0, busy)
                .mapToObj(i -> new Queue(i < busy))
                .toList();
        for (int i = 0; i <= busy; i++) {
            final Interface device =
                    host.host().interfaces().register(wires, new Interfaces.Spec("wire" + i, 0, 1_500));
            host.host().interfaces().addRxQueue(device, queues.get(i), i < busy ? RxMode.POLLING : RxMode.INTERRUPT);
        }
        return queues;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNoticeAnInterruptWithinAFewTurnsWhenTheyAreLong(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            final List<Queue> queues = queues(host, 1);
            final Queue busy = queues.getFirst();
            busy.other = queues.getLast();
            queues.getLast().other = busy;
            for (int round = 1; round <= 5; round++) {
                busy.sends.set(true);
                final int due = round;
                host.until(() -> quick.packets() == due);
                lab.host().atBarrier("look", () -> assertThat(busy.seenAt - busy.sentAt)
                        .isBetween(0, 50));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldServeOneQueueAfterTheOtherWhenTurnsAreLong(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            final List<Queue> queues = queues(host, 3);
            host.until(() -> slow.packets() > 20 * BATCH);
            slow.clear();
            final int[] before = polls(queues);
            queues.getLast().send();
            host.until(() -> quick.packets() == 1 && slow.packets() > 30 * BATCH);
            assertThat(slow.sizes()).containsOnly(BATCH);
            final int[] after = polls(queues);
            final IntSummaryStatistics more = IntStream.range(0, after.length)
                    .map(i -> after[i] - before[i])
                    .summaryStatistics();
            assertThat(more.getMax() - more.getMin()).isLessThan(3);
        }
    }

    /** At a barrier, so that none is polled between the looks at two. */
    private int[] polls(final List<Queue> queues) {
        final int[][] polls = new int[1][];
        lab.host()
                .atBarrier(
                        "look",
                        () -> polls[0] = queues.stream()
                                .filter(queue -> queue.busy)
                                .mapToInt(queue -> queue.polls)
                                .toArray());
        return polls[0];
    }
}
