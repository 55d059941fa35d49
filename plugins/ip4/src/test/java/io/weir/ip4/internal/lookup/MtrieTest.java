package io.weir.ip4.internal.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.Forwarding;
import io.weir.fib.Prefix;
import io.weir.memory.OffHeap;
import io.weir.net.Ip4Prefix;
import io.weir.plugin.Quiescence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The trie against the longest match by trying all lengths. */
class MtrieTest {
    private static final int BASE = 0x0a000000;
    private static final int PLIES = 4_096;

    /** Nobody looks up, so whatever was taken out is nobody's any more. */
    private static final Quiescence NOBODY = new Quiescence() {
        @Override
        public long mark() {
            return 0;
        }

        @Override
        public boolean passed(final long mark) {
            return true;
        }
    };

    @Property(tries = 60)
    void shouldFindLongestPrefixWhenPrefixesComeAndGo(@ForAll final long seed) {
        final Random random = new Random(seed);
        final long none = Forwarding.leaf(1, 1);
        try (Mtrie trie = new Mtrie(PLIES, NOBODY)) {
            final List<Map<Ip4Prefix, Long>> models = List.of(new HashMap<>(), new HashMap<>());
            for (int table = 0; table < 2; table++) {
                trie.open(table, none);
                models.get(table).put(new Ip4Prefix(0, 0), none);
            }
            for (int step = 0; step < 400; step++) {
                final int table = random.nextInt(2);
                final Map<Ip4Prefix, Long> model = models.get(table);
                final Ip4Prefix prefix = prefix(random);
                if (random.nextInt(3) > 0) {
                    final long leaf = Forwarding.leaf(random.nextInt(1 << 18), step + 1);
                    model.put(prefix, leaf);
                    assertThat(trie.roomFor(table, Prefix.of(prefix), 1)).isTrue();
                    trie.put(table, Prefix.high(prefix.address()), 0, prefix.length(), leaf);
                } else if (model.remove(prefix) != null) {
                    remove(trie, table, model, prefix);
                }
                for (final int address : List.of(prefix.address(), prefix.last(), prefix.last() + 1, address(random))) {
                    assertThat(Mtrie.lookup(trie.root(table), trie.plies(), address))
                            .isEqualTo(model.get(cover(model, address, 32)));
                }
            }
            final int used = PLIES - trie.availablePlies();
            final Map<Ip4Prefix, Long> model = models.getFirst();
            for (final Ip4Prefix prefix : List.copyOf(model.keySet())) {
                if (prefix.length() > 0) {
                    model.remove(prefix);
                    remove(trie, 0, model, prefix);
                }
            }
            trie.close(1);
            assertThat(trie.availablePlies()).as("plies given back of %d", used).isEqualTo(PLIES);
        }
    }

    /** So few plies that there is hardly ever one: what is there can always change and go, what is new comes whole or not. */
    @Property(tries = 60)
    void shouldNeverBeHalfChangedWhenPliesAreUsedUp(@ForAll final long seed) {
        final Random random = new Random(seed);
        final int plies = 1 + random.nextInt(4);
        try (Mtrie trie = new Mtrie(plies, NOBODY)) {
            final Map<Ip4Prefix, Long> model = new HashMap<>(Map.of(new Ip4Prefix(0, 0), Forwarding.leaf(1, 1)));
            trie.open(0, Forwarding.leaf(1, 1));
            for (int step = 0; step < 400; step++) {
                final Ip4Prefix prefix = prefix(random);
                final int before = trie.availablePlies();
                if (random.nextInt(3) > 0) {
                    final long leaf = Forwarding.leaf(random.nextInt(1 << 18), step + 2);
                    final boolean room = trie.roomFor(0, Prefix.of(prefix), 1);
                    try {
                        trie.put(0, Prefix.high(prefix.address()), 0, prefix.length(), leaf);
                        model.put(prefix, leaf);
                    } catch (final IllegalStateException full) {
                        assertThat(model.containsKey(prefix) || room)
                                .as("refused for want of room")
                                .isFalse();
                        assertThat(trie.availablePlies()).isEqualTo(before);
                    }
                } else if (model.remove(prefix) != null) {
                    remove(trie, 0, model, prefix);
                }
                for (final Ip4Prefix each : model.keySet()) {
                    for (final int address : List.of(each.address(), each.last(), each.last() + 1)) {
                        assertThat(Mtrie.lookup(trie.root(0), trie.plies(), address))
                                .isEqualTo(model.get(cover(model, address, 32)));
                    }
                }
            }
            for (final Ip4Prefix prefix : List.copyOf(model.keySet())) {
                if (prefix.length() > 0) {
                    model.remove(prefix);
                    remove(trie, 0, model, prefix);
                }
            }
            assertThat(trie.availablePlies()).isEqualTo(plies);
        }
    }

    @Test
    void shouldGiveMemoryBackWhenTablesComeAndGo() {
        final long reserved = OffHeap.reservedBytes();
        try (Mtrie trie = new Mtrie(PLIES, NOBODY)) {
            trie.open(0, Forwarding.leaf(1, 1));
            trie.open(1, Forwarding.leaf(1, 1));
            final long two = OffHeap.reservedBytes();
            for (int i = 0; i < 5; i++) {
                trie.close(1);
                trie.open(1, Forwarding.leaf(1, 1));
            }
            assertThat(OffHeap.reservedBytes()).isEqualTo(two);
            trie.close(1);
        }
        assertThat(OffHeap.reservedBytes()).isEqualTo(reserved);
    }

    private static void remove(
            final Mtrie trie, final int table, final Map<Ip4Prefix, Long> model, final Ip4Prefix prefix) {
        final Ip4Prefix cover = cover(model, prefix.address(), prefix.length() - 1);
        trie.remove(table, Prefix.high(prefix.address()), 0, prefix.length(), model.get(cover), cover.length());
    }

    private static Ip4Prefix cover(final Map<Ip4Prefix, Long> model, final int address, final int longest) {
        for (int length = longest; length >= 0; length--) {
            final Ip4Prefix candidate = new Ip4Prefix(address, length).canonical();
            if (model.containsKey(candidate)) {
                return candidate;
            }
        }
        throw new AssertionError("no default");
    }

    /** Few distinct bits, so that prefixes nest and meet. */
    private static Ip4Prefix prefix(final Random random) {
        return new Ip4Prefix(address(random), 1 + random.nextInt(32)).canonical();
    }

    private static int address(final Random random) {
        return BASE | random.nextInt(2) << 16 | random.nextInt(3) << 8 | random.nextInt(4) << random.nextInt(7);
    }
}
