package io.weir.testkit.live;

import io.weir.testkit.live.api.Greeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever is asked for in whatever order: nothing leaks, nothing is lost, and the graph is what the set makes it. */
class RandomChangesTest {
    private static final int STEPS = Boolean.getBoolean("weir.slow") ? 400 : 25;

    /** One thing that is asked for. */
    record Step(int what, int plugin, int version) {}

    private static final List<String> IDS = List.of("alpha", "beta", "gamma");

    private final Map<String, Path> loaded = new TreeMap<>();
    private final Map<String, Path> disabled = new HashMap<>();
    private Path directory;

    @BeforeTry
    void shouldHaveADirectory() throws IOException {
        directory = Files.createTempDirectory("weir-random-");
        loaded.clear();
        disabled.clear();
    }

    @AfterTry
    void shouldLeaveNoFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> file.toFile().delete());
        }
        Files.delete(directory);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        final Arbitrary<Step> step = Arbitraries.integers().between(0, 9).flatMap(what -> Arbitraries.integers()
                .between(0, 2)
                .flatMap(plugin ->
                        Arbitraries.integers().between(1, 4).map(version -> new Step(what, plugin, version))));
        return step.list().ofSize(STEPS);
    }

    private Path jar(final String id, final int version) {
        final Path file = directory.resolve(id + "-" + version + ".0.0.jar");
        if (Files.exists(file)) {
            return file;
        }
        final PluginJar jar = PluginJar.of(id, version + ".0.0")
                .script("nodes", id + "-node")
                .script("commands", id + " hello")
                .script("processes", id + "-process")
                .script("node." + id + "-node", version == 2 ? "drop" : version == 3 ? "handoff" : "pass")
                .script("state", "1");
        switch (id) {
            case "alpha" -> jar.exports(Greeter.class).script("exports", "alpha");
            case "beta" -> jar.dependencies("alpha").script("uses", "y").script("after.beta-node", "alpha-node");
            default ->
                jar.script("device", "cable")
                        .script("interfaces", "cable0")
                        .script("start", version == 4 ? "throws" : "");
        }
        return jar.to(file);
    }

    private boolean ask(final Live live, final String command) {
        return live.host()
                .host()
                .interpreter()
                .execute(command, io.weir.cli.CommandSession.into(new StringBuilder()))
                .isDone();
    }

    private void take(final Live live, final Step step) {
        final String id = IDS.get(step.plugin());
        final Path jar = jar(id, step.version());
        switch (step.what()) {
            case 0, 1 -> note(ask(live, "plugin load " + jar + " --no-shadow"), id, jar);
            case 2, 3 -> note(ask(live, "plugin upgrade " + jar + " --no-shadow --cascade"), id, jar);
            case 4 -> ask(live, "plugin reload " + id + " --no-shadow --cascade");
            case 5 -> gone(ask(live, "plugin unload " + id), id, false);
            case 6 -> gone(ask(live, "plugin disable " + id), id, true);
            case 7 -> note(ask(live, "plugin enable " + id + " --no-shadow"), id, disabled.get(id));
            case 8 ->
                ask(
                        live,
                        "set interface feature in0 " + id + "-node arc device-input"
                                + (step.version() == 1 ? " disable" : ""));
            default ->
                ask(
                        live,
                        step.version() > 2
                                ? "create loopback interface instance " + step.plugin()
                                : "delete loopback interface intfc loop" + step.plugin());
        }
    }

    private void note(final boolean done, final String id, final Path jar) {
        if (done) {
            loaded.put(id, jar);
            disabled.remove(id);
        }
    }

    private void gone(final boolean done, final String id, final boolean off) {
        if (done) {
            final Path jar = loaded.remove(id);
            if (off) {
                disabled.put(id, jar);
            }
        }
    }

    private static void check(final Live live) {
        live.assertNothingLost();
        if (live.host().faults() != 0 || Shared.number("mixed").get() != 0) {
            throw new AssertionError(live.host().faults() + " faults, " + Shared.number("mixed") + " mixed");
        }
    }

    @Property(tries = 4, shrinking = ShrinkingMode.OFF)
    void shouldLoseNothingAndLeaveNothingWhateverIsAskedFor(
            @ForAll("steps") final List<Step> steps, @ForAll("workers") final int workers) {
        final String graph;
        try (Live live = Live.withWorkers(workers)) {
            for (final Step step : steps) {
                live.send(50);
                Shared.forgetVersions();
                take(live, step);
                check(live);
            }
            for (int i = 0; i < IDS.size(); i++) {
                ask(live, "delete loopback interface intfc loop" + i);
            }
            live.switchOff(IDS);
            check(live);
            live.assertAllCollected();
            graph = live.structure();
        }
        try (Live fresh = Live.withWorkers(workers)) {
            loaded.values().forEach(jar -> fresh.load(jar, "--no-shadow"));
            fresh.assertSameGraph(graph);
        }
    }

    @Provide
    Arbitrary<Integer> workers() {
        return Arbitraries.of(0, 1, 2);
    }
}
