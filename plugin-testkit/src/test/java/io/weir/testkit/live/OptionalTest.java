package io.weir.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.live.api.Greeter;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins that can do without another, and use it when it is there. */
@Timeout(60)
class OptionalTest {
    @TempDir
    private Path directory;

    private static PluginJar box(final String version) {
        return PluginJar.of("box", version)
                .exports(Greeter.class)
                .script("exports", "box")
                .script("nodes", "box-node");
    }

    private static PluginJar guest() {
        return PluginJar.of("guest", "1.0.0")
                .dependencies("box?")
                .script("would-use", Greeter.class.getName())
                .script("state", "1")
                .script("nodes", "guest-node")
                .script("commands", "guest hello");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldComeAnewWithItsStateWhenWhatItWouldUseComesAndGoes(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            live.load(guest().in(directory), "--no-shadow");
            live.enable("guest-node");
            assertThat(live.cli("guest hello")).startsWith("guest 1.0.0 table=0");
            assertThat(live.cli("show plugins verbose")).contains("missing: service " + Greeter.class.getName());
            assertThat(live.load(box("1.0.0").in(directory), "--no-shadow"))
                    .startsWith("loaded box 1.0.0 guest 1.0.0 (was 1.0.0)");
            assertThat(live.cli("guest hello")).contains("hears box 1.0.0", "table=1");
            assertThat(live.cli("show plugins verbose")).doesNotContain("missing: service");
            // It is not asked for: the other may go at any time.
            live.upgrade(box("2.0.0").in(directory), "--no-shadow");
            assertThat(live.cli("guest hello")).contains("hears box 2.0.0", "table=2");
            final String dry = live.cli("plugin unload box --dry-run");
            assertThat(dry).contains("plugin box 2.0.0 goes", "plugin guest 1.0.0 in place of 1.0.0", "at one barrier");
            assertThat(live.cli("guest hello")).contains("hears box 2.0.0", "table=2");
            assertThat(live.cli("plugin unload box"))
                    .startsWith("unloaded box 2.0.0, without which came anew guest 1.0.0");
            assertThat(live.cli("guest hello")).startsWith("guest 1.0.0 table=3");
            assertThat(live.enabled("guest-node")).isTrue();
            live.send(10);
            live.assertNothingLost();
            live.assertAllCollected();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldLeaveBothAsTheyWereWhenTheOneThatComesDoesNotStart(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            live.load(guest().in(directory), "--no-shadow");
            final String before = live.inventory();
            live.refused("plugin load " + box("1.0.0").script("start", "throws").in(directory) + " --no-shadow");
            live.assertAsBefore(before);
            assertThat(live.cli("guest hello")).startsWith("guest 1.0.0 table=");
            live.assertAllCollected();
        }
    }
}
