package io.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir bench}: measures, prints for people, and with {@code --json} ends with one line for programs. */
@Command(
        name = "weir bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures Weir. Speeds are ratios taken in one run; absolute times mean little on a shared machine.",
        footer = {
            "",
            "Benchmarks:",
            "  ip4      65,536 routes, random destinations, against the bare loop in alternating slices",
            "  ip4one   one destination, likewise",
            "  ip6      65,536 routes of IPv6, random destinations, likewise",
            "  ip6one   one destination of IPv6, likewise",
            "  acl      access lists: 51 rules without sessions and with them; look-ups among 1 to 100,000 rules",
            "  aclsessions  4,000,000 sessions of access lists: how fast they begin and end, what a flood of them costs",
            "  aclgrowth    what a packet costs by the number of rules and of sessions",
            "  aclreal      TCP and UDP between namespaces through two taps and lists, beside nftables with the same rules",
            "  nat64    clients of IPv6 and servers of IPv4: packets both ways, sessions, upgrades, and beside TAYGA",
            "  alloc    bytes that the data path allocates per packet",
            "  barrier  features switched 10,000 times under traffic: how long workers stand, what is lost",
            "  table    tables of sessions: look-ups, growth and expiry, beside other maps and a bare probe",
            "  pauses   what a busy main does to a worker: routes, rules, plugins, interfaces, shows, statistics, clients",
            "  control  the worker's longest turns while 100,000 routes come, are shown, and go",
            "  fib      a million routes over 64 next hops: how fast they come, what they take, what a lookup costs",
            "  features what each feature costs a packet: the same traffic with it and without, in turn",
            "  routes   tables drawn like the Internet's: cost of a packet, bytes and speed of routes",
            "  live     a plugin loaded, reloaded, upgraded and unloaded under traffic (some ten minutes)",
            "  dpdk     ports driven by DPDK, beside DPDK's own testpmd",
            "  real     TCP and UDP between namespaces through two taps, beside the kernel's own forwarding",
            "  idle     CPU of a host with nothing to do, and a ping through it",
            "  cli      how long a command, a prompt, a save in plugin dev and Prometheus' statistics take",
            "  start    time to a host that answers, and to 90 %% of its rate"
        })
public final class Bench implements Callable<Integer> {
    private static final double UNSAID = -1;
    private static final double MOST_SECONDS = 36_000;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which benchmark (default: ip4).")
    private String name = "ip4";

    @Option(names = "--exec", paramLabel = "FILE", description = "Run the streams of this script with one worker.")
    private Path script;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long to measure, 36000 at most (default: 10; of pauses 600).")
    private double seconds = UNSAID;

    @Option(names = "--json", description = "End with one JSON object on a line of its own.")
    private boolean json;

    @Option(
            names = "--only",
            paramLabel = "PREFIX",
            description = "Of features, aclsessions, nat64 and pauses: those whose names begin so; of pauses also"
                    + " main (all that main does) and cost (what the JVM's options cost a packet).")
    private String only = "";

    @Option(names = "--busy-core", description = "Of pauses: another job spins on main's core meanwhile.")
    private boolean busyCore;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "Of routes, aclgrowth and nat64: draw what a packet costs, as an SVG.")
    private Path plot;

    @Option(
            names = "--alternatives",
            description = "Of acl: other ways to find a rule beside the product's, and nothing else.")
    private boolean alternatives;

    @Option(names = "--jar", hidden = true)
    private String jar;

    @Option(names = "--reloads", hidden = true)
    private int reloads;

    private final Path examples = Path.of(System.getProperty("weir.examples", "examples"));
    private final Path loads = Path.of(System.getProperty("weir.loads", "benchmarks/loads"));

    /** Runs and exits. */
    public static void main(final String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (seconds == UNSAID) {
            seconds = name.equals("pauses") ? PausesBench.SECONDS : 10;
        }
        if (seconds <= 0 || seconds > MOST_SECONDS) {
            System.err.println("--seconds: " + seconds + " is out of range, more than 0 up to 36000 is allowed");
            return 2;
        }
        final Path drawn = plot == null ? null : plot.toAbsolutePath();
        if (drawn != null && (Files.isDirectory(drawn) || !Files.isWritable(drawn.getParent()))) {
            System.err.println("--plot: " + plot + " can't be written");
            return 2;
        }
        final Json result;
        try {
            if (script == null && name.equals("table")) {
                return TableBench.run(seconds, json);
            }
            result = measure();
        } catch (final IOException e) {
            System.err.println("weir bench: " + e.getMessage());
            return 1;
        }
        if (result == null) {
            System.err.println("no benchmark `" + name + "'; weir bench --help lists them");
            return 2;
        }
        WorstGaps.into(result);
        System.out.println(json ? result.toString() : result.forPeople());
        return 0;
    }

    private Json measure() throws Exception {
        if (script != null) {
            return new ExecBench(script).run(seconds);
        }
        return switch (name) {
            case "ip4" -> slices("ip4.cli", new BareLoop4(false));
            case "ip4one" -> slices("ip4one.cli", new BareLoop4(true));
            case "ip6" -> slices("ip6.cli", new BareLoop6(false));
            case "ip6one" -> slices("ip6one.cli", new BareLoop6(true));
            case "acl" -> alternatives ? AclBench.alternatives() : new AclBench(loads).run(seconds);
            case "aclsessions" -> new SessionBench(loads).run(seconds, new Json(), only);
            case "aclgrowth" -> new AclGrowth(loads, seconds, plot).run();
            case "aclreal" -> new AclRealBench(seconds).run();
            case "nat64" -> new Nat64Bench(loads).run(seconds, only, plot);
            case "alloc" -> new AllocBench(loads.resolve("ip4.cli")).run(seconds);
            case "barrier" -> new BarrierBench(loads.resolve("ip4.cli")).run();
            case "idle" -> new IdleBench().run(seconds);
            case "cli" -> new CliBench().run();
            case "start" -> new StartBench(loads.resolve("ip4.cli")).run();
            case "pauses" -> new PausesBench(loads, examples, only, busyCore).run(seconds);
            case "live" -> new LiveBench(loads, examples).run();
            case TableBench.CHILD -> TableBench.slices(seconds);
            case LiveThroughput.CHILD -> liveSlices();
            case "dpdk" -> new DpdkBench(loads).run(seconds);
            case "real" -> new RealBench(seconds).run();
            case "fib" -> new FibBench(loads.resolve("fib.cli")).run();
            case "features" -> new FeaturesBench(loads).run(seconds, only);
            case "routes" -> new RoutesBench(loads, plot).run(seconds);
            case "control" -> new ControlBench(loads.resolve("ip4.cli")).run(seconds);
            default -> null;
        };
    }

    private Json liveSlices() throws IOException {
        System.out.println("ratio " + LiveThroughput.slices(loads, jar, reloads));
        System.exit(0);
        return null;
    }

    private Json slices(final String load, final BareLoop bare) throws Exception {
        final SliceBench bench = new SliceBench(loads.resolve(load), bare);
        final Json result = bench.run(seconds);
        System.out.println(bench.runtimeTable());
        return result;
    }
}
