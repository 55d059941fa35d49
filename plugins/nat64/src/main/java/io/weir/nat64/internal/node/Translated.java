package io.weir.nat64.internal.node;

import io.weir.graph.Counter;
import io.weir.graph.Unit;
import io.weir.graph.Worker;
import io.weir.graph.WorkerCounter;
import io.weir.net.IpProtocol;
import io.weir.plugin.Registrar;
import java.util.Arrays;

/** Counts packets that one thread has translated in one direction, by protocol: a store for each packet, a counter for each vector. */
final class Translated {
    private static final String[] NAMES = {"tcp", "udp", "icmp", "other"};
    private static final byte[] KINDS = kinds();

    private final WorkerCounter[] counters;
    private final int[] packets = new int[NAMES.length];
    private boolean some;

    private Translated(final WorkerCounter... counters) {
        this.counters = counters;
    }

    private static byte[] kinds() {
        final byte[] kinds = new byte[256];
        Arrays.fill(kinds, (byte) 3);
        kinds[IpProtocol.TCP] = 0;
        kinds[IpProtocol.UDP] = 1;
        kinds[IpProtocol.ICMP] = 2;
        return kinds;
    }

    /**
     * Declares counters, under VPP's names.
     *
     * @param way {@code in2out} or {@code out2in}.
     */
    static Counter[] declare(final Registrar host, final String way) {
        return Arrays.stream(NAMES)
                .map(name -> host.counter(way + "/" + name, Unit.PACKETS))
                .toArray(Counter[]::new);
    }

    /** A thread's part. */
    static Translated on(final Worker worker, final Counter... counters) {
        return new Translated(
                Arrays.stream(counters).map(counter -> counter.on(worker)).toArray(WorkerCounter[]::new));
    }

    /** One more, of a protocol by its number in IPv4. */
    void add(final int protocol) {
        packets[KINDS[protocol]]++;
        some = true;
    }

    /** The vector is over. */
    void flush() {
        if (some) {
            some = false;
            for (int kind = 0; kind < packets.length; kind++) {
                counters[kind].add(packets[kind]);
                packets[kind] = 0;
            }
        }
    }
}
