package io.weir.benchmarks;

import io.weir.memory.OffHeap;
import org.agrona.UnsafeApi;

/** Keys of sessions, made of random bits, and a long sequence of some of them in random order, as packets bring them. */
final class TableKeys implements AutoCloseable {
    static final int VECTOR = 256;

    private static final int MAX_STREAM = 1 << 20;

    /** Bytes of a key. */
    final int bytes;
    /** How many there are. */
    final int count;
    /** How many the sequence has: whole vectors. */
    final int streamed;

    private final long all;
    private final long stream;

    TableKeys(final int bytes, final int count) {
        this.bytes = bytes;
        this.count = count;
        all = OffHeap.allocate((long) count * bytes);
        for (long word = 0; word < (long) count * (bytes / 8); word++) {
            UnsafeApi.putLong(all + word * 8, mix(word));
        }
        streamed = Math.min(MAX_STREAM, Math.ceilDiv(count, VECTOR) * VECTOR * 4);
        stream = OffHeap.allocate((long) streamed * bytes);
        for (int i = 0; i < streamed; i++) {
            final int number = (int) Long.remainderUnsigned(mix(~(long) i), count);
            UnsafeApi.copyMemory(key(number), stream + (long) i * bytes, bytes);
        }
    }

    static long mix(final long word) {
        long x = (word + 1) * 0x9e3779b97f4a7c15L;
        x = (x ^ x >>> 30) * 0xbf58476d1ce4e5b9L;
        x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
        return x ^ x >>> 31;
    }

    /** Address of a key by its number. */
    long key(final int number) {
        return all + (long) number * bytes;
    }

    /** Address of the keys of the sequence from a place on. */
    long streamed(final int place) {
        return stream + (long) place * bytes;
    }

    @Override
    public void close() {
        OffHeap.free(stream);
        OffHeap.free(all);
    }
}
