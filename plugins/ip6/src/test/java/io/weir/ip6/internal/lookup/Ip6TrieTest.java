package io.weir.ip6.internal.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.Forwarding;
import io.weir.fib.Prefix;
import io.weir.memory.OffHeap;
import io.weir.plugin.Quiescence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The trie against the longest match by trying all lengths. */
class Ip6TrieTest {
    private static final int BLOCKS = 1 << 14;
    private static final long NONE = Forwarding.leaf(1, 1);

    /** Nobody looks up, so whatever was taken out is nobody's any more. */
    static final Quiescence NOBODY = new Quiescence() {
        @Override
        public long mark() {
            return 0;
        }

        @Override
        public boolean passed(final long mark) {
            return true;
        }
    };

    /** Addresses as one kind of table has them. */
    enum Shape {
        /** Few distinct bits in each byte, so that prefixes nest and meet. */
        NESTED {
            @Override
            Prefix prefix(final Random random) {
                long high = 0x2001_0db8L << 32;
                long low = 0;
                for (int shift = 0; shift < 32; shift += 8) {
                    high |= (long) random.nextInt(2) << shift + random.nextInt(8);
                }
                for (int shift = 0; shift < 64; shift += 8) {
                    low |= (long) random.nextInt(2) << shift + random.nextInt(8);
                }
                return new Prefix(high, low, 1 + random.nextInt(128));
            }
        },
        /** So many values of one byte that branches become full, and not so again. */
        DENSE {
            @Override
            Prefix prefix(final Random random) {
                return new Prefix(
                        0x2001_0db8_0000_0000L | random.nextInt(256) << 8 | random.nextInt(2),
                        (long) random.nextInt(256) << 56,
                        40 + random.nextInt(32));
            }
        },
        /** Few in each of many places, so that some are nothing but the two halves of what isn't there. */
        HALVES {
            @Override
            Prefix prefix(final Random random) {
                return new Prefix(
                        0x2001_0db8_0000_0000L | random.nextInt(64) << 8,
                        (long) random.nextInt(4) << 62,
                        64 + random.nextInt(3));
            }
        },
        /** All bits by chance. */
        SPARSE {
            @Override
            Prefix prefix(final Random random) {
                return new Prefix(random.nextLong() >>> 3 | 1L << 61, random.nextLong(), 12 + random.nextInt(117));
            }
        };

        abstract Prefix prefix(Random random);
    }

    @Property(tries = 30)
    void shouldFindLongestPrefixWhenPrefixesComeAndGo(@ForAll final long seed, @ForAll final Shape shape) {
        final Random random = new Random(seed);
        try (Ip6Trie trie = new Ip6Trie(BLOCKS, NOBODY)) {
            final List<Map<Prefix, Long>> models = List.of(new HashMap<>(), new HashMap<>());
            for (int table = 0; table < 2; table++) {
                trie.open(table, NONE);
                models.get(table).put(new Prefix(0, 0, 0), NONE);
            }
            for (int step = 0; step < 1_500; step++) {
                final int table = random.nextInt(2);
                final Map<Prefix, Long> model = models.get(table);
                final Prefix prefix = shape.prefix(random);
                if (random.nextInt(3) > 0) {
                    final long leaf = Forwarding.leaf(random.nextInt(1 << 18), step + 2);
                    model.put(prefix, leaf);
                    assertThat(trie.roomFor(table, prefix, 1)).isTrue();
                    trie.put(table, prefix.high(), prefix.low(), prefix.length(), leaf);
                } else {
                    final Prefix gone = any(model, random);
                    if (gone.length() > 0) {
                        model.remove(gone);
                        remove(trie, table, model, gone);
                    }
                }
                requireSame(trie, table, model, prefix.high(), prefix.low());
                requireSame(trie, table, model, prefix.lastHigh(), prefix.lastLow());
                requireSame(trie, table, model, prefix.high(), prefix.low() - 1);
                final Prefix other = shape.prefix(random);
                requireSame(trie, table, model, other.high(), other.low());
            }
            final Map<Prefix, Long> model = models.getFirst();
            for (final Prefix prefix : List.copyOf(model.keySet())) {
                if (prefix.length() > 0) {
                    model.remove(prefix);
                    remove(trie, 0, model, prefix);
                    requireSame(trie, 0, model, prefix.high(), prefix.low());
                }
            }
            trie.close(1);
            assertThat(trie.nodes()).as("nodes that are left").isZero();
        }
    }

    /** Of each size so few blocks that there is hardly ever one: what is there can always change and go, what is new comes whole or not. */
    @Property(tries = 60)
    void shouldNeverBeHalfChangedWhenBlocksAreUsedUp(@ForAll final long seed, @ForAll final Shape shape) {
        final Random random = new Random(seed);
        try (Ip6Trie trie = new Ip6Trie(1 + random.nextInt(12), NOBODY)) {
            trie.open(0, NONE);
            final Map<Prefix, Long> model = new HashMap<>(Map.of(new Prefix(0, 0, 0), NONE));
            final Map<Prefix, Integer> numbers = new HashMap<>();
            for (int step = 0; step < 1_500; step++) {
                final boolean fresh = random.nextInt(3) > 0;
                final Prefix prefix = fresh ? shape.prefix(random) : any(model, random);
                final boolean there = model.containsKey(prefix);
                if (prefix.length() > 0 && (fresh || random.nextBoolean())) {
                    final int number = numbers.computeIfAbsent(prefix, key -> numbers.size() + 2);
                    final long leaf = Forwarding.leaf(random.nextInt(1 << 18), number);
                    final boolean room = trie.roomFor(0, prefix, 1);
                    try {
                        trie.put(0, prefix.high(), prefix.low(), prefix.length(), leaf);
                        model.put(prefix, leaf);
                    } catch (final IllegalStateException full) {
                        assertThat(there || room).as("refused for want of room").isFalse();
                    }
                } else if (prefix.length() > 0) {
                    model.remove(prefix);
                    remove(trie, 0, model, prefix);
                }
                for (final Prefix each : model.keySet()) {
                    requireSame(trie, 0, model, each.high(), each.low());
                    requireSame(trie, 0, model, each.lastHigh(), each.lastLow());
                }
                requireSame(trie, 0, model, prefix.high(), prefix.low() - 1);
            }
            for (final Prefix prefix : List.copyOf(model.keySet())) {
                if (prefix.length() > 0) {
                    model.remove(prefix);
                    remove(trie, 0, model, prefix);
                }
            }
            trie.close(0);
            assertThat(trie.nodes()).as("nodes that are left").isZero();
        }
    }

    @Test
    void shouldTakePrefixOutWhenItsOtherHalfIsAllElseInItsByte() {
        try (Ip6Trie trie = new Ip6Trie(BLOCKS, NOBODY)) {
            final Map<Prefix, Long> model = new HashMap<>(Map.of(new Prefix(0, 0, 0), NONE));
            trie.open(0, NONE);
            final Prefix gone = new Prefix(0x2001_0db8_0000_0a01L, 0x100, 121);
            final Prefix otherHalf = new Prefix(gone.high(), 0x180, 121);
            final Prefix within = new Prefix(gone.high(), 0x100, 126);
            for (final Prefix prefix : List.of(otherHalf, gone, within)) {
                final long leaf = Forwarding.leaf(2, model.size() + 1);
                model.put(prefix, leaf);
                trie.put(0, prefix.high(), prefix.low(), prefix.length(), leaf);
            }
            for (final Prefix prefix : List.of(within, gone, otherHalf)) {
                model.remove(prefix);
                remove(trie, 0, model, prefix);
                for (int low = 0xff; low <= 0x200; low++) {
                    requireSame(trie, 0, model, gone.high(), low);
                }
            }
            trie.close(0);
            assertThat(trie.nodes()).as("nodes that are left").isZero();
        }
    }

    @Test
    void shouldTakeLittleWhenPrefixesAreAloneOrDense() {
        try (Ip6Trie trie = new Ip6Trie(1 << 17, NOBODY)) {
            trie.open(0, NONE);
            final Random random = new Random(1);
            for (int i = 0; i < 10_000; i++) {
                final Prefix prefix = new Prefix(random.nextLong(), 0, 48);
                trie.put(0, prefix.high(), prefix.low(), 48, Forwarding.leaf(2, i + 2));
            }
            assertThat(trie.nodeBytes()).isLessThan(10_000 * 48);
            final long before = trie.nodeBytes();
            for (int i = 0; i < 1 << 16; i++) {
                trie.put(0, 0x2001_0db8_0000_0000L | i, 0, 64, Forwarding.leaf(2, i + 10_002));
            }
            assertThat(trie.nodeBytes() - before).isLessThan((1 << 16) * 9);
        }
    }

    @Test
    void shouldTakeRoutesOutOfFullBranchesWhenNoBlockIsFree() {
        final Quiescence never = new Quiescence() {
            @Override
            public long mark() {
                return 0;
            }

            @Override
            public boolean passed(final long mark) {
                return false;
            }
        };
        try (Ip6Trie trie = new Ip6Trie(8, never)) {
            trie.open(0, NONE);
            for (int i = 0; i < 256; i += 2) {
                trie.put(0, 0x2001_0db8_0000_0000L | (long) i << 24, 0, 40, Forwarding.leaf(2, i + 2));
            }
            for (int i = 0; i < 128; i += 2) {
                trie.remove(0, 0x2001_0db8_0000_0000L | (long) i << 24, 0, 40, NONE, 0);
            }
            assertThat(Ip6Trie.lookup(trie.root(0), 0x2001_0db8_0200_0000L, 0)).isEqualTo(NONE);
            assertThat(Ip6Trie.lookup(trie.root(0), 0x2001_0db8_8000_0000L, 0)).isEqualTo(Forwarding.leaf(2, 130));
        }
    }

    @Test
    void shouldGiveNothingOutAgainThatTheSameChangeHasTakenOut() {
        try (Blocks blocks = new Blocks(BLOCKS, NOBODY)) {
            final long block = blocks.take(1);
            blocks.retire(1, block);
            final long other = blocks.take(1);
            // The trie still leads to it: its last store is yet to come.
            assertThat(other).isNotEqualTo(block);
            blocks.changed();
            assertThat(blocks.take(1)).isEqualTo(block);
        }
    }

    @Test
    void shouldGiveMemoryBackWhenTablesComeAndGo() {
        final long reserved = OffHeap.reservedBytes();
        try (Ip6Trie trie = new Ip6Trie(BLOCKS, NOBODY)) {
            trie.open(0, NONE);
            trie.open(1, NONE);
            final long two = OffHeap.reservedBytes();
            for (int i = 0; i < 5; i++) {
                trie.close(1);
                trie.open(1, NONE);
            }
            assertThat(OffHeap.reservedBytes()).isEqualTo(two);
            trie.close(1);
        }
        assertThat(OffHeap.reservedBytes()).isEqualTo(reserved);
    }

    private static void requireSame(
            final Ip6Trie trie, final int table, final Map<Prefix, Long> model, final long high, final long low) {
        assertThat(Ip6Trie.lookup(trie.root(table), high, low)).isEqualTo(model.get(cover(model, high, low, 128)));
    }

    private static Prefix any(final Map<Prefix, Long> model, final Random random) {
        return model.keySet().stream()
                .skip(random.nextInt(model.size()))
                .findFirst()
                .orElseThrow();
    }

    private static void remove(
            final Ip6Trie trie, final int table, final Map<Prefix, Long> model, final Prefix prefix) {
        final Prefix cover = cover(model, prefix.high(), prefix.low(), prefix.length() - 1);
        trie.remove(table, prefix.high(), prefix.low(), prefix.length(), model.get(cover), cover.length());
    }

    static Prefix cover(final Map<Prefix, Long> model, final long high, final long low, final int longest) {
        for (int length = longest; length >= 0; length--) {
            final Prefix candidate = new Prefix(high, low, length);
            if (model.containsKey(candidate)) {
                return candidate;
            }
        }
        throw new AssertionError("no default");
    }
}
