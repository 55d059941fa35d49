package com.example.ratemeter.internal;

import com.example.ratemeter.RateMeter;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.iface.Interfaces;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/** Reads the counters of all interfaces and works out their rates. Main only. */
final class RateSampler implements RateMeter {
    /** A report that is to be sent. */
    record Due(int swIfIndex, long packetsPerSecond, long intervalNs) {}

    private static final long SECOND_NS = 1_000_000_000;

    private final Interfaces interfaces;
    private final Map<Integer, Long> before = new HashMap<>();
    private final Map<Integer, Long> rates = new HashMap<>();
    private final Queue<Due> due = new ArrayDeque<>();

    RateSampler(final Interfaces interfaces) {
        this.interfaces = interfaces;
    }

    /** Measures all interfaces. */
    void sample(final long intervalNs) {
        final Map<Integer, Long> now = new HashMap<>();
        rates.clear();
        for (final Interface device : interfaces.all()) {
            final int index = device.swIfIndex();
            now.put(index, interfaces.count(Kind.RX, index)[0]);
            // Fewer than before: the counters were cleared, or another interface has the number now.
            final long packets = Math.max(0, now.get(index) - before.getOrDefault(index, now.get(index)));
            final long rate = packets * SECOND_NS / Math.max(1, intervalNs);
            rates.put(index, rate);
            due.add(new Due(index, rate, intervalNs));
        }
        before.clear();
        before.putAll(now);
    }

    /** Reports that nobody has sent yet. */
    Queue<Due> due() {
        return due;
    }

    @Override
    public long packetsPerSecond(final int swIfIndex) {
        return rates.getOrDefault(swIfIndex, 0L);
    }
}
