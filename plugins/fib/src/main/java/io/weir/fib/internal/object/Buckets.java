package io.weir.fib.internal.object;

import io.weir.fib.Forwarding;
import java.util.Arrays;
import java.util.List;

/**
 * Shares out a power of two of buckets by weight (VPP: load_balance.c, {@code ip_multipath_normalize_next_hops}). Shares that are
 * down keep their place: only their own buckets go to the others, and come back with them, so flows of the others stay where
 * they are. What a share gets depends on nothing but the shares.
 */
public final class Buckets {
    /** Most buckets, and so most shares. */
    public static final int MAX = Forwarding.MAX_BUCKETS;

    /** How far the shares may be off, in parts of the whole. */
    private static final double TOLERANCE = 0.1;

    private Buckets() {}

    /** An object, its weight, and whether packets can go there; the object of one that is down is used for nothing. */
    public record Share(int object, double weight, boolean up) {}

    /** The object of each bucket, as few buckets as come near enough; one if all are the same. Of up to {@link #MAX} shares one is up. */
    public static int[] fill(final List<Share> shares) {
        final int[] owners = owners(shares);
        replaceLost(shares, owners);
        final int[] filled = new int[owners.length];
        boolean same = true;
        for (int i = 0; i < owners.length; i++) {
            filled[i] = shares.get(owners[i]).object();
            same &= filled[i] == filled[0];
        }
        return same ? new int[] {filled[0]} : filled;
    }

    /** Which share each bucket is of while all are up. */
    private static int[] owners(final List<Share> shares) {
        final double total = shares.stream().mapToDouble(Share::weight).sum();
        int buckets = Integer.highestOneBit(Math.max(1, 2 * shares.size() - 1));
        while (true) {
            final int[] counts = apportion(shares, total, buckets);
            if (buckets >= MAX || error(shares, total, counts, buckets) <= TOLERANCE) {
                return spread(counts, buckets);
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

    private static int[] spread(final int[] counts, final int buckets) {
        final int[] owners = new int[buckets];
        int next = 0;
        for (int i = 0; i < counts.length; i++) {
            Arrays.fill(owners, next, next + counts[i], i);
            next += counts[i];
        }
        return owners;
    }

    /** Gives the buckets of shares that are down to the others, each to the one that lacks most. */
    private static void replaceLost(final List<Share> shares, final int[] owners) {
        final int[] counts = new int[shares.size()];
        for (final int owner : owners) {
            counts[owner]++;
        }
        final double total =
                shares.stream().filter(Share::up).mapToDouble(Share::weight).sum();
        for (int i = 0; i < owners.length; i++) {
            if (!shares.get(owners[i]).up()) {
                owners[i] = neediest(shares, counts, total, owners.length);
                counts[owners[i]]++;
            }
        }
    }

    private static int neediest(final List<Share> shares, final int[] counts, final double total, final int buckets) {
        int neediest = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < counts.length; i++) {
            final double lack = shares.get(i).weight() / total * buckets - counts[i];
            if (shares.get(i).up() && lack > most) {
                most = lack;
                neediest = i;
            }
        }
        return neediest;
    }
}
