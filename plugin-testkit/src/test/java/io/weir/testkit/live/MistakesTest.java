package io.weir.testkit.live;

import static io.weir.graph.Order.before;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.FeatureArc;
import io.weir.graph.PacketNode;
import io.weir.graph.Unit;
import io.weir.graph.Worker;
import io.weir.iface.Interfaces;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes that authors of plugins make are told in one sentence that says whose, where and what. */
@Timeout(60)
class MistakesTest {
    private static final int INTERFACES = 4_000;

    @TempDir
    private Path directory;

    /** Makes the mistake that it is named for. */
    public static final class Mistaken extends WeirPlugin {
        private String id = "";

        /** Does nothing. */
        public Mistaken() {}

        @Override
        public void register(final Registrar host) {
            id = host.pluginId();
            switch (id) {
                case "spaced" -> host.node("x y", worker -> frame -> {});
                case "coloured" -> host.node("x\u001b[31m", worker -> frame -> {});
                case "nameless" -> host.node("", worker -> frame -> {});
                case "nothing" -> host.node(null, null);
                case "bodyless" -> host.node("bodyless", null);
                case "counting" -> host.counter("a\nb", Unit.PACKETS);
                case "dropping" -> host.dropReason("lost\tpacket");
                case "silent" -> host.command("show silent", "Was to show something");
                case "makes-none" -> feature(host, worker -> null);
                case "sleeps" ->
                    feature(host, worker -> frame -> {
                        try {
                            Thread.sleep(60);
                        } catch (final InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
                case "frees" ->
                    feature(host, worker -> frame -> {
                        // It goes on as well.
                        worker.buffers().free(frame.index(0));
                    });
                case "lokup" ->
                    host.node("lokup", worker -> frame -> {})
                            .feature(FeatureArc.DEVICE_INPUT, before("ethernet-inptu"))
                            .nexts(host.next("eror-drop"));
                default -> {}
            }
        }

        private static void feature(final Registrar host, final Function<Worker, PacketNode> factory) {
            host.node(host.pluginId() + "-node", factory).feature(FeatureArc.DEVICE_INPUT, before("ethernet-input"));
        }

        @Override
        public void start() {
            if (id.equals("starting")) {
                throw new IllegalStateException("in start");
            }
        }

        @Override
        public void stop() {
            if (id.equals("stopping")) {
                throw new IllegalStateException("in stop");
            }
        }

        @Override
        public void removed() {
            if (id.equals("stopping")) {
                throw new IllegalArgumentException("in removed");
            }
        }
    }

    /** Can't be made by the host. */
    public static final class Closed extends WeirPlugin {
        /** Not for the host. */
        private Closed() {}

        @Override
        public void register(final Registrar host) {
            throw new IllegalStateException("never called");
        }
    }

    private Path jar(final String id, final Class<? extends WeirPlugin> type) {
        return PluginJar.of(id, "1.0.0", type).write(directory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spaced     | plugin spaced: register() threw java.lang.IllegalArgumentException: node name `x y' is not a name of 1 to 63",
                "coloured   | node name `x\\x1b[31m' is not a name",
                "nameless   | node name `' is not a name",
                "nothing    | node without a name",
                "bodyless   | node bodyless has nothing to run",
                "counting   | counter name `a\\x0ab' is not words",
                "dropping   | drop reason name `lost\\x09packet' is not",
                "silent     | plugin silent: command `show silent' does nothing: it was declared without run(...)",
                "makes-none | node makes-none-node of makes-none can't be made: its factory returned null",
                "starting   | plugin starting: start() threw java.lang.IllegalStateException: in start; the log has the stack",
            })
    void shouldSayWhoseMistakeItIsAndWhere(final String id, final String sentence) {
        try (TestHost host = TestHost.withWorkers(0)) {
            final Path jar = jar(id, Mistaken.class);
            assertThat(host.refused("plugin load " + jar)).contains(sentence).doesNotContain("\n");
            assertThat(host.refused("plugin load " + jar + " --no-shadow"))
                    .contains(sentence)
                    .doesNotContain("\n");
            assertThat(host.cli("show plugins")).doesNotContain(id);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sleeps | node sleeps-node of sleeps blocks: a frame took it",
                "frees  | node frees-node of frees threw in shadow: io.weir.memory.MemoryFault: ",
            })
    void shouldRefuseInShadowWhatBlocksOrFreesWhatItLetsGoOn(final String id, final String sentence) {
        try (TestHost host = TestHost.withWorkers(0)) {
            assertThat(host.refused("plugin load " + jar(id, Mistaken.class))).contains(sentence);
        }
    }

    @Test
    void shouldRefuseAPluginThatItCannotMake() {
        try (TestHost host = TestHost.withWorkers(0)) {
            assertThat(host.refused("plugin load " + jar("closed", Closed.class)))
                    .endsWith(
                            Closed.class.getName() + " is not public, or has no public constructor without arguments");
        }
    }

    @Test
    void shouldSayWhatFailedWhileItWent() {
        try (TestHost host = TestHost.withWorkers(0)) {
            host.load(jar("stopping", Mistaken.class), "--no-shadow");
            assertThat(host.cli("plugin unload stopping"))
                    .contains("plugin stopping: stop() threw java.lang.IllegalStateException: in stop")
                    .contains("plugin stopping: removed() threw java.lang.IllegalArgumentException: in removed");
        }
    }

    @Test
    void shouldWarnOfMisspeltNamesInTheAnswer() {
        try (TestHost host = TestHost.withWorkers(0)) {
            assertThat(host.cli("plugin load " + jar("lokup", Mistaken.class) + " --no-shadow"))
                    .contains("\nwarning: plugin lokup sends packets to node eror-drop, which is not there: is it"
                            + " error-drop?")
                    .contains("\nwarning: plugin lokup orders feature lokup on arc device-input by ethernet-inptu,"
                            + " which is not there: is it ethernet-input?");
        }
    }

    @Test
    void shouldShadowBesideThousandsOfInterfaces() {
        try (TestHost host = TestHost.withWorkers(0)) {
            final Map<Integer, Interfaces.Spec> many = new HashMap<>();
            for (int i = 2; i < INTERFACES; i++) {
                many.put(i, new Interfaces.Spec("many" + i, 0, 1_500));
            }
            host.host().interfaces().mirror(many);
            assertThat(host.cli("plugin load " + jar("honest", Mistaken.class))).startsWith("loaded honest 1.0.0");
        }
    }
}
