package io.weir.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.Frame;
import io.weir.graph.FrameControl;
import io.weir.graph.Next;
import io.weir.memory.Buffers;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.table.SessionTable;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What of the API is the host's alone is not for plugins. */
@Timeout(60)
class HostAccessTest {
    /** Makes a handle that only the host gives out. */
    public static final class Maker extends WeirPlugin {
        /** Does nothing. */
        public Maker() {}

        @Override
        public void register(final Registrar host) {
            host.node("maker", worker -> frame -> frame.send(0, new Next("made up", 1)));
        }
    }

    /** Reaches into frames. */
    public static final class Reacher extends WeirPlugin {
        /** Does nothing. */
        public Reacher() {}

        @Override
        public void register(final Registrar host) {
            final Supplier<Frame> frames = FrameControl::create;
            host.node("reacher", worker -> frame -> frames.get().sink());
        }
    }

    /** Calls a method that only the host calls. */
    public static final class Flusher extends WeirPlugin {
        /** Does nothing. */
        public Flusher() {}

        @Override
        public void register(final Registrar host) {
            final Buffers buffers = host.workers().getFirst().buffers();
            host.node("flusher", worker -> frame -> buffers.flush());
        }
    }

    /** Would end the process that the host is in. */
    public static final class Exiter extends WeirPlugin {
        /** Does nothing. */
        public Exiter() {}

        @Override
        public void register(final Registrar host) {
            host.command("exiter", "Ends the host").run(call -> System.exit(1));
        }
    }

    /** The same, out of a class that the plugin's class only leads to, and without a call that stands there. */
    public static final class Halter extends WeirPlugin {
        /** Does nothing. */
        public Halter() {}

        @Override
        public void register(final Registrar host) {
            host.command("halter", "Ends the host").run(call -> Halt.with(1));
        }
    }

    /** Ends the process. */
    public static final class Halt {
        private Halt() {}

        static void with(final int code) {
            final IntConsumer halt = Runtime.getRuntime()::halt;
            halt.accept(code);
        }
    }

    /** Uses what is for all. */
    public static final class Honest extends WeirPlugin {
        /** Does nothing. */
        public Honest() {}

        @Override
        public void register(final Registrar host) {
            final Next next = host.next("error-drop");
            final String table = SessionTable.class.getSimpleName();
            host.node("honest", worker -> frame -> {
                if (worker.buffers().pool().capacity() > table.length()) {
                    frame.send(0, next);
                }
            });
        }
    }

    @TempDir
    private Path directory;

    private String refusal(final TestHost host, final String id, final Class<? extends WeirPlugin> type) {
        return host.refused("plugin load " + PluginJar.of(id, "1.0.0", type).write(directory) + " --no-shadow");
    }

    @Test
    void shouldRefuseThePluginAndNameWhatItUsed() {
        try (TestHost host = TestHost.withWorkers(0)) {
            assertThat(refusal(host, "maker", Maker.class))
                    .endsWith("plugin maker 1.0.0: " + Maker.class.getName()
                            + " uses io.weir.graph.Next.new, which is the host's alone");
            assertThat(refusal(host, "reacher", Reacher.class))
                    .contains(Reacher.class.getName() + " uses io.weir.graph.FrameControl");
            assertThat(refusal(host, "flusher", Flusher.class))
                    .contains(Flusher.class.getName() + " uses io.weir.memory.Buffers.flush");
            assertThat(host.cli("show plugins")).doesNotContain("maker", "reacher", "flusher");
            host.load(PluginJar.of("honest", "1.0.0", Honest.class).write(directory), "--no-shadow");
            host.unload("honest");
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldRefuseWhatWouldEndTheHost() {
        try (TestHost host = TestHost.withWorkers(0)) {
            assertThat(refusal(host, "exiter", Exiter.class))
                    .endsWith("plugin exiter 1.0.0: " + Exiter.class.getName()
                            + " calls System.exit, which would end the host");
            assertThat(refusal(host, "halter", Halter.class))
                    .endsWith("plugin halter 1.0.0: " + Halt.class.getName()
                            + " calls Runtime.halt, which would end the host");
            assertThat(host.cli("show plugins")).doesNotContain("exiter", "halter");
        }
    }

    @Test
    void shouldGrantAccessOnlyToPluginsThatShipWithTheHost() {
        try (TestHost host = TestHost.withWorkers(0)) {
            final PluginJar asking =
                    PluginJar.of("flusher", "1.0.0", Flusher.class).with("Weir-Host-Access", "io.weir.memory");
            assertThat(host.refused("plugin load " + asking.write(directory) + " --no-shadow"))
                    .endsWith("Weir-Host-Access io.weir.memory is for plugins that ship with the host");
            host.load(
                    PluginJar.of("dpdk", "1.0.0", Flusher.class)
                            .with("Weir-Host-Access", "io.weir.memory")
                            .write(directory),
                    "--no-shadow");
            host.unload("dpdk");
        }
    }
}
