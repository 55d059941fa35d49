package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.PacketNode;
import io.weir.graph.ProcessHandle;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.iface.RxMode;
import io.weir.iface.RxQueue;
import io.weir.platform.fault.FaultReport;
import io.weir.platform.os.EventFd;
import io.weir.plugin.InputHandle;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.Lab.Collector;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever of a plugin blocks is named with its stack and charged; what can be is called no more from its return on. */
@Timeout(60)
class BlockingTest {
    /** As long as a node is in the kernel by a call of its own. */
    private static final int NATIVE_US = 400_000;

    private static final int LONG_MS = 1_700;

    private final Collector a = new Collector();
    private final AtomicInteger calls = new AtomicInteger();
    /** Until it is open, whatever blocks does so. */
    private final CountDownLatch gate = new CountDownLatch(1);

    private final MethodHandle usleep = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("usleep"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private InputHandle input;
    private final Lab lab = new Lab(host -> {
        host.node("a", a);
        host.node("native", worker -> frame -> sleepNatively()).nexts(host.next("a"));
        input = host.input("blocking-input", worker -> out -> block(), null);
    });

    private void sleepNatively() {
        try {
            final int ignored = (int) usleep.invokeExact(NATIVE_US);
        } catch (final Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private int block() {
        calls.incrementAndGet();
        try {
            gate.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private static List<FaultReport> reports(final TestHost host) {
        return host.host().services().quarantine().reports("lab");
    }

    private static void assertNamed(final TestHost host, final String part, final String... stack) {
        host.until(() -> !reports(host).isEmpty());
        final FaultReport report = reports(host).getFirst();
        assertThat(report.part()).isEqualTo(part);
        assertThat(report.stalls()).isPositive();
        assertThat(report.text())
                .contains("has been blocked in", "of plugin lab")
                .contains(stack);
    }

    /** A part that blocks is quarantined while it does, so that a change comes through when it returns. */
    private void assertQuarantinedAtReturn(final TestHost host) {
        host.until(() -> !host.host().services().quarantine().quarantined("lab").isEmpty());
        gate.countDown();
        host.plugin("other", new WeirPlugin() {
            @Override
            public void register(final Registrar registrar) {
                registrar.node("other", worker -> frame -> frame.sink());
            }
        });
        assertThat(host.host().graph().node("other")).isNotNull();
        assertThat(calls.get()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldNameNodeThatBlocksInNativeCode(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            lab.send(1, "native");
            host.until(() -> a.packets() == 1);
            assertNamed(host, "native", "BlockingTest.sleepNatively");
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldQuarantineInputNodeThatBlocksAndCallItAgainAfterRelease(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            final Worker last = lab.host().workers().get(lab.last());
            input.polling(last, true);
            host.until(() -> calls.get() == 1);
            assertNamed(host, "blocking-input", "BlockingTest.block");
            assertThat(host.cli("show threads")).contains("stuck in input node blocking-input of lab");
            assertQuarantinedAtReturn(host);
            host.until(() -> !host.cli("show threads").contains("stuck in"));
            input.interrupt(last);
            lab.send(10, "a");
            host.until(() -> a.packets() == 10);
            assertThat(calls.get()).isOne();
            host.cli("plugin release lab");
            host.until(() -> calls.get() > 100);
            input.polling(last, false);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLLING", "INTERRUPT", "ADAPTIVE"})
    void shouldQuarantineReceiveQueueThatBlocksAndPollItAgainAfterRelease(final String mode) {
        try (TestHost host = TestHost.withWorkers(1).plugin("lab", lab);
                EventFd descriptor = new EventFd()) {
            final Queue queue = new Queue(descriptor.fd());
            final Interface device = lab.host().interfaces().register(queue, new Interfaces.Spec("slow0", 0, 1_500));
            lab.host().interfaces().addRxQueue(device, queue, RxMode.valueOf(mode));
            descriptor.signal();
            host.until(() -> calls.get() == 1);
            assertNamed(host, "slow0 queue 0", "BlockingTest.block");
            assertQuarantinedAtReturn(host);
            descriptor.signal();
            lab.send(10, "a");
            host.until(() -> a.packets() == 10);
            host.untilIdle();
            assertThat(calls.get()).isOne();
            assertThat(host.cli("show interface rx-placement")).contains("quarantined");
            host.cli("plugin release lab");
            descriptor.signal();
            host.until(() -> calls.get() > 1);
            lab.host().interfaces().delete(device);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldQuarantineHandlerThatBlocksAndCallItAgainAfterRelease(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab);
                EventFd descriptor = new EventFd()) {
            lab.host().watch(descriptor.fd(), lab.host().workers().get(lab.last()), this::block);
            descriptor.signal();
            host.until(() -> calls.get() == 1);
            assertNamed(host, "descriptor " + descriptor.fd(), "BlockingTest.block");
            assertQuarantinedAtReturn(host);
            host.untilIdle();
            assertThat(calls.get()).isOne();
            host.cli("plugin release lab");
            // It is still readable.
            host.until(() -> calls.get() > 1);
            descriptor.drain();
        }
    }

    /** Timers are charged; what sets them is for the plugin to know, so they are not taken back. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldNameTimerThatBlocks(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            lab.on(lab.last(), (worker, sink) -> worker.timers().schedule(0, now -> block()));
            assertNamed(host, "timers", "BlockingTest.block");
            gate.countDown();
            host.untilIdle();
            host.assertNoLeaks();
        }
    }

    /** What is used first is loaded and linked then; a third call has no such excuse. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldChargeProcessThatBlocksMainButForItsFirstCalls(final int workers) {
        final ProcessHandle[] process = new ProcessHandle[1];
        final Lab slow = new Lab(host -> process[0] = host.process("slow-process", context -> {
            while (true) {
                sleepNatively();
                calls.incrementAndGet();
                context.waitForEventOrClock(Long.MAX_VALUE);
            }
        }));
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", slow)) {
            for (int call = 1; call < 3; call++) {
                final int begun = call;
                host.until(() -> calls.get() == begun);
                host.untilIdle();
                assertThat(reports(host)).isEmpty();
                process[0].signal(0, 0);
            }
            host.until(() -> calls.get() == 3);
            assertNamed(host, "slow-process", "BlockingTest.sleepNatively");
        }
    }

    private static void sleep(final long ms) {
        try {
            Thread.sleep(ms);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldKeepProcessFromRunningThatKeptMainForASecond(final int workers) {
        final ProcessHandle[] process = new ProcessHandle[1];
        final AtomicInteger begun = new AtomicInteger();
        final Lab slow = new Lab(host -> process[0] = host.process("slow-process", context -> {
            context.waitForEventOrClock(Long.MAX_VALUE);
            while (true) {
                begun.incrementAndGet();
                sleep(begun.get() == 2 ? LONG_MS : 0);
                calls.incrementAndGet();
                context.waitForEventOrClock(1);
            }
        }));
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", slow)) {
            process[0].signal(0, 0);
            host.until(() -> host.cli("show runtime verbose slow-process").contains("quarantined"));
            assertThat(calls).hasValue(2);
            assertThat(host.cli("plugin faults lab")).contains("slow-process");
            host.cli("plugin release lab");
            host.until(() -> calls.get() > 2);
        }
    }

    /** A device whose queue blocks in its poll. */
    private final class Queue implements DeviceClass, RxQueue {
        private final int fd;

        Queue(final int fd) {
            this.fd = fd;
        }

        @Override
        public int poll(final Worker worker, final Sink out) {
            return block();
        }

        @Override
        public int interruptFd() {
            return fd;
        }

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public PacketNode tx(final Worker worker, final Interface device) {
            return frame -> frame.sink();
        }
    }
}
