package io.weir.benchmarks;

import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.RuleText;
import io.weir.benchmarks.acl.ClassBench;
import io.weir.cli.CommandException;
import io.weir.cli.CommandSession;
import io.weir.platform.cli.Outcome;
import io.weir.platform.host.Host;
import io.weir.platform.os.OsThread;
import io.weir.platform.pg.PacketGenerator;
import io.weir.platform.pg.StreamCounters;
import io.weir.platform.thread.WorkerLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Lists that are replaced, and that change in one rule, while a worker forwards at half of its rate: what each takes until packets
 * are held against it, and what packets it costs. All lists permit the load's flows and deny all others, so a packet that is dropped
 * saw neither the list before nor the one after.
 */
final class AclChurn {
    private static final int[] COUNTS = {1_000, 10_000, 100_000};
    private static final int ROUNDS = 3;
    private static final int CHANGES = 20;
    private static final int RING = 4_096;
    private static final String STREAM = "s0";
    private static final String PERMIT = "permit dst 10.0.0.0/8 proto 17 dport 1234";

    private final LoadHost load;
    private final Host host;
    private final WorkerLoop worker;
    private final PacketGenerator generator;
    private final StreamCounters counters;
    private final Path directory;
    private final Map<Integer, Double> replace = new TreeMap<>();
    private final Map<Integer, Double> change = new TreeMap<>();
    private long lost;
    private long strange;
    private long gapNs;
    private long quietLost;
    private long quietGapNs;

    /** A user who waits: main turns meanwhile. */
    private record Waiting(Host host) implements CommandSession {
        @Override
        public void print(final CharSequence text) {
            // Nobody reads it.
        }

        @Override
        public boolean awaitUntil(final BooleanSupplier condition, final long timeoutNs) {
            while (!condition.getAsBoolean()) {
                host.turn();
            }
            return true;
        }
    }

    AclChurn(final Path script) throws IOException, InterruptedException {
        load = new LoadHost(script);
        host = load.host();
        worker = host.workers().getFirst();
        OsThread.pin(Math.max(host.options().mainCore(), 0));
        host.start();
        generator = host.service(PacketGenerator.class);
        counters = generator.counters(STREAM);
        directory = Files.createTempDirectory("weir-acl");
    }

    void run(final Json json) throws IOException {
        load.command("set acl-plugin acl " + PERMIT);
        load.command("set acl-plugin interface pg0 input acl 0");
        load.command("packet-generator enable");
        ExecBench.warm(host);
        final double max = FibBench.maximum(host);
        generator.configure(STREAM, "rate " + (long) (max / 2) + " ring " + RING, Path.of("."));
        ExecBench.turnFor(host, 200_000_000);
        for (final int count : COUNTS) {
            measure(count);
        }
        json.put("replace_ms_100k", replace.get(100_000), 1)
                .put("change_one_ms_100k", change.get(100_000), 1)
                .put("replace_ms", byRules(replace))
                .put("change_one_ms", byRules(change))
                .put("lost", lost)
                .put("neither", strange)
                .put("gap_us", gapNs / 1e3, 0)
                .put("lost_quiet", quietLost)
                .put("quiet_gap_us", quietGapNs / 1e3, 0);
        load.close();
        try (var files = Files.list(directory)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static Json byRules(final Map<Integer, Double> ms) {
        final Json json = new Json();
        ms.forEach((rules, each) -> json.put(String.valueOf(rules), each, 1));
        return json;
    }

    private void measure(final int count) throws IOException {
        final List<Path> lists = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            lists.add(write("list" + i, new ClassBench(ClassBench.Seed.ACL, false, 7 + i).rules(count), -1));
        }
        final List<Rule> last = new ClassBench(ClassBench.Seed.ACL, false, 7 + ROUNDS % 2).rules(count);
        final List<Path> changed = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            changed.add(write("changed" + i, last, (int) ((i + 1L) * count / (CHANGES + 1))));
        }
        final long lostBefore = counters.lost();
        final long droppedBefore = dropped();
        final long start = System.nanoTime();
        final double[] replaced = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            replaced[i] = load(lists.get((i + 1) % 2));
        }
        load(lists.get(ROUNDS % 2));
        final double[] one = new double[CHANGES];
        for (int i = 0; i < CHANGES; i++) {
            one[i] = load(changed.get(i));
        }
        final long end = System.nanoTime();
        final long gap = worker.gaps().longest(start, end);
        final long lostChanging = counters.lost() - lostBefore;
        // As long without a change: what the machine itself costs.
        ExecBench.turnFor(host, end - start);
        final long lostQuiet = counters.lost() - lostBefore - lostChanging;
        final long gapQuiet = worker.gaps().longest(end, System.nanoTime());
        replace.put(count, SliceBench.median(replaced));
        change.put(count, SliceBench.median(one));
        lost += lostChanging;
        quietLost += lostQuiet;
        quietGapNs = Math.max(quietGapNs, gapQuiet);
        strange += dropped() - droppedBefore;
        gapNs = Math.max(gapNs, gap);
        System.out.printf(
                "%7d rules: replaced in %.1f ms, one changed in %.1f ms, %d packets lost (as long without changes: %d), %d saw"
                        + " neither list, longest gap %.0f us (%.0f)%n",
                count,
                replace.get(count),
                change.get(count),
                lostChanging,
                lostQuiet,
                dropped() - droppedBefore,
                gap / 1e3,
                gapQuiet / 1e3);
    }

    /** Packets that a list has denied. */
    private long dropped() throws IOException {
        return load.command("show errors")
                .lines()
                .filter(line -> line.contains("acl-plugin"))
                .mapToLong(line -> Long.parseLong(line.strip().split(" +")[0]))
                .sum();
    }

    private Path write(final String name, final List<Rule> rules, final int without) throws IOException {
        final StringBuilder text = new StringBuilder(PERMIT).append('\n');
        for (int i = 0; i < rules.size(); i++) {
            if (i != without) {
                text.append(RuleText.of(rules.get(i)).replace("permit ", "deny "))
                        .append('\n');
            }
        }
        return Files.writeString(directory.resolve(name), text);
    }

    /** Loads a list and waits until packets are held against it; returns how long that took, in ms. */
    private double load(final Path file) {
        final long start = System.nanoTime();
        final Outcome outcome = host.interpreter().execute("acl load " + file + " index 0", new Waiting(host));
        if (!outcome.isDone()) {
            throw new CommandException(outcome.sentence());
        }
        final double ms = (System.nanoTime() - start) / 1e6;
        // What the list before held is freed by a process of main.
        ExecBench.turnFor(host, 20_000_000);
        return ms;
    }
}
