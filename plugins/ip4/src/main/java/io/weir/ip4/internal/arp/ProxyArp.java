package io.weir.ip4.internal.arp;

import io.weir.cli.CommandException;
import io.weir.net.Ip4Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Proxy ARP (RFC 1027; VPP: arp_proxy.c): which addresses this host answers for though they are others', and on which interfaces.
 * Only main.
 */
public final class ProxyArp {
    /** Most ranges, as all of them are looked at for a request. */
    private static final int MAX_RANGES = 1_024;

    private static final int ROW = 3;

    private final List<Range> ranges = new ArrayList<>();
    private final Set<Integer> interfaces = new TreeSet<>();

    /**
     * Addresses that are answered for.
     *
     * @param table number of the table whose interfaces they are answered on.
     * @param first of them, in host order.
     * @param last of them.
     */
    public record Range(int table, int first, int last) {
        @Override
        public String toString() {
            return Ip4Address.format(first) + " - " + Ip4Address.format(last);
        }

        private boolean contains(final int address) {
            return Integer.compareUnsigned(address, first) >= 0 && Integer.compareUnsigned(address, last) <= 0;
        }
    }

    /** The ranges, in the order in which they came. */
    public List<Range> ranges() {
        return List.copyOf(ranges);
    }

    /** The interfaces on which they are answered for. */
    public int[] interfaces() {
        return interfaces.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Adds a range; refuses with a {@link CommandException}. */
    public void add(final Range range) {
        if (Integer.compareUnsigned(range.last(), range.first()) < 0) {
            throw new CommandException(range + " ends before it begins");
        }
        if (range.first() >>> 24 == 0 || range.last() >>> 28 >= 0xe) {
            throw new CommandException(range + " has addresses that are no host's");
        }
        if (ranges.contains(range)) {
            throw new CommandException(range + " is there already in table " + range.table());
        }
        if (ranges.size() == MAX_RANGES) {
            throw new CommandException("there are " + MAX_RANGES + " ranges already, no more than that may be proxied");
        }
        ranges.add(range);
    }

    /** Takes a range out; refuses with a {@link CommandException} if it isn't there. */
    public void remove(final Range range) {
        if (!ranges.remove(range)) {
            throw new CommandException(range + " is not proxied in table " + range.table());
        }
    }

    /** Has an interface answer, or no longer. */
    public void enable(final int swIfIndex, final boolean on) {
        if (on) {
            interfaces.add(swIfIndex);
        } else {
            interfaces.remove(swIfIndex);
        }
    }

    /** Whether an interface in a table answers for an address. */
    public boolean answers(final int swIfIndex, final int table, final int address) {
        if (interfaces.contains(swIfIndex)) {
            for (int i = 0; i < ranges.size(); i++) {
                if (ranges.get(i).table() == table && ranges.get(i).contains(address)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** All ranges, as rows of {table, first, last}. */
    public long[] export() {
        return ranges.stream()
                .flatMapToLong(range -> LongStream.of(range.table(), range.first(), range.last()))
                .toArray();
    }

    /** Takes over what another version had. */
    public void restore(final long[] rows, final int[] enabled) {
        for (int i = 0; i < rows.length; i += ROW) {
            ranges.add(new Range((int) rows[i], (int) rows[i + 1], (int) rows[i + 2]));
        }
        Arrays.stream(enabled).forEach(interfaces::add);
    }
}
