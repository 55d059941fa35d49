package io.weir.acl.internal.macip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.acl.internal.Seeds;
import io.weir.acl.internal.rule.Subnet;
import io.weir.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random lists of senders beside a scan of all rules. */
@Timeout(120)
class MacipMatcherTest {
    private static final long SEED = Seeds.seed();
    private static final int LISTS = Integer.getInteger("weir.macip.lists", 300);
    private static final int SENDERS = 300;
    private static final int THINNED = 3;
    private static final long[] MASKS = {
        0,
        MacAddress.BROADCAST,
        0xffff_ff00_0000L,
        0xffff_ffff_0000L,
        0x0000_0000_00ffL,
        0xf0f0_f0f0_f0f0L,
        0x0200_0000_0001L
    };
    private static final int[] LENGTHS4 = {0, 1, 8, 24, 31, 32};
    private static final int[] LENGTHS6 = {0, 10, 48, 63, 64, 65, 127, 128};

    private final Random random = new Random(SEED);
    /** Bits that differ among all values: few, so that rules meet. */
    private long some;

    private long bits() {
        return random.nextLong() & some;
    }

    private MacipRule rule() {
        final boolean ip6 = random.nextBoolean();
        final int[] lengths = ip6 ? LENGTHS6 : LENGTHS4;
        final int length = lengths[random.nextInt(lengths.length)];
        final Subnet source = ip6 ? new Subnet(bits(), bits(), length) : Subnet.ip4((int) bits(), length);
        final long mask = MASKS[random.nextInt(MASKS.length)];
        return new MacipRule(random.nextBoolean(), ip6, source, bits() & mask, mask);
    }

    private static int scan(
            final List<MacipRule> rules, final boolean ip6, final long mac, final long high, final long low) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).matches(ip6, mac, high, low)) {
                return i;
            }
        }
        return MacipMatcher.NONE;
    }

    @Test
    void shouldFindTheRuleThatAScanFinds() {
        int found = 0;
        int missed = 0;
        for (int l = 0; l < LISTS; l++) {
            some = -1;
            for (int i = 0; i < THINNED; i++) {
                some &= random.nextLong();
            }
            some |= 0x8000_0001_8000_0101L;
            final List<MacipRule> rules = new ArrayList<>();
            final int count = 1 + random.nextInt(1 << random.nextInt(10));
            for (int i = 0; i < count; i++) {
                rules.add(rule());
            }
            final MacipMatcher matcher = new MacipMatcher(rules);
            for (int i = 0; i < SENDERS; i++) {
                final boolean ip6 = random.nextBoolean();
                final long mac = bits() & MacAddress.BROADCAST;
                final long high = ip6 ? bits() : bits() << 32;
                final long low = ip6 ? bits() : 0;
                final int expected = scan(rules, ip6, mac, high, low);
                assertThat(matcher.first(ip6, mac, high, low))
                        .as("seed %d, list %d: %s", SEED, l, rules)
                        .isEqualTo(expected);
                if (expected == MacipMatcher.NONE) {
                    missed++;
                } else {
                    found++;
                }
            }
        }
        assertThat(found).isGreaterThan(LISTS);
        assertThat(missed).isGreaterThan(LISTS);
    }

    @Test
    void shouldFindEachOfManyPairs() {
        final List<MacipRule> rules = new ArrayList<>();
        final int count = 50_000;
        for (int i = 0; i < count; i++) {
            rules.add(new MacipRule(
                    true, false, Subnet.ip4(0x0a00_0000 + i, 32), 0x0200_0000_0000L + i, MacAddress.BROADCAST));
        }
        final MacipMatcher matcher = new MacipMatcher(rules);
        for (int i = 0; i < count; i++) {
            final long address = (long) (0x0a00_0000 + i) << 32;
            assertThat(matcher.first(false, 0x0200_0000_0000L + i, address, 0)).isEqualTo(i);
            assertThat(matcher.first(false, 0x0200_0000_0001L + i, address, 0)).isEqualTo(MacipMatcher.NONE);
        }
    }

    @Test
    void shouldRefuseListsThatLookAtTooManyDifferentBits() {
        final List<MacipRule> rules = new ArrayList<>();
        for (int i = 0; i <= MacipMatcher.MOST_SHAPES; i++) {
            rules.add(new MacipRule(true, true, Subnet.ALL, 0, i));
        }
        assertThatThrownBy(() -> new MacipMatcher(rules)).hasMessageContaining("257 different pairs");
        rules.removeLast();
        assertThat(new MacipMatcher(rules).first(true, 1, 2, 3)).isZero();
    }
}
