package io.weir.fib.internal.route;

import io.weir.fib.Prefix;
import io.weir.fib.internal.route.Dependent.Tracked;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The addresses of one table on which something depends, so that a changed prefix finds those that it covers. Only main. */
final class Tracker {
    private record Address(long high, long low) implements Comparable<Address> {
        @Override
        public int compareTo(final Address other) {
            final int upper = Long.compareUnsigned(high, other.high);
            return upper != 0 ? upper : Long.compareUnsigned(low, other.low);
        }
    }

    private final TreeMap<Address, List<Tracked>> tracked = new TreeMap<>();
    private final Walks walks;

    Tracker(final Walks walks) {
        this.walks = walks;
    }

    void add(final Tracked one) {
        tracked.computeIfAbsent(new Address(one.high, one.low), key -> new ArrayList<>(1))
                .add(one);
    }

    void remove(final Tracked one) {
        final Address address = new Address(one.high, one.low);
        final List<Tracked> there = tracked.get(address);
        there.remove(one);
        if (there.isEmpty()) {
            tracked.remove(address);
        }
    }

    /** A prefix came, went or leads elsewhere: what depends on an address in it is looked at again. */
    void changed(final long high, final long low, final int length) {
        if (tracked.isEmpty()) {
            return;
        }
        final Address first = new Address(high, low);
        final Address last = new Address(high | ~Prefix.highMask(length), low | ~Prefix.lowMask(length));
        for (final List<Tracked> there : tracked.subMap(first, true, last, true).values()) {
            there.forEach(one -> walks.enqueue(one.owner));
        }
    }
}
