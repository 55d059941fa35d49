package io.weir.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.platform.fault.FaultReport;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plugin whose node blocks for seconds in each frame is named and taken out, and others come, while packets arrive. */
@Timeout(120)
class BlockingPluginTest {
    /** How long a change waits for a worker, see ARCHITECTURE.md. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "4, false", "4, true"})
    void shouldTakeOutPluginThatBlocksAndLetOthersIn(final int workers, final boolean unloadFirst) {
        try (Live live = Live.withWorkers(workers)) {
            live.load(PluginJar.empty("sleeper", "1.0.0").plugin(Sleeper.class).in(directory));
            final List<WeakReference<ClassLoader>> loaders = live.loaders();
            live.enable("sleeper");
            live.send(10);
            live.host().until(() -> !reports(live).isEmpty());
            final FaultReport report = reports(live).getFirst();
            assertThat(report.part()).isEqualTo("sleeper");
            assertThat(report.text())
                    .contains("has been blocked in node sleeper of plugin sleeper", "Thread.sleep", "Sleeper.sleep");
            live.send(10);
            final String other = "plugin load "
                    + PluginJar.of("other", "1.0.0").script("nodes", "other").in(directory) + " --no-shadow";
            final long begunNs = System.nanoTime();
            live.cli(unloadFirst ? "plugin unload sleeper" : other);
            assertThat(Duration.ofNanos(System.nanoTime() - begunNs)).isLessThan(LIMIT);
            if (!unloadFirst) {
                // Each frame from its return on would cost another two seconds.
                assertThat(live.host().host().services().quarantine().quarantined("sleeper"))
                        .hasSize(1);
                assertThat(live.cli("plugin faults sleeper")).contains("since ");
            }
            live.cli(unloadFirst ? other : "plugin unload sleeper");
            assertThat(Duration.ofNanos(System.nanoTime() - begunNs)).isLessThan(LIMIT);
            assertThat(live.host().host().pluginSet().plugin("sleeper")).isNull();
            live.enable("other");
            live.send(100);
            live.host().untilIdle();
            assertThat(live.received()).isGreaterThanOrEqualTo(100);
            live.assertNothingLost();
            live.assertCollected(loaders);
        }
    }

    private static List<FaultReport> reports(final Live live) {
        return live.host().host().services().quarantine().reports("sleeper");
    }
}
