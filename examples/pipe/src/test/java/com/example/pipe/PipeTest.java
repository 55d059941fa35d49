package com.example.pipe;

import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets go through a pipe, whichever threads its ends are on. */
@Timeout(60)
class PipeTest {
    private static final byte[] FRAME =
            udp("10.0.0.1", "10.0.0.2").toMac(0x0200_0000_0001L).frame();

    @TempDir
    private Path directory;

    private TestInterface left;
    private TestInterface right;

    /** left - pipe0.0 = pipe0.1 - right, each patched to the next. */
    private void line(final TestHost host) {
        left = host.addInterface("left");
        right = host.addInterface("right");
        assertThat(host.cli("create pipe")).isEqualTo("pipe0.0\npipe0.1\n");
        host.cli("set interface state pipe0.0 up");
        host.cli("set interface state pipe0.1 up");
        host.cli("test l2patch rx left tx pipe0.0");
        host.cli("test l2patch rx pipe0.1 tx right");
        host.cli("test l2patch rx right tx pipe0.1");
        host.cli("test l2patch rx pipe0.0 tx left");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCarryPacketsBothWays(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("pipe", new PipePlugin())) {
            line(host);
            for (int i = 0; i < 500; i++) {
                left.send(FRAME);
                right.send(FRAME);
            }
            assertThat(host.receive(right, 500)).hasSize(500);
            assertThat(host.receive(left, 500)).hasSize(500);
            left.send(FRAME);
            host.until(() -> right.waitingFrames() == 1);
            assertThat(right.received().getFirst()).isEqualTo(FRAME);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLoseNoBufferWhenItIsDeletedUnderTraffic(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("pipe", new PipePlugin())) {
            line(host);
            for (int i = 0; i < 2_000; i++) {
                left.send(FRAME);
            }
            host.until(() -> right.waitingFrames() > 0);
            host.cli("delete pipe pipe0.1");
            host.untilIdle();
            assertThat(host.refused("set interface state pipe0.0 up")).contains("pipe0.0");
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldStayWhenUpgraded(final int workers) {
        final PluginJar jar = PluginJar.of("pipe", "0.1.0", PipePlugin.class);
        try (TestHost host = TestHost.withWorkers(workers)) {
            host.load(jar.write(directory), "--no-shadow");
            line(host);
            left.send(FRAME);
            host.receive(right, 1);
            host.upgrade(jar.version("0.2.0").write(directory), "--no-shadow");
            left.send(FRAME);
            assertThat(host.receive(right, 1)).hasSize(1);
            host.unload("pipe");
            host.assertNoLeaks();
        }
    }
}
