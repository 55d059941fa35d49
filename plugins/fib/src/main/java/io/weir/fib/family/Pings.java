package io.weir.fib.family;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The pings of a family that run, a few at most, and which of their requests are unanswered. Main begins and ends them; any thread
 * hears replies. A reply counts once, for a request that was sent to who sends it: what strangers make up takes no memory.
 */
public final class Pings {
    /** Most that run at once, a power of two: the low bits of an identifier are its place. */
    public static final int MAX = 16;

    /** Requests whose replies are waited for; of older ones they come too late. */
    private static final int WINDOW = 4_096;

    private final AtomicReferenceArray<Run> running = new AtomicReferenceArray<>(MAX);

    /**
     * What came back.
     *
     * @param sequence that of the request.
     * @param bytes as the family counts them.
     * @param ttl or hop limit with which it arrived.
     * @param rttNs from sending the request on, in nanoseconds.
     */
    public record Reply(int sequence, int bytes, int ttl, long rttNs) {}

    /** One ping. Main only, but for what {@link Pings#heard} does. */
    public static final class Run {
        private final int identifier;
        private final long high;
        private final long low;
        /** By the request's number: the number while it is unanswered, else 0. */
        private final AtomicIntegerArray unanswered = new AtomicIntegerArray(WINDOW);

        private final AtomicLongArray sentNs = new AtomicLongArray(WINDOW);
        private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();

        private Run(final int identifier, final long high, final long low) {
            this.identifier = identifier;
            this.high = high;
            this.low = low;
        }

        /** What its requests have in common. */
        public int identifier() {
            return identifier;
        }

        /** A request is about to leave: the number-th, from 1 on, whose sequence number is the low 16 bits of that. */
        public void sends(final int number) {
            final int place = number & WINDOW - 1;
            sentNs.set(place, System.nanoTime());
            unanswered.set(place, number);
        }

        /** Whether there is a reply. */
        public boolean answered() {
            return !replies.isEmpty();
        }

        /** The next reply, or null. */
        public Reply poll() {
            return replies.poll();
        }

        private boolean heard(final int sequence, final int bytes, final int ttl) {
            final int place = sequence & WINDOW - 1;
            final int number = unanswered.get(place);
            // Before the place is given up: the next request there may be sent right after.
            final long sent = sentNs.get(place);
            if (number == 0 || (number & 0xffff) != sequence || !unanswered.compareAndSet(place, number, 0)) {
                return false;
            }
            replies.add(new Reply(sequence, bytes, ttl, System.nanoTime() - sent));
            return true;
        }
    }

    /** Begins one; null if too many run. Addresses are as the wire has them. */
    public Run begin(final long high, final long low) {
        for (int place = 0; place < MAX; place++) {
            if (running.get(place) == null) {
                final int random = ThreadLocalRandom.current().nextInt(0x1_0000 / MAX) * MAX;
                final Run begun = new Run(random | place, high, low);
                running.set(place, begun);
                return begun;
            }
        }
        return null;
    }

    /** One is over. */
    public void end(final Run over) {
        running.compareAndSet(over.identifier & MAX - 1, over, null);
    }

    /** A reply has come. Any thread. Returns whether it was waited for. */
    public boolean heard(
            final int identifier, final int sequence, final long high, final long low, final int bytes, final int ttl) {
        final Run run = running.get(identifier & MAX - 1);
        return run != null
                && run.identifier == identifier
                && run.high == high
                && run.low == low
                && run.heard(sequence, bytes, ttl);
    }
}
