package io.weir.dpdk.internal.flow;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Writes a rule as {@code struct rte_flow_attr}, {@code rte_flow_item[]} and {@code rte_flow_action[]}. Types and offsets
 * are the same in all known versions.
 */
final class FlowEncoder {
    private static final int ATTR_BYTES = 12;
    private static final int ATTR_FLAGS = 8;
    private static final int INGRESS = 1;

    private static final int ITEM_BYTES = 32;
    private static final int ACTION_BYTES = 16;
    /** Of an item's spec, and of an action's conf. */
    private static final int CONTENT = 8;

    private static final int ITEM_MASK = 24;

    /** A rule for as long as its arena is open. */
    record Encoded(MemorySegment attr, MemorySegment items, MemorySegment actions) {}

    /**
     * One element of a pattern or of the actions.
     *
     * @param content what there is to say of it, or null.
     * @param mask which bits of an item's content count, or null.
     */
    record Part(int type, MemorySegment content, MemorySegment mask) {
        /** One of which there is nothing more to say. */
        static Part plain(final int type) {
            return new Part(type, null, null);
        }
    }

    private FlowEncoder() {}

    /**
     * Writes a rule for received packets.
     *
     * @param mark that packets get, or -1.
     */
    static Encoded encode(final Arena arena, final FlowSpec spec, final long mark) {
        final MemorySegment attr = arena.allocate(ATTR_BYTES, Integer.BYTES);
        attr.set(JAVA_INT, ATTR_FLAGS, INGRESS);
        return new Encoded(
                attr,
                array(arena, new PatternEncoder(arena).parts(spec), ITEM_BYTES),
                array(arena, new ActionEncoder(arena).parts(spec.actions(), mark), ACTION_BYTES));
    }

    /** The parts, and one of zeros, which is the end. */
    private static MemorySegment array(final Arena arena, final List<Part> parts, final int bytes) {
        final MemorySegment array = arena.allocate(bytes * (parts.size() + 1L), Long.BYTES);
        for (int i = 0; i < parts.size(); i++) {
            final Part part = parts.get(i);
            final MemorySegment element = array.asSlice((long) i * bytes, bytes);
            element.set(JAVA_INT, 0, part.type());
            if (part.content() != null) {
                element.set(ADDRESS, CONTENT, part.content());
            }
            if (part.mask() != null) {
                element.set(ADDRESS, ITEM_MASK, part.mask());
            }
        }
        return array;
    }
}
