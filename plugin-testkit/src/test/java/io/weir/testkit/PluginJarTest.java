package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin that a test packs, loads, upgrades, reloads and unloads. */
@Timeout(60)
class PluginJarTest {
    /** Counts how often it was handed over. */
    public static final class Handed extends WeirPlugin {
        /** What goes over. */
        private record Times(int handed) {}

        private int times;

        /** Does nothing. */
        public Handed() {}

        @Override
        public void register(final Registrar host) {
            host.state("times", Times.class, () -> new Times(times), state -> times = state.handed() + 1);
            host.node("handed", worker -> frame -> {});
            host.command("show handed", "Show how often").run(call -> call.println("%d", times));
        }
    }

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldComeChangeAndGo(final int workers) {
        final PluginJar jar = PluginJar.of("handed", "1.0.0", Handed.class).with("Plugin-Description", "for a test");
        try (TestHost host = TestHost.withWorkers(workers)) {
            host.load(jar.write(directory), "--no-shadow");
            assertThat(host.cli("show handed")).isEqualTo("0\n");
            assertThat(host.cli("show plugins")).contains("handed", "1.0.0", "for a test");
            assertThat(host.upgrade(jar.version("1.1.0").write(directory))).contains("1.1.0 (was 1.0.0)");
            assertThat(host.cli("show handed")).isEqualTo("1\n");
            host.reload("handed", "--no-shadow", "--fresh");
            assertThat(host.cli("show handed")).isEqualTo("0\n");
            host.unload("handed");
            assertThat(host.refused("show handed")).contains("handed");
            host.assertNoLeaks();
        }
    }
}
