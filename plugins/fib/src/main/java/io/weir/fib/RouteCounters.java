package io.weir.fib;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Packets and bytes per route and thread, in one word on the data path:
 *
 * <pre>
 *   63          36 35           0
 *   +-------------+--------------+     spill, per route: +----------+---------+-------+
 *   | packets     | bytes        |                       | sequence | packets | bytes |
 *   +-------------+--------------+                       +----------+---------+-------+
 * </pre>
 *
 * When the top bit of either part is set, after 2^27 packets or 2^35 bytes, the owner moves the word to the route's
 * spill counter. The spill is a sequence lock: its number is odd while the owner writes, and main reads again when the
 * number was odd or has changed. Pairs of orderings: the release stores of the number in {@link Part#spill} with the
 * acquire loads in {@link Part#read}.
 */
public final class RouteCounters implements AutoCloseable {
    /** Added to a word for each packet, beside its bytes. */
    public static final long ONE_PACKET = 1L << 36;
    /** Bits of a word that mean it is to be spilled. */
    public static final long FULL = 1L << 63 | 1L << 35;

    private static final long BYTES_MASK = ONE_PACKET - 1;
    private static final int SPILL_BYTES = 32;

    private final Part[] parts;
    /** Whether the memory is this one's to give back: another may have taken it over. */
    private boolean owned;

    /** Counters for so many threads and indices. */
    public RouteCounters(final int threads, final int capacity) {
        owned = true;
        parts = new Part[threads];
        for (int i = 0; i < threads; i++) {
            parts[i] = new Part(OffHeap.allocate(capacity * 8L), OffHeap.allocate((long) capacity * SPILL_BYTES));
        }
    }

    /** Goes on with the counters of another, that are its to give back until {@link #own}; before anything is counted here. */
    public void takeOver(final long[] addresses) {
        close();
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new Part(addresses[2 * i], addresses[2 * i + 1]);
        }
    }

    /** Where they lie, for {@link #takeOver}, while threads count. */
    public long[] addresses() {
        return Arrays.stream(parts)
                .flatMapToLong(part -> LongStream.of(part.words, part.spills))
                .toArray();
    }

    /** Says whether the memory is this one's to give back. */
    public void own(final boolean now) {
        owned = now;
    }

    /** A thread's part. */
    public Part on(final int thread) {
        return parts[thread];
    }

    /** {packets, bytes} over all threads. Only main calls. */
    public long[] sum(final int index) {
        final long[] sum = new long[2];
        for (final Part part : parts) {
            part.read(index, sum);
        }
        return sum;
    }

    /** Packets over all threads. Only main calls. */
    public long packets(final int index) {
        long sum = 0;
        for (final Part part : parts) {
            sum += part.packets(index);
        }
        return sum;
    }

    /** Zeros the counters of an index that no worker counts for. */
    public void zero(final int index) {
        for (final Part part : parts) {
            Memory.putLong(part.words + index * 8L, 0);
            part.unspill(index);
        }
    }

    /** Gives the memory of indices back that no worker counts for; their counters are zero from here on. */
    public void release(final int first, final int end) {
        // Another version's nodes may count for what this one has taken out.
        for (int i = 0; owned && i < parts.length; i++) {
            OffHeap.release(parts[i].words + first * 8L, (end - first) * 8L);
            OffHeap.release(parts[i].spills + (long) first * SPILL_BYTES, (long) (end - first) * SPILL_BYTES);
        }
    }

    @Override
    public void close() {
        if (!owned) {
            return;
        }
        owned = false;
        for (final Part part : parts) {
            OffHeap.free(part.words);
            OffHeap.free(part.spills);
        }
    }

    /** One thread's counters; only that thread counts. */
    public static final class Part {
        private final long words;
        private final long spills;

        Part(final long words, final long spills) {
            this.words = words;
            this.spills = spills;
        }

        /** Address of the word of index 0. */
        public long words() {
            return words;
        }

        /** Adds packets and bytes to a word, and spills it if it is full. */
        public void add(final long word, final long packetsAndBytes) {
            final long count = Memory.getLong(word) + packetsAndBytes;
            Memory.putLong(word, count);
            if ((count & FULL) != 0) {
                spill(word);
            }
        }

        /** Zeros a spill counter; one that was never used is not touched, so that it takes no memory. */
        void unspill(final int index) {
            final long spill = spills + (long) index * SPILL_BYTES;
            if (Memory.getLong(spill) != 0) {
                Memory.zero(spill, SPILL_BYTES);
            }
        }

        /** Moves a full word to its spill counter; out of the line of the data path. */
        public void spill(final long word) {
            final long spill = spills + (word - words) * (SPILL_BYTES / 8);
            final long value = Memory.getLong(word);
            final long sequence = Memory.getLong(spill);
            Memory.putLongRelease(spill, sequence + 1);
            VarHandle.storeStoreFence();
            Memory.putLong(spill + 8, Memory.getLong(spill + 8) + (value >>> 36));
            Memory.putLong(spill + 16, Memory.getLong(spill + 16) + (value & BYTES_MASK));
            Memory.putLong(word, 0);
            Memory.putLongRelease(spill, sequence + 2);
        }

        long packets(final int index) {
            final long spill = spills + (long) index * SPILL_BYTES;
            while (true) {
                final long before = Memory.getLongAcquire(spill);
                final long packets = Memory.getLong(spill + 8) + (Memory.getLong(words + index * 8L) >>> 36);
                VarHandle.loadLoadFence();
                if ((before & 1) == 0 && Memory.getLong(spill) == before) {
                    return packets;
                }
                Thread.onSpinWait();
            }
        }

        void read(final int index, final long[] into) {
            final long spill = spills + (long) index * SPILL_BYTES;
            while (true) {
                final long before = Memory.getLongAcquire(spill);
                final long value = Memory.getLong(words + index * 8L);
                final long packets = Memory.getLong(spill + 8) + (value >>> 36);
                final long bytes = Memory.getLong(spill + 16) + (value & BYTES_MASK);
                VarHandle.loadLoadFence();
                if ((before & 1) == 0 && Memory.getLong(spill) == before) {
                    into[0] += packets;
                    into[1] += bytes;
                    return;
                }
                Thread.onSpinWait();
            }
        }
    }
}
