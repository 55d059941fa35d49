package io.weir.ip4.internal.fib;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.net.Ip4Prefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The trie against the longest match by trying all lengths. */
class MtrieTest {
    private static final int BASE = 0x0a000000;

    @Property(tries = 60)
    void shouldFindLongestPrefixWhenPrefixesComeAndGo(@ForAll final long seed) {
        final Random random = new Random(seed);
        final Map<Ip4Prefix, Long> model = new HashMap<>();
        final long none = Mtrie.leaf(0, 0);
        model.put(new Ip4Prefix(0, 0), none);
        try (Mtrie trie = new Mtrie(none, 4_096, why -> {})) {
            for (int step = 0; step < 400; step++) {
                final Ip4Prefix prefix = prefix(random);
                if (random.nextInt(3) > 0) {
                    final long leaf = Mtrie.leaf(random.nextInt(1 << 18), step + 1);
                    model.put(prefix, leaf);
                    trie.put(prefix.address(), prefix.length(), leaf);
                } else if (model.remove(prefix) != null) {
                    final Ip4Prefix cover = cover(model, prefix.address(), prefix.length() - 1);
                    trie.remove(prefix.address(), prefix.length(), model.get(cover), cover.length());
                }
                for (final int address : List.of(prefix.address(), prefix.last(), prefix.last() + 1, address(random))) {
                    assertThat(trie.lookup(address)).isEqualTo(model.get(cover(model, address, 32)));
                }
            }
            final int used = 4_096 - trie.availablePlies();
            model.remove(new Ip4Prefix(0, 0));
            for (final Ip4Prefix prefix : List.copyOf(model.keySet())) {
                model.remove(prefix);
                model.put(new Ip4Prefix(0, 0), none);
                final Ip4Prefix cover = cover(model, prefix.address(), prefix.length() - 1);
                trie.remove(prefix.address(), prefix.length(), model.get(cover), cover.length());
            }
            assertThat(trie.availablePlies()).as("plies given back of %d", used).isEqualTo(4_096);
        }
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
