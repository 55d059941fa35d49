package io.weir.ip6.internal.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.Forwarding;
import io.weir.fib.Prefix;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The way that addresses have in common, gone for one of them on behalf of others, against the longest match by trying all lengths. */
class CommonWayTest {
    private static final long NONE = Forwarding.leaf(1, 1);
    private static final int PREFIXES = 300;
    private static final int ADDRESSES = 200;

    @Property(tries = 40)
    void shouldLeadToLongestPrefixesWhenAddressesShareFirstBits(
            @ForAll final long seed, @ForAll final Ip6TrieTest.Shape shape) {
        final Random random = new Random(seed);
        try (Ip6Trie trie = new Ip6Trie(1 << 14, Ip6TrieTest.NOBODY)) {
            final Map<Prefix, Long> model = new HashMap<>();
            trie.open(0, NONE);
            model.put(new Prefix(0, 0, 0), NONE);
            for (int i = 0; i < PREFIXES; i++) {
                final Prefix prefix = shape.prefix(random);
                final long leaf = Forwarding.leaf(random.nextInt(1 << 18), i + 2);
                model.put(prefix, leaf);
                trie.put(0, prefix.high(), prefix.low(), prefix.length(), leaf);
            }
            for (int i = 0; i < ADDRESSES; i++) {
                final Prefix one = shape.prefix(random);
                final int bits = 16 + random.nextInt(113);
                final Prefix shared = new Prefix(one.high(), one.low(), bits);
                final Prefix other = shape.prefix(random);
                // The other's last bits behind those that both have.
                final long high = shared.high() | other.high() & shared.lastHigh() & ~shared.high();
                final long low = shared.low() | other.low() & shared.lastLow() & ~shared.low();
                final long common = Ip6Trie.common(trie.root(0), one.high(), one.low(), bits);
                assertThat(Ip6Trie.leaf(common, high, low))
                        .isEqualTo(model.get(Ip6TrieTest.cover(model, high, low, 128)));
            }
        }
    }
}
