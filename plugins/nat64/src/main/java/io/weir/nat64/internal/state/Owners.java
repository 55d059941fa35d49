package io.weir.nat64.internal.state;

import io.weir.memory.Memory;

/**
 * Which worker has a client: the same for all of a client's flows, so that they share an address of the pool and a limit. It goes
 * by the address alone, under a secret of this host, and so by what tells clients apart. Any thread.
 *
 * @param workers how many there are besides main, or 0 if main does their work.
 * @param secret chance.
 */
public record Owners(int workers, long secret) {
    private static final long MIX = 0xbf58_476d_1ce4_e5b9L;

    /** How many threads have clients. */
    public int threads() {
        return Math.max(1, workers);
    }

    /** Index of the worker whose number among those that have clients is {@code thread}. */
    public int worker(final int thread) {
        return workers == 0 ? 0 : thread + 1;
    }

    /** The number of a worker among those that have clients; main's, where it isn't one, is that of the first. */
    public int thread(final int worker) {
        return Math.max(0, worker - 1);
    }

    /**
     * Index of the worker that has the client whose address, in network order, lies there.
     *
     * @param clientBits of {@link Limits}.
     */
    public int ofClient(final long address, final int clientBits) {
        if (workers <= 1) {
            return workers;
        }
        return ofClient(Memory.getLongBe(address), Memory.getLongBe(address + 8), clientBits);
    }

    /** The same, for the address itself. */
    public int ofClient(final long high, final long lower, final int clientBits) {
        if (workers <= 1) {
            return workers;
        }
        final long low = clientBits <= Long.SIZE ? 0 : lower & -1L << 128 - clientBits;
        long mixed = ((clientBits >= Long.SIZE ? high : high & -1L << Long.SIZE - clientBits) ^ secret) * MIX;
        mixed = (mixed ^ mixed >>> 31 ^ low) * MIX;
        return worker((int) (((mixed ^ mixed >>> 29) * MIX >>> 32) * workers >>> 32));
    }
}
