package io.weir.platform.ctl.stats;

import io.weir.platform.config.RuntimeDirectory;
import io.weir.platform.stats.NoSegmentException;
import io.weir.platform.stats.SegmentReader;
import io.weir.platform.stats.Statistic;
import io.weir.platform.text.Printable;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code weir stats}: reads the statistics segment of a host. */
public final class Stats {
    /** Exit code: printed. */
    public static final int DONE = 0;

    /** Exit code: the options or a pattern are wrong. */
    public static final int REFUSED = 1;

    /** Exit code: there is no segment to read, or its host has ended. */
    public static final int NO_SEGMENT = 2;

    private static final int OUT_BYTES = 1 << 16;

    /** What is printed. */
    enum Form {
        LS,
        DUMP,
        DUMP_MACHINE,
        PROMETHEUS
    }

    private static final Map<String, Form> PLAIN =
            Map.of("ls", Form.LS, "dump", Form.DUMP, "dump-machine", Form.DUMP_MACHINE, "prometheus", Form.PROMETHEUS);

    private final PrintStream out;
    private final PrintStream err;

    /** A client with these streams. */
    public Stats(final PrintStream out, final PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the client and exits. */
    public static void main(final String[] args) {
        // A print stream hands each line on by itself: to a buffer, so that not each costs a system call.
        final PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUT_BYTES),
                false,
                StandardCharsets.UTF_8);
        System.exit(new Stats(out, System.err).run(args));
    }

    /** Runs the client with what stands behind {@code weir stats}, and returns the exit code. */
    public int run(final String... args) {
        try {
            final boolean named = args.length > 2 && (args[0].equals("-f") || args[0].equals("--file"));
            final List<String> words = Arrays.asList(args).subList(named ? 2 : 0, args.length);
            final Form form = words.isEmpty() ? null : PLAIN.get(words.getFirst());
            if (form != null && words.stream().noneMatch(word -> word.startsWith("-"))) {
                // Without reading options, which takes longer than all the rest: this is started over and over.
                final Path file = named ? Path.of(args[1]) : defaultFile();
                return print(file, form, false, words.subList(1, words.size()));
            }
            return StatsOptions.run(this, args);
        } finally {
            out.flush();
        }
    }

    static Path defaultFile() {
        return RuntimeDirectory.path().resolve(RuntimeDirectory.STATISTICS_FILE);
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    int refuse(final String sentence) {
        err.println("weir stats: " + sentence);
        return REFUSED;
    }

    /** Prints what the segment says now. */
    int print(final Path file, final Form form, final boolean noZeros, final List<String> patterns) {
        return print(file, form, noZeros, patterns, 1, 0);
    }

    /** The same again and again; {@code times} 0 is until the host ends. */
    int print(
            final Path file,
            final Form form,
            final boolean noZeros,
            final List<String> patterns,
            final int times,
            final long intervalNs) {
        try {
            final Predicate<String> wanted = wanted(patterns);
            for (int i = 1; ; i++) {
                print(file, form, noZeros, wanted);
                out.flush();
                if (i == times || out.checkError()) {
                    return DONE;
                }
                TimeUnit.NANOSECONDS.sleep(intervalNs);
                out.println();
            }
        } catch (final PatternSyntaxException e) {
            return refuse("bad pattern `" + e.getPattern() + "': " + e.getDescription());
        } catch (final NoSegmentException e) {
            err.println("weir stats: " + e.getMessage());
            return NO_SEGMENT;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return DONE;
        }
    }

    private static Predicate<String> wanted(final List<String> patterns) {
        final List<Predicate<String>> any = patterns.stream()
                .map(Pattern::compile)
                .map(Pattern::asPredicate)
                .toList();
        return name -> any.isEmpty() || any.stream().anyMatch(pattern -> pattern.test(name));
    }

    private void print(final Path file, final Form form, final boolean noZeros, final Predicate<String> wanted)
            throws NoSegmentException {
        // Opened anew each time: after a restart of the host it is another file.
        try (SegmentReader reader = SegmentReader.open(file)) {
            if (form == Form.PROMETHEUS) {
                prometheus(reader.read(name -> wanted.test(name) || name.endsWith("/names")), wanted);
            } else {
                plain(reader.read(wanted), form, noZeros);
            }
        }
    }

    private void plain(final List<Statistic> all, final Form form, final boolean noZeros) {
        final StatsText text = new StatsText(out, form == Form.DUMP_MACHINE, noZeros);
        for (final Statistic statistic : all) {
            if (form == Form.LS) {
                out.print(Printable.of(statistic.name()) + "\n");
            } else {
                text.print(statistic);
            }
        }
    }

    private void prometheus(final List<Statistic> all, final Predicate<String> wanted) {
        new Prometheus(all.stream().filter(each -> wanted.test(each.name())).toList(), all).print(out);
    }
}
