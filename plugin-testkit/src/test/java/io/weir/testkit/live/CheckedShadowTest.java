package io.weir.testkit.live;

import static io.weir.graph.Order.before;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.FeatureArc;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.net.Ip4Header;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would end the process in the live graph is an exception in shadow, also where memory is not checked. */
@Tag("production")
@Timeout(60)
class CheckedShadowTest {
    private static final long UNMAPPED = 64;

    @TempDir
    private Path directory;

    /** Does what it is named for. */
    public static final class Reckless extends WeirPlugin {
        /** Does nothing. */
        public Reckless() {}

        @Override
        public void register(final Registrar host) {
            if (host.pluginId().equals("registers")) {
                Memory.putLong(UNMAPPED, 1);
            }
            host.node(host.pluginId() + "-node", worker -> node(host.pluginId(), worker))
                    .feature(FeatureArc.DEVICE_INPUT, before("ethernet-input"));
        }

        private static PacketNode node(final String what, final Worker worker) {
            final long block = OffHeap.allocate(100);
            return switch (what) {
                case "reads" -> frame -> Memory.getInt(UNMAPPED);
                case "writes" -> frame -> Memory.putByte(-1L, 1);
                case "header" -> frame -> Ip4Header.ttl(UNMAPPED);
                case "copies" -> frame -> Memory.copy(first(frame), UNMAPPED, 64);
                case "behind" -> frame -> Memory.getLong(block + OffHeap.pageBytes() - 4);
                case "overruns" -> frame -> Memory.zero(first(frame) + Buffer.DATA_OFFSET, Buffer.DATA_BYTES + 1);
                case "stale" ->
                    frame -> {
                        final int one = worker.buffers().allocate();
                        worker.buffers().free(one);
                        Buffer.length(Buffer.address(one), 60);
                    };
                case "frees" -> frame -> worker.buffers().free(frame.index(0));
                case "twice" ->
                    frame -> {
                        final int one = frame.index(0);
                        frame.take(0);
                        worker.buffers().free(one);
                        worker.buffers().free(one);
                    };
                // All that it may do.
                default ->
                    frame -> {
                        Memory.putLong(block + 92, Memory.getLong(first(frame) + Buffer.DATA_OFFSET));
                        Buffer.length(first(frame), Buffer.length(first(frame)));
                    };
            };
        }

        private static long first(final Frame frame) {
            return Buffer.address(frame.index(0));
        }
    }

    private Path jar(final String id) {
        return PluginJar.of(id, "1.0.0", Reckless.class).write(directory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reads     | access to 0x40 (4 bytes): outside every buffer and block",
                "writes    | access to 0xffffffffffffffff (1 bytes): outside every buffer and block",
                "header    | access to 0x48 (1 bytes): outside every buffer and block",
                "copies    | access to 0x40 (64 bytes): outside every buffer and block",
                "behind    | (8 bytes): outside every buffer and block",
                "overruns  | at +400: over its end",
                "stale     | it is free",
            })
    void shouldRefuseInShadowWhatTouchesWhatIsNotIts(final String id, final String complaint) {
        try (TestHost host = TestHost.withWorkers(0)) {
            assertThat(host.refused("plugin load " + jar(id)))
                    .contains("node " + id + "-node of " + id + " threw in shadow: io.weir.memory.MemoryFault: ")
                    .contains(complaint);
        }
    }

    @ParameterizedTest
    @CsvSource({"frees", "twice"})
    void shouldRefuseInShadowWhatMentionsPacketsThatAreNotItsAnyMore(final String id) {
        try (TestHost host = TestHost.withWorkers(0)) {
            assertThat(host.refused("plugin load " + jar(id)))
                    .contains("node " + id + "-node of " + id)
                    .contains("in shadow: ");
        }
    }

    @Test
    void shouldRefuseWhatTouchesWhatIsNotItsWhileItRegisters() {
        try (TestHost host = TestHost.withWorkers(0)) {
            assertThat(host.refused("plugin load " + jar("registers")))
                    .contains("plugin registers")
                    .contains("access to 0x40 (8 bytes): outside every buffer and block");
        }
    }

    @Test
    void shouldLoadWhatKeepsToItsOwn() {
        try (TestHost host = TestHost.withWorkers(0)) {
            assertThat(host.cli("plugin load " + jar("honest"))).startsWith("loaded honest 1.0.0");
        }
    }
}
