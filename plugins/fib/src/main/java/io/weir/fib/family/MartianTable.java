package io.weir.fib.family;

import io.weir.cli.CommandCall;
import io.weir.fib.Family;
import io.weir.fib.Prefix;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.plugin.Registrar;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Prefixes of a family that no packet which comes in has as its source, its destination or both (RFC 1812, 5.3.7): those that no wire
 * knows by their nature, until the operator says otherwise, and what the operator adds. What the first byte of an address clears, of
 * IPv6 the first two, costs a packet one load; the others are compared with all entries, {@link #CAPACITY} at most. Two bytes, since
 * 64:ff9b::/96 and ::1 have the first in common; of IPv4, where strangers choose both, a table of all pairs would crowd the caches. Only main
 * changes it, any thread may ask.
 */
public final class MartianTable implements AutoCloseable {
    /** Most prefixes. */
    public static final int CAPACITY = 64;

    private static final int FIRST_BYTES = 256;
    private static final int FIRST_PAIRS = 65_536;
    private static final int SOURCE = 1;
    private static final int DESTINATION = 2;
    private static final int BOTH = SOURCE | DESTINATION;
    private static final int ROW = 4;

    private final IntPredicate always;
    private final Map<Prefix, Integer> entries = new LinkedHashMap<>();
    private final int firsts;
    private final long suspects;
    private volatile Prefix[] sources = {};
    private volatile Prefix[] destinations = {};

    /**
     * A table.
     *
     * @param pairs whether addresses are told apart by their first two bytes, else by the first.
     * @param always which first bytes are to be looked at whatever the table says.
     * @param natural what is in it from the beginning, as source and destination.
     */
    public MartianTable(final boolean pairs, final IntPredicate always, final List<Prefix> natural) {
        firsts = pairs ? FIRST_PAIRS : FIRST_BYTES;
        suspects = OffHeap.allocate(firsts);
        Memory.zero(suspects, firsts);
        this.always = always;
        natural.forEach(prefix -> entries.put(prefix, BOTH));
        publish();
    }

    /** Address of a byte for each first byte, or pair, of an address: 1 if such an address wants a second look, else 0. */
    public long suspects() {
        return suspects;
    }

    /** 1 if an address that begins with this byte wants a second look, else 0. */
    public static int suspect(final long suspects, final int first) {
        return Memory.getByte(suspects + (first & 0xff));
    }

    /** The same of the first two bytes, as the machine reads them. */
    public static int suspectPair(final long suspects, final int first) {
        return Memory.getByte(suspects + (first & 0xffff));
    }

    /** Whether an address is in the table as a source. */
    public boolean source(final long high, final long low) {
        return within(sources, high, low);
    }

    /** Whether an address is in the table as a destination. */
    public boolean destination(final long high, final long low) {
        return within(destinations, high, low);
    }

    private static boolean within(final Prefix[] prefixes, final long high, final long low) {
        for (final Prefix prefix : prefixes) {
            if (prefix.contains(high, low)) {
                return true;
            }
        }
        return false;
    }

    /** Declares the commands. */
    public void register(final Registrar host, final Family.Words words) {
        host.command(
                        "set " + words.command() + " martians [add|del] <prefix:" + words.prefixType()
                                + "> [source|destination]",
                        "Drop packets that come in with a source or destination in a prefix, or do so no more")
                .run(call -> set(call, words.prefix(call, "prefix")));
        host.command("show " + words.command() + " martians", "Show which addresses packets that come in may not have")
                .run(call -> show(call, words));
    }

    private void set(final CommandCall call, final Prefix prefix) {
        final int sides = call.has("source") ? SOURCE : call.has("destination") ? DESTINATION : BOTH;
        final int before = entries.getOrDefault(prefix, 0);
        if (call.has("del")) {
            if ((before & sides) != sides) {
                throw call.refuse("%s is not in the table", call.get("prefix"));
            }
            put(prefix, before & ~sides);
        } else {
            if (before == 0 && entries.size() == CAPACITY) {
                throw call.refuse("there are %d prefixes already", CAPACITY);
            }
            put(prefix, before | sides);
        }
        publish();
    }

    private void put(final Prefix prefix, final int sides) {
        if (sides == 0) {
            entries.remove(prefix);
        } else {
            entries.put(prefix, sides);
        }
    }

    /** Shows workers what the table says now: a packet that is under way meanwhile is judged by either. */
    private void publish() {
        sources = side(SOURCE);
        destinations = side(DESTINATION);
        final byte[] marks = new byte[firsts];
        final int bits = Integer.numberOfTrailingZeros(firsts);
        for (int first = 0; first < FIRST_BYTES; first++) {
            if (always.test(first)) {
                mark(marks, first << bits - Byte.SIZE, bits - Byte.SIZE);
            }
        }
        for (final Prefix prefix : entries.keySet()) {
            mark(marks, (int) (prefix.high() >>> Long.SIZE - bits), Math.max(0, bits - prefix.length()));
        }
        for (int first = 0; first < firsts; first++) {
            final int read = firsts == FIRST_PAIRS ? Short.reverseBytes((short) first) & 0xffff : first;
            Memory.putByte(suspects + read, marks[first]);
        }
    }

    /** Marks so many from one on, as a power of two. */
    private static void mark(final byte[] marks, final int first, final int freeBits) {
        final int from = first >>> freeBits << freeBits;
        Arrays.fill(marks, from, from + (1 << freeBits), (byte) 1);
    }

    private Prefix[] side(final int side) {
        return entries.entrySet().stream()
                .filter(entry -> (entry.getValue() & side) != 0)
                .map(Map.Entry::getKey)
                .toArray(Prefix[]::new);
    }

    private void show(final CommandCall call, final Family.Words words) {
        entries.forEach((prefix, sides) -> call.println(
                "%s/%d%s",
                words.format(prefix.high(), prefix.low()),
                prefix.length(),
                sides == SOURCE ? " source" : sides == DESTINATION ? " destination" : ""));
    }

    /** The table, as rows of {upper half, lower half, length, sides}. */
    public long[] export() {
        final long[] rows = new long[entries.size() * ROW];
        int at = 0;
        for (final Map.Entry<Prefix, Integer> entry : entries.entrySet()) {
            rows[at++] = entry.getKey().high();
            rows[at++] = entry.getKey().low();
            rows[at++] = entry.getKey().length();
            rows[at++] = entry.getValue();
        }
        return rows;
    }

    /** Takes over what another version exported; null from one that had no table. */
    public void restore(final long[] rows) {
        if (rows != null) {
            entries.clear();
            for (int i = 0; i < rows.length; i += ROW) {
                entries.put(new Prefix(rows[i], rows[i + 1], (int) rows[i + 2]), (int) rows[i + 3]);
            }
            publish();
        }
    }

    @Override
    public void close() {
        OffHeap.free(suspects);
    }
}
