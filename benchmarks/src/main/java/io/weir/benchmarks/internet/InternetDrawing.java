package io.weir.benchmarks.internet;

import io.weir.fib.Prefix;
import java.util.Arrays;
import java.util.Random;

/**
 * Draws tables like the Internet's. The lengths are spread as in tables of providers (2024); long prefixes lie in <em>blocks</em>,
 * of 16 bits in IPv4 and of 32 in IPv6, some of which hold far more than others, half of them one behind the other; shorter ones
 * cover blocks. A smaller table has fewer blocks of the same kind. The same seed gives the same table.
 */
final class InternetDrawing {
    /** Prefixes of each length, from /8 on, in a million. */
    private static final int[] IP4 = {
        16, 14, 39, 105, 300, 590, 1_200, 2_100, 13_600, 8_400, 14_200, 25_600, 45_500, 52_500, 114_000, 104_000,
        617_836
    };
    /** The same of IPv6, from /28 on, in a thousand. */
    private static final int[] IP6 = {2, 30, 4, 3, 125, 12, 10, 6, 36, 4, 14, 6, 95, 4, 14, 4, 95, 12, 26, 20, 478};

    private static final double IP4_BLOCKS = 0.042;
    private static final double IP6_BLOCKS = 0.16;
    /** How unlike the blocks are: the standard deviation of the logarithm of what they hold. */
    private static final double SPREAD = 1.2;

    private final Random random;
    private final int blockBits;
    private final int firstLength;
    private final int[] shares;
    private final long[] blocks;
    private final double[] upTo;
    private final DrawnTable table;

    private InternetDrawing(
            final Random random,
            final long[] blocks,
            final int blockBits,
            final int firstLength,
            final int[] shares,
            final int count) {
        this.random = random;
        this.blocks = blocks;
        this.blockBits = blockBits;
        this.firstLength = firstLength;
        this.shares = shares;
        table = new DrawnTable(count);
        upTo = new double[blocks.length];
        double sum = 0;
        for (int i = 0; i < blocks.length; i++) {
            sum += Math.exp(SPREAD * random.nextGaussian());
            upTo[i] = sum;
        }
    }

    /** So many prefixes of IPv4, up to 1,000,000; none in the first octets 10, 127 and 192, nor from 224 on. */
    static DrawnTable ip4(final int count, final long seed) {
        final Random random = new Random(seed);
        final long[] blocks = random.ints(0, 1 << 16)
                .filter(block -> block >>> 8 > 0 && block >>> 8 < 224)
                .filter(block -> block >>> 8 != 10 && block >>> 8 != 127 && block >>> 8 != 192)
                .distinct()
                .limit(Math.max(1, (long) (count * IP4_BLOCKS)))
                .mapToLong(block -> (long) block << 48)
                .toArray();
        return new InternetDrawing(random, blocks, 16, 8, IP4, count).draw();
    }

    /** So many prefixes of IPv6, up to 250,000; none in 2001::/16. */
    static DrawnTable ip6(final int count, final long seed) {
        final Random random = new Random(seed);
        final long[] blocks = random.longs()
                .map(bits ->
                        registry((int) bits & 31) << 48 | (bits >>> 8 & ((bits & 32) == 0 ? 0xfff8 : 0xffff)) << 32)
                .distinct()
                .limit(Math.max(1, (long) (count * IP6_BLOCKS)))
                .toArray();
        return new InternetDrawing(random, blocks, 32, 28, IP6, count).draw();
    }

    /** The first 16 bits of what registries have given out. */
    private static long registry(final int i) {
        if (i < 8) {
            return 0x2400L + i;
        }
        return i < 14 ? 0x2600L + i - 8 : i < 18 ? 0x2800L + i - 14 : i < 31 ? 0x2a00L + i - 18 : 0x2c0fL;
    }

    private DrawnTable draw() {
        final int all = Arrays.stream(shares).sum();
        long share = 0;
        for (int i = 0; i < shares.length; i++) {
            share += shares[i];
            fill(firstLength + i, (int) (share * table.capacity() / all));
        }
        return table.shuffled(random);
    }

    private void fill(final int length, final int upToSize) {
        long last = 0;
        boolean placed = false;
        while (table.size() < upToSize) {
            final long step = 1L << 64 - length;
            final boolean follows = placed
                    && length > blockBits
                    && random.nextBoolean()
                    && (last + step >>> 64 - blockBits) == last >>> 64 - blockBits;
            final long high = follows ? last + step : somewhere(length);
            placed = table.add(high, length);
            last = high;
        }
    }

    private long somewhere(final int length) {
        if (length <= blockBits) {
            return blocks[random.nextInt(blocks.length)] & Prefix.highMask(length);
        }
        final int at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
        final long block = blocks[at < 0 ? -at - 1 : at];
        return block | random.nextLong() >>> blockBits & Prefix.highMask(length);
    }
}
