package io.weir.fib.internal.ping;

import io.weir.fib.Prefix;
import io.weir.fib.family.Echo;
import io.weir.fib.family.Pings;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import java.util.function.Supplier;

/** One ping: sends its requests and counts what comes back. Only main. */
final class Ping {
    /** In front of the data VPP has the time, so that packets are of the same length here. */
    private static final int STAMP_BYTES = 8;

    private final Echo echo;
    private final Prefix to;
    private final String text;
    private final int bytes;
    private final Pings.Run run;
    private final Supplier<PingWay> ways;
    private int asked;
    private int sent;
    private int failed;
    private String failure;
    private int received;
    private long leastNs = Long.MAX_VALUE;
    private long mostNs;
    private long sumNs;

    /**
     * A ping that has sent nothing.
     *
     * @param run that it ends, as the wire has its address.
     * @param text its address as it is printed.
     * @param dataBytes of each request behind its headers.
     * @param ways how requests leave now.
     */
    Ping(
            final Echo echo,
            final Pings.Run run,
            final Prefix to,
            final String text,
            final int dataBytes,
            final Supplier<PingWay> ways) {
        this.echo = echo;
        this.run = run;
        this.to = to;
        this.text = text;
        this.ways = ways;
        bytes = echo.headerBytes() + STAMP_BYTES + dataBytes;
    }

    /** So many more requests are to be sent. */
    void asks(final int count) {
        asked += count;
    }

    /** Sends requests; those that can't be are failures. */
    void send(final int count, final Buffers buffers, final Sink sink) {
        final PingWay way = ways.get();
        String wrong = way.failure();
        int left = count;
        for (; left > 0 && wrong == null; left--) {
            final int index = request(way, buffers);
            if (index < 0) {
                wrong = "No buffers";
                break;
            }
            sent++;
            run.sends(sent);
            sink.emit(index, echo.lookup());
        }
        failed += left;
        failure = wrong;
    }

    private int request(final PingWay way, final Buffers buffers) {
        final int first = buffers.allocate();
        if (first < 0) {
            return -1;
        }
        final long head = Buffer.address(first);
        long tail = head;
        int left = bytes;
        Buffer.begin(head, 0, 0, way.swIfIndex());
        while (true) {
            final int here = Math.min(left, Buffer.DATA_BYTES);
            fill(Buffer.data(tail), here);
            Buffer.length(tail, here);
            left -= here;
            if (left == 0) {
                break;
            }
            final int more = buffers.allocate();
            if (more < 0) {
                buffers.free(first);
                return -1;
            }
            Buffer.begin(Buffer.address(more), 0, 0, way.swIfIndex());
            Buffer.next(tail, more);
            tail = Buffer.address(more);
        }
        if (tail != head) {
            Buffer.lengthAfterFirst(head, bytes - Buffer.length(head));
        }
        Buffer.set(head, Buffer.LOCALLY_ORIGINATED);
        Buffer.txInterface(head, way.table().index());
        final Prefix from = way.source();
        echo.write(
                head,
                new Echo.Request(from.high(), from.low(), to.high(), to.low(), run.identifier(), sent + 1 & 0xffff),
                bytes);
        return first;
    }

    private static void fill(final long data, final int count) {
        for (int at = 0; at < count; at++) {
            Memory.putByte(data + at, at);
        }
    }

    /** Whether there is something to say. */
    boolean news() {
        return failure != null || run.answered();
    }

    /** Whether all requests have left or failed, and all that left are answered. */
    boolean done() {
        return sent + failed == asked && received == sent;
    }

    /** Why requests failed since this was asked last, or null. */
    String takeFailure() {
        final String was = failure;
        failure = null;
        return was;
    }

    /** The next reply, which counts from here on, or null. */
    Pings.Reply take() {
        final Pings.Reply reply = run.poll();
        if (reply != null) {
            received++;
            leastNs = Math.min(leastNs, reply.rttNs());
            mostNs = Math.max(mostNs, reply.rttNs());
            sumNs += reply.rttNs();
        }
        return reply;
    }

    /** Who is pinged. */
    String toText() {
        return text;
    }

    int sent() {
        return sent;
    }

    int received() {
        return received;
    }

    /** Shortest, mean and longest time of all replies in nanoseconds; null without one. */
    long[] timesNs() {
        return received == 0 ? null : new long[] {leastNs, sumNs / received, mostNs};
    }

    void end() {
        echo.pings().end(run);
    }
}
