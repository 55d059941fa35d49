package io.weir.fib.internal.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.fib.internal.object.Buckets.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private static final int MAX_PATHS = 64;

    @Test
    void shouldMoveOnlyTheBucketsOfTheSharesThatAreDown() {
        final Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            final List<Share> all = shares(random, 2 + random.nextInt(MAX_PATHS - 1));
            final int[] before = Buckets.fill(all);
            final List<Share> some = new ArrayList<>();
            all.forEach(share -> some.add(new Share(share.object(), share.weight(), random.nextBoolean())));
            some.set(0, all.getFirst());
            final int[] after = Buckets.fill(some);
            for (int i = 0; i < before.length; i++) {
                final int now = after[after.length == 1 ? 0 : i];
                assertTrue(some.get(now).up(), "a bucket of one that is down");
                if (some.get(before[i]).up()) {
                    assertEquals(before[i], now, "a bucket of one that is up moved");
                }
            }
            assertArrayEquals(before, Buckets.fill(all), "the buckets go back");
        }
    }

    @Test
    void shouldComeNearTheWeightsOfTheSharesThatAreLeft() {
        final List<Share> shares = List.of(new Share(0, 1, true), new Share(1, 3, true), new Share(2, 4, false));
        final int[] buckets = Buckets.fill(shares);
        final double first =
                Arrays.stream(buckets).filter(object -> object == 0).count();
        assertEquals(0.25, first / buckets.length, 0.05);
    }

    @Test
    void shouldNeedOneBucketWhenOneShareIsLeft() {
        assertArrayEquals(new int[] {1}, Buckets.fill(List.of(new Share(0, 1, false), new Share(1, 1, true))));
    }

    private static List<Share> shares(final Random random, final int count) {
        final List<Share> shares = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shares.add(new Share(i, 1 + random.nextInt(255), true));
        }
        return shares;
    }
}
