package io.weir.fib.internal.object;

import java.util.ArrayList;
import java.util.List;

/** Shares out a power of two of buckets by weight (VPP: load_balance.c, {@code ip_multipath_normalize_next_hops}). */
public final class Buckets {
    private static final int MAX = 256;
    /** How far the shares may be off, in parts of the whole. */
    private static final double TOLERANCE = 0.1;

    private Buckets() {}

    /** An object and its weight. */
    public record Share(int object, double weight) {}

    /** The object of each bucket; as few buckets as come near enough. */
    public static int[] fill(final List<Share> shares) {
        final double total = shares.stream().mapToDouble(Share::weight).sum();
        int buckets = Integer.highestOneBit(Math.max(1, 2 * shares.size() - 1));
        while (true) {
            final int[] counts = apportion(shares, total, buckets);
            if (buckets >= MAX || error(shares, total, counts, buckets) <= TOLERANCE) {
                return spread(shares, counts, buckets);
            }
            buckets *= 2;
        }
    }

    /** Largest remainders, but at least one bucket for each. */
    private static int[] apportion(final List<Share> shares, final double total, final int buckets) {
        final int[] counts = new int[shares.size()];
        int left = buckets;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.max(1, (int) (shares.get(i).weight() / total * buckets));
            left -= counts[i];
        }
        while (left != 0) {
            int best = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < counts.length; i++) {
                final double lack = shares.get(i).weight() / total * buckets - counts[i];
                final double gain = left > 0 ? lack : -lack;
                if (gain > most && (left > 0 || counts[i] > 1)) {
                    most = gain;
                    best = i;
                }
            }
            counts[best] += left > 0 ? 1 : -1;
            left += left > 0 ? -1 : 1;
        }
        return counts;
    }

    private static double error(final List<Share> shares, final double total, final int[] counts, final int buckets) {
        double error = 0;
        for (int i = 0; i < counts.length; i++) {
            error += Math.abs(shares.get(i).weight() / total - (double) counts[i] / buckets);
        }
        return error;
    }

    private static int[] spread(final List<Share> shares, final int[] counts, final int buckets) {
        final List<Integer> filled = new ArrayList<>(buckets);
        for (int i = 0; i < counts.length; i++) {
            for (int k = 0; k < counts[i]; k++) {
                filled.add(shares.get(i).object());
            }
        }
        return filled.stream().mapToInt(Integer::intValue).toArray();
    }
}
