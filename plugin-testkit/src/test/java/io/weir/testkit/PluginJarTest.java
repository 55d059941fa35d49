package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.plugin.PluginState;
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
        private int times;

        /** Does nothing. */
        public Handed() {}

        @Override
        public void register(final Registrar host) {
            host.node("handed", worker -> frame -> {});
            host.command("show handed", "Show how often").run(call -> call.println("%d", times));
        }

        @Override
        public PluginState exportState() {
            return new PluginState(1).put("times", times);
        }

        @Override
        public void importState(final PluginState state) {
            times = state.get("times", Integer.class) + 1;
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
