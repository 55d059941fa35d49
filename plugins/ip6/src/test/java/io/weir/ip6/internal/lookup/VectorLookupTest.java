package io.weir.ip6.internal.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.Forwarding;
import io.weir.fib.Prefix;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Vectors of addresses against the longest match by trying all lengths. */
class VectorLookupTest {
    private static final int CAPACITY = 256;
    private static final long NONE = Forwarding.leaf(1, 1);

    @Property(tries = 30)
    void shouldFindLongestPrefixesWhenVectorIsOfAnySize(
            @ForAll final long seed, @ForAll final Ip6TrieTest.Shape shape) {
        final Random random = new Random(seed);
        final VectorLookup lookup = new VectorLookup(CAPACITY);
        final long[] found = new long[CAPACITY];
        try (Ip6Trie trie = new Ip6Trie(1 << 14, Ip6TrieTest.NOBODY)) {
            final Map<Prefix, Long> model = new HashMap<>();
            trie.open(0, NONE);
            model.put(new Prefix(0, 0, 0), NONE);
            for (int vector = 0; vector < 8; vector++) {
                for (int i = 0; i < 100; i++) {
                    final Prefix prefix = shape.prefix(random);
                    final long leaf = Forwarding.leaf(random.nextInt(1 << 18), vector * 100 + i + 2);
                    model.put(prefix, leaf);
                    trie.put(0, prefix.high(), prefix.low(), prefix.length(), leaf);
                }
                final int size = 1 + random.nextInt(CAPACITY);
                final long[] expected = new long[size];
                for (int i = 0; i < size; i++) {
                    final Prefix there = shape.prefix(random);
                    final boolean last = random.nextBoolean();
                    final long high = last ? there.lastHigh() : there.high();
                    final long low = last ? there.lastLow() : there.low();
                    lookup.begin(trie.root(0), i, high, low, found);
                    expected[i] = model.get(Ip6TrieTest.cover(model, high, low, 128));
                }
                lookup.finish(size, found);
                assertThat(Arrays.copyOf(found, size)).isEqualTo(expected);
            }
        }
    }
}
