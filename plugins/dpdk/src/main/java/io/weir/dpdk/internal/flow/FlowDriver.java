package io.weir.dpdk.internal.flow;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.ffi.Calls;
import io.weir.dpdk.internal.ffi.DpdkException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** {@code rte_flow}: gives rules to drivers and takes them back. Main only. */
final class FlowDriver {
    private static final int NO_SUCH_FUNCTION = -38;
    private static final int ERROR_BYTES = 24;
    private static final int ERROR_MESSAGE = 16;

    private static final int COUNT_ACTION_BYTES = 32;
    private static final int QUERY_BYTES = 24;
    private static final int QUERY_PACKETS = 8;
    private static final int QUERY_BYTE_COUNT = 16;
    /** Bits of the query's first word: which of the two the driver knows. */
    private static final int KNOWS_ANY = 6;

    private final Eal eal;

    FlowDriver(final Eal eal) {
        this.eal = eal;
    }

    /** Asks the driver to hand marks on to the host, before the port is configured; most do so anyway. */
    void wantMarks(final int port) {
        final long userMark = 2;
        try (Arena arena = Arena.ofConfined()) {
            eal.calls().callInt("rte_eth_rx_metadata_negotiate", port, arena.allocateFrom(JAVA_LONG, userMark));
        }
    }

    /** Whether the driver has rules at all, which holds while the port is stopped too. */
    boolean knowsRules(final FlowPort port, final FlowSpec spec, final long mark) {
        try (Arena arena = Arena.ofConfined()) {
            return validate(port, FlowEncoder.encode(arena, spec, mark), arena.allocate(ERROR_BYTES, 8))
                    != NO_SUCH_FUNCTION;
        }
    }

    /**
     * Has a device follow a rule.
     *
     * @param mark that it gives to packets, or -1.
     * @return what the driver knows the rule by.
     * @throws DpdkException with the driver's reason.
     */
    long create(final FlowPort port, final FlowSpec spec, final long mark) {
        try (Arena arena = Arena.ofConfined()) {
            final FlowEncoder.Encoded rule = FlowEncoder.encode(arena, spec, mark);
            final MemorySegment error = arena.allocate(ERROR_BYTES, 8);
            eal.log().mark();
            final int result = validate(port, rule, error);
            if (result != 0) {
                throw refusal(port, result, error);
            }
            final long handle = eal.calls()
                    .callLong("rte_flow_create", port.id(), rule.attr(), rule.items(), rule.actions(), error);
            if (handle == 0) {
                throw refusal(port, eal.errno(), error);
            }
            return handle;
        }
    }

    private int validate(final FlowPort port, final FlowEncoder.Encoded rule, final MemorySegment error) {
        return eal.calls().callInt("rte_flow_validate", port.id(), rule.attr(), rule.items(), rule.actions(), error);
    }

    private DpdkException refusal(final FlowPort port, final int result, final MemorySegment error) {
        return result == NO_SUCH_FUNCTION
                ? none(port)
                : new DpdkException(port.name() + ": " + port.driver() + " does not take the flow: "
                        + reason(result, error) + eal.log().reason());
    }

    /** The sentence about a driver that has no rules. */
    static DpdkException none(final FlowPort port) {
        return new DpdkException(port.name() + ": the driver " + port.driver() + " has no flow rules");
    }

    private String reason(final int result, final MemorySegment error) {
        final String message = Calls.string(error.get(JAVA_LONG, ERROR_MESSAGE));
        final String text = eal.text(result);
        return message == null || message.equals(text) ? text : message + " (" + text + ")";
    }

    /**
     * Has a device no longer follow a rule.
     *
     * @return why the driver did not take it back, or null.
     */
    String destroy(final FlowPort port, final long handle) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment error = arena.allocate(ERROR_BYTES, 8);
            final int result = eal.calls().callInt("rte_flow_destroy", port.id(), handle, error);
            return result == 0 ? null : reason(result, error);
        }
    }

    /** What a device has counted for a rule, {packets, bytes}, or null if its driver doesn't say. */
    long[] count(final FlowPort port, final long handle) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment actions = arena.allocate(COUNT_ACTION_BYTES, Long.BYTES);
            actions.set(JAVA_INT, 0, ActionEncoder.COUNT);
            actions.set(ADDRESS, Long.BYTES, arena.allocate(JAVA_INT));
            final MemorySegment query = arena.allocate(QUERY_BYTES, Long.BYTES);
            final MemorySegment error = arena.allocate(ERROR_BYTES, 8);
            final int result = eal.calls().callInt("rte_flow_query", port.id(), handle, actions, query, error);
            return result != 0 || (query.get(JAVA_INT, 0) & KNOWS_ANY) == 0
                    ? null
                    : new long[] {query.get(JAVA_LONG, QUERY_PACKETS), query.get(JAVA_LONG, QUERY_BYTE_COUNT)};
        }
    }
}
