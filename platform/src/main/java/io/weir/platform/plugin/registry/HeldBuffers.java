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
        return holders.stream().mapToInt(HeldBuffers::count).toArray();
    }

    /** Buffers that somebody answers for; while workers are parked. */
    public int total() {
        return IntStream.of(counts()).sum();
    }

    /** A holder that can't say answers for none; it shall not keep the others from being asked. */
    private static int count(final Holder holder) {
        try {
            return holder.buffers().getAsInt();
        } catch (final RuntimeException | Error e) {
            LOG.warn(
                    "{} of plugin {} can't say how many buffers it holds: {}",
                    holder.what(),
                    holder.owner(),
                    e.toString());
            return 0;
        }
    }
}
