package io.weir.benchmarks;

import io.weir.platform.host.Host;
import io.weir.platform.stats.SegmentReader;
import io.weir.platform.stats.StatisticsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What main does beside a busy worker: each kind of work in pieces of a second at most, which leave nothing behind. */
final class PauseWork implements AutoCloseable {
    private static final String ROUTES = "20.0.0.0/24 count 100000 via 192.168.2.2 pg1";
    private static final int RULES = 1_000;
    private static final int BINDINGS = 200;
    private static final int INTERFACES = 10;
    private static final int COMMANDS = 10;
    private static final long BETWEEN_COMMANDS_NS = 100_000_000;
    private static final long SEGMENT_BYTES = 32 << 20;
    private static final long COLLECT_EVERY_NS = 10_000_000_000L;
    private static final List<String> SHOWS = List.of(
            "show version",
            "show interface",
            "show hardware-interfaces",
            "show runtime",
            "show errors",
            "show plugins",
            "show plugins verbose",
            "show threads",
            "show buffers",
            "show barrier",
            "show features",
            "show interface features pg0",
            "show ip neighbors",
            "show acl-plugin acl",
            "show acl-plugin tables",
            "show nat64 bib all",
            "show reference");

    private final LiveLoad load;
    private final ExamplePlugin example;
    private final Path directory;
    private final Map<String, Piece> kinds = new LinkedHashMap<>();

    /** One piece of work. */
    @FunctionalInterface
    interface Piece {
        void run() throws IOException;
    }

    PauseWork(final LiveLoad load, final Path examples) throws IOException {
        this.load = load;
        directory = Files.createTempDirectory("weir-pauses");
        example =
                new ExamplePlugin(examples.resolve("ttl-guard/src/main/java"), LiveLoad.PLUGIN, LiveBench.mainClass());
        final Path one = example.jar("0.1.0");
        final Path two = example.jar("0.1.1");
        kinds.put("routes", () -> commands("ip route add " + ROUTES, "show ip fib", "ip route del " + ROUTES));
        final Path odd = rules(1);
        final Path even = rules(0);
        kinds.put("rules", () -> commands("acl load " + odd, "acl load " + even, "show acl-plugin acl"));
        kinds.put("bindings", this::bindings);
        kinds.put(
                "plugin",
                () -> commands(
                        "plugin load " + one,
                        LiveLoad.ENABLE,
                        "plugin upgrade " + two,
                        "plugin unload " + LiveLoad.PLUGIN));
        kinds.put("interfaces", this::interfaces);
        kinds.put("show", () -> commands(SHOWS.toArray(String[]::new)));
        kinds.put("statistics", this::statistics);
        kinds.put("client", this::client);
        load.host()
                .openStatistics(new StatisticsOptions(
                        directory.resolve("stats.seg"), null, SEGMENT_BYTES, true, COLLECT_EVERY_NS));
        commands("nat64 plugin enable", "nat64 add pool address 203.0.113.1 - 203.0.113.4");
    }

    Map<String, Piece> kinds() {
        return kinds;
    }

    private void commands(final String... lines) throws IOException {
        for (final String line : lines) {
            load.task(line);
        }
    }

    private Path rules(final int parity) throws IOException {
        final List<String> lines = new ArrayList<>(List.of("acl index 0 tag pauses"));
        for (int i = 0; i < RULES; i++) {
            lines.add("permit src 10.%d.%d.0/24 dst 192.0.2.0/24 proto tcp dport %d"
                    .formatted(i >> 8, i & 255, 1_024 + 2 * i + parity));
        }
        return Files.write(directory.resolve("rules" + parity), lines);
    }

    private void bindings() throws IOException {
        for (final String end : List.of("", " del")) {
            for (int i = 0; i < BINDINGS; i++) {
                load.task("nat64 add static bib 2001:db8::%x %d 203.0.113.1 %d udp%s"
                        .formatted(i + 1, 5_000 + i, 6_000 + i, end));
            }
            load.task("show nat64 bib all");
        }
    }

    private void interfaces() throws IOException {
        for (int i = 0; i < INTERFACES; i++) {
            final String name = load.task("create loopback interface").strip();
            commands(
                    "set interface state " + name + " up",
                    "set interface ip address " + name + " 198.51.100." + (i + 1) + "/32",
                    "create sub-interfaces pg0 " + (100 + i),
                    "set interface state pg0." + (100 + i) + " up",
                    "create packet-generator interface pg" + (10 + i));
            commands(
                    "delete packet-generator interface pg" + (10 + i),
                    "delete sub-interface pg0." + (100 + i),
                    "delete loopback interface intfc " + name);
        }
    }

    private void statistics() throws IOException {
        try (SegmentReader reader = SegmentReader.open(directory.resolve("stats.seg"))) {
            for (int i = 0; i < COMMANDS; i++) {
                reader.read(name -> true);
                turn(BETWEEN_COMMANDS_NS / 10);
            }
        }
    }

    private void client() throws IOException {
        for (int i = 0; i < COMMANDS; i++) {
            load.task("show interface");
            turn(BETWEEN_COMMANDS_NS);
        }
    }

    private void turn(final long ns) {
        final Host host = load.host();
        ExecBench.turnFor(host, ns);
    }

    @Override
    public void close() throws IOException {
        example.close();
        for (final String name : List.of("rules0", "rules1", "stats.seg")) {
            Files.deleteIfExists(directory.resolve(name));
        }
        Files.deleteIfExists(directory);
    }
}
