package io.weir.platform.plugin.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who keeps packet buffers outside of the graph; see {@code Registrar.holdsBuffers}. Main only. */
public final class HeldBuffers {
    /** One holder. */
    public record Holder(String owner, String what, IntSupplier buffers) {}

    private static final Logger LOG = LoggerFactory.getLogger(HeldBuffers.class);

    private final List<Holder> holders = new ArrayList<>();

    public void add(final Holder holder) {
        holders.add(holder);
    }

    public void remove(final Holder holder) {
        holders.remove(holder);
    }

    /** All holders, in the order in which they came. */
    public List<Holder> all() {
        return List.copyOf(holders);
    }

    /** How many each holder keeps, in the order of {@link #all}; exact while workers are parked. */
    public int[] counts() {
        final Counts counts = begin();
        counts.count();
        counts.report();
        return counts.counts();
    }

    /** Buffers that somebody answers for; while workers are parked. */
    public int total() {
        return IntStream.of(counts()).sum();
    }

    /** Has all ready for {@link Counts#count}. */
    public Counts begin() {
        return new Counts(all());
    }

    /** One count of all. */
    public static final class Counts {
        private final List<Holder> holders;
        private final int[] counts;
        private final Throwable[] failures;

        private Counts(final List<Holder> holders) {
            this.holders = holders;
            counts = new int[holders.size()];
            failures = new Throwable[holders.size()];
        }

        /** Asks each. A holder that can't say answers for none; it shall not keep the others from being asked. */
        public void count() {
            for (int i = 0; i < counts.length; i++) {
                try {
                    counts[i] = holders.get(i).buffers().getAsInt();
                } catch (final RuntimeException | Error e) {
                    failures[i] = e;
                }
            }
        }

        /** Says which couldn't; when workers run again. */
        public void report() {
            for (int i = 0; i < failures.length; i++) {
                if (failures[i] != null) {
                    LOG.warn(
                            "{} of plugin {} can't say how many buffers it holds: {}",
                            holders.get(i).what(),
                            holders.get(i).owner(),
                            failures[i].toString());
                }
            }
        }

        /** Who was asked. */
        public List<Holder> holders() {
            return holders;
        }

        /** What each said. */
        public int[] counts() {
            return counts;
        }
    }
}
