package io.weir.testkit;

import static io.weir.testkit.TestPacket.tcp;
import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.weir.graph.Counter;
import io.weir.graph.FeatureArc;
import io.weir.graph.Order;
import io.weir.graph.Unit;
import io.weir.platform.iface.QueueProbe;
import io.weir.plugin.InputHandle;
import io.weir.testkit.Lab.Collector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the test kit says when a test fails, and captures in and out. */
class HostPictureTest {
    @Test
    void shouldSayWhatTheHostLookedLikeWhenAConditionDoesNotCome() {
        final Lab lab = new Lab(host -> {
            final Counter seen = host.counter("seen", Unit.PACKETS);
            host.node("throwing", worker -> frame -> {
                        seen.on(worker).add(frame.size());
                        throw new IllegalStateException("it is broken");
                    })
                    .feature(FeatureArc.DEVICE_INPUT, Order.before("ethernet-input"));
        });
        try (TestHost host = TestHost.withWorkers(1).plugin("lab", lab)) {
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            host.enable(FeatureArc.DEVICE_INPUT, "throwing", left);
            left.send(udp("10.0.0.1", "10.0.0.2"));
            right.send(new byte[60]);
            host.untilIdle();
            final Throwable failure = catchThrowable(() -> host.until(() -> false, 10_000_000));
            assertThat(failure)
                    .hasMessageContaining("did not hold within 0.01 seconds")
                    .hasMessageContaining("lab/seen 1")
                    .hasMessageContaining("it is broken")
                    .hasMessageContaining("ethernet-input")
                    .hasMessageContaining("buffers in use: 0");
            assertThat(failure.getStackTrace()[0].getClassName()).startsWith(HostPictureTest.class.getName());
        }
    }

    @Test
    void shouldSayWhoIsStuckWhenAWorkerDoesNotEndItsTurn() {
        final CountDownLatch go = new CountDownLatch(1);
        final Lab lab = new Lab(host -> {});
        try (TestHost host = TestHost.withWorkers(1).plugin("lab", lab)) {
            lab.on(1, (worker, sink) -> {
                try {
                    go.await();
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(catchThrowable(() -> host.untilIdle(10_000_000)))
                    .hasMessageContaining("not idle within 0.01 seconds: [weir_wk_0] did not end their turn")
                    .hasMessageContaining("show interface");
            go.countDown();
            host.untilIdle();
        } finally {
            go.countDown();
        }
    }

    @Test
    void shouldSayWhereFramesWaitWhenTheirQueueIsQuarantined() {
        try (TestHost host = TestHost.withWorkers(0)) {
            final TestInterface left = host.addInterface("left");
            host.host().services().quarantine().stop(QueueProbe.site(left.device()));
            left.send(new byte[60]);
            assertThat(catchThrowable(() -> host.untilIdle(10_000_000)))
                    .hasMessageContaining("nodes [] had packets, frames waited at interfaces [left]")
                    .hasMessageContaining("left queue 0 (polling, quarantined)");
        }
    }

    @Test
    void shouldSayWhichNodesHavePacketsWhenTheyNeverEnd() {
        final Collector end = new Collector();
        final InputHandle[] input = new InputHandle[1];
        final Lab lab = new Lab(host -> {
            host.node("end", end);
            input[0] = host.input(
                    "restless-input",
                    worker -> out -> {
                        out.emit(Lab.packet(worker, 0, 1), host.next("end").target());
                        return 1;
                    },
                    null);
        });
        try (TestHost host = TestHost.withWorkers(0).plugin("lab", lab)) {
            input[0].polling(lab.host().workers().getFirst(), true);
            assertThat(catchThrowable(() -> host.untilIdle(10_000_000)))
                    .hasMessageContaining("nodes [end] had packets, frames waited at interfaces []");
        }
    }

    @Test
    void shouldSayWhatTheHostLookedLikeWhenTheTestIsInterrupted() {
        try (TestHost host = TestHost.withWorkers(0)) {
            Thread.currentThread().interrupt();
            assertThat(catchThrowable(() -> host.until(() -> false)))
                    .hasMessageStartingWith("interrupted while it waited")
                    .hasMessageContaining("show interface");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void shouldSendAndWriteCaptures(@TempDir final Path scratch) throws IOException {
        final List<byte[]> frames = List.of(
                udp("10.0.0.1", "10.0.0.2").frame(),
                tcp("2001:db8::1", "2001:db8::2").frame());
        PcapFiles.write(scratch.resolve("in.pcap"), frames);
        try (TestHost host = TestHost.withWorkers(1)) {
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            host.cli("test l2patch rx left tx right");
            left.send(scratch.resolve("in.pcap"));
            host.until(() -> right.waitingFrames() == 2);
            assertThat(right.capture(scratch.resolve("out.pcap"))).isEqualTo(2);
            assertThat(PcapFiles.read(scratch.resolve("out.pcap"))).containsExactlyElementsOf(frames);
        }
    }

    @Test
    void shouldRefuseFilesThatAreNoCapture(@TempDir final Path scratch) throws IOException {
        final Path file = scratch.resolve("x.pcap");
        Files.write(file, new byte[24]);
        assertThatThrownBy(() -> PcapFiles.read(file)).hasMessageContaining("is no capture");
        PcapFiles.write(file, List.of(new byte[60]));
        final byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> PcapFiles.read(file)).hasMessageContaining("ends within packet 1");
        whole[20] = 101;
        Files.write(file, whole);
        assertThatThrownBy(() -> PcapFiles.read(file)).hasMessageContaining("link type 101");
    }
}
