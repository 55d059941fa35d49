package io.weir.table;

import io.weir.memory.Memory;
import java.security.SecureRandom;

/**
 * The hash of a key under secret numbers of the table's own, since strangers choose keys: multilinear hashing (Lemire and
 * Kaser, "Strongly universal string hashing is fast", the form with half of the multiplications), by which two keys have the
 * same sum of 64 bits with a probability of less than 2^-32, whatever they are; then all 64 bits are mixed, of which 32 are taken.
 *
 * <p>The sums of keys in arithmetic progression are in one too. Their upper halves alone would repeat, all at once, under one
 * choice of secrets in some hundred thousand: of 40,000 such keys each would share its hash with others, and find no room.
 */
final class KeyHash {
    /** Secret numbers for the longest key. */
    static final int WORDS = 11;

    private static final long LOW = 0xffffffffL;

    /** Those of MurmurHash3's end (Stafford's variant 13). */
    private static final long MIX_1 = 0xbf58_476d_1ce4_e5b9L;

    private static final long MIX_2 = 0x94d0_49bb_1331_11ebL;

    private final int keyBytes;
    private final long s0;
    private final long s1;
    private final long s2;
    private final long s3;
    private final long s4;
    private final long s5;
    private final long s6;
    private final long s7;
    private final long s8;
    private final long s9;
    private final long s10;

    /** The hash of a table whose secrets lie there. */
    KeyHash(final int keyBytes, final long secrets) {
        this.keyBytes = keyBytes;
        s0 = Memory.getLong(secrets);
        s1 = Memory.getLong(secrets + 8);
        s2 = Memory.getLong(secrets + 16);
        s3 = Memory.getLong(secrets + 24);
        s4 = Memory.getLong(secrets + 32);
        s5 = Memory.getLong(secrets + 40);
        s6 = Memory.getLong(secrets + 48);
        s7 = Memory.getLong(secrets + 56);
        s8 = Memory.getLong(secrets + 64);
        s9 = Memory.getLong(secrets + 72);
        s10 = Memory.getLong(secrets + 80);
    }

    /** Writes fresh secrets. */
    static void choose(final long secrets) {
        final SecureRandom random = new SecureRandom();
        for (int i = 0; i < WORDS; i++) {
            Memory.putLong(secrets + i * 8L, random.nextLong());
        }
    }

    /** Hash of the key at an address; its upper half is never 0. */
    int of(final long key) {
        long sum = ofTwoWords(Memory.getLong(key), Memory.getLong(key + 8));
        if (keyBytes > 16) {
            sum += product(Memory.getLong(key + 16), s5, s6);
            if (keyBytes > 24) {
                sum += product(Memory.getLong(key + 24), s7, s8);
                if (keyBytes > 32) {
                    sum += product(Memory.getLong(key + 32), s9, s10);
                }
            }
        }
        return mixed(sum);
    }

    /** Hash of a key of 16 bytes, whatever the length of the others. */
    int of(final long first, final long second) {
        return mixed(ofTwoWords(first, second));
    }

    private long ofTwoWords(final long first, final long second) {
        return s0 + product(first, s1, s2) + product(second, s3, s4);
    }

    private static int mixed(final long of) {
        long sum = of;
        sum = (sum ^ sum >>> 32) * MIX_1;
        sum = (sum ^ sum >>> 29) * MIX_2;
        final int hash = (int) (sum >>> 32);
        return hash >>> 16 == 0 ? hash | 1 << 16 : hash;
    }

    private static long product(final long word, final long first, final long second) {
        return ((word & LOW) + first) * ((word >>> 32) + second);
    }

    /** Hashes of keys that lie one behind the other. */
    void of(final long keys, final int count, final int[] hashes) {
        for (int i = 0; i < count; i++) {
            hashes[i] = of(keys + (long) i * keyBytes);
        }
    }
}
