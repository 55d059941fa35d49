package io.weir.platform.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** Who keeps packet buffers outside of the graph; see {@code Registrar.holdsBuffers}. Main only. */
public final class HeldBuffers {
    /** One holder. */
    public record Holder(String owner, String what, IntSupplier buffers) {}

    private final List<Holder> holders = new ArrayList<>();

    void add(final Holder holder) {
        holders.add(holder);
    }

    void remove(final Holder holder) {
        holders.remove(holder);
    }

    /** All holders, in the order in which they came. */
    public List<Holder> all() {
        return List.copyOf(holders);
    }

    /** Buffers that somebody answers for; while workers are parked. */
    public int total() {
        return holders.stream().mapToInt(holder -> holder.buffers().getAsInt()).sum();
    }
}
