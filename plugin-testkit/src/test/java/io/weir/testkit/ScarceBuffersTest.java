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
import io.weir.testkit.Lab.Collector;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interfaces that always have packets, on one thread, and buffers for two of them at a time. */
@Timeout(60)
class ScarceBuffersTest {
    private static final int QUEUES = 4;
    private static final int BATCH = 16;

    /** Batches for which there are buffers until the node behind has had them; only the thread that polls uses it. */
    private final AtomicInteger left = new AtomicInteger(2);

    private final int[] batches = new int[QUEUES];
    private final Collector collector = new Collector();
    private final Lab lab = new Lab(host -> host.node("collect", worker -> {
        final PacketNode all = collector.apply(worker);
        return frame -> {
            all.process(frame);
            left.set(2);
        };
    }));

    private record Wires(String name) implements DeviceClass {
        @Override
        public PacketNode tx(final Worker worker, final Interface device) {
            return frame -> frame.sink();
        }
    }

    private RxQueue queue(final int number) {
        return (final Worker worker, final Sink out) -> {
            if (left.get() == 0) {
                return 0;
            }
            left.decrementAndGet();
            batches[number]++;
            for (int i = 0; i < BATCH; i++) {
                out.emit(Lab.packet(worker, i, 1), lab.host().next("collect"));
            }
            return BATCH;
        };
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "0, 4", "1, 4"})
    void shouldServeAllInterfacesAlikeWhenThereAreBuffersForSome(final int workers, final int deviceClasses) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            final Wires[] wires = IntStream.range(0, deviceClasses)
                    .mapToObj(i -> new Wires("wires" + i))
                    .toArray(Wires[]::new);
            for (int i = 0; i < QUEUES; i++) {
                final Interface device = host.host()
                        .interfaces()
                        .register(wires[i % deviceClasses], new Interfaces.Spec("wire" + i, 0, 1_500));
                host.host().interfaces().addRxQueue(device, queue(i), RxMode.POLLING);
            }
            final int[] before = batches();
            host.until(
                    () -> Arrays.stream(batches()).sum() > Arrays.stream(before).sum() + 1_000);
            final int[] after = batches();
            for (int i = 0; i < QUEUES; i++) {
                assertThat(after[i] - before[i]).isGreaterThan(200);
            }
        }
    }

    /** At a barrier, so that none is polled between the looks at two. */
    private int[] batches() {
        final int[][] seen = new int[1][];
        lab.host().atBarrier("look", () -> seen[0] = batches.clone());
        return seen[0];
    }
}
