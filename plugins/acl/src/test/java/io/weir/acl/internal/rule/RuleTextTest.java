package io.weir.acl.internal.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.Seeds;
import io.weir.net.IpProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rules as they are shown can be given back, all that there are. */
class RuleTextTest {
    private static final int RULES = 50_000;

    private final long seed = Seeds.seed();
    private final SplittableRandom random = new SplittableRandom(seed);

    private Subnet subnet(final boolean ip6) {
        final int length = random.nextInt(ip6 ? 129 : 33);
        return ip6
                ? new Subnet(random.nextLong(), random.nextBoolean() ? 0 : random.nextLong(), length)
                : Subnet.ip4(random.nextInt(), length);
    }

    private Range range(final int most) {
        if (random.nextInt(3) == 0) {
            return Range.ALL;
        }
        final int first = random.nextInt(most + 1);
        return new Range(first, random.nextBoolean() ? first : first + random.nextInt(most + 1 - first));
    }

    private Rule rule() {
        final boolean ip6 = random.nextBoolean();
        final int[] known = {0, 1, 6, 17, 33, 58, 132, 136};
        final int protocol = random.nextBoolean() ? known[random.nextInt(known.length)] : random.nextInt(256);
        final boolean icmp = protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMP6;
        final boolean more = icmp || IpProtocol.hasPorts(protocol);
        final int mask = protocol == IpProtocol.TCP ? random.nextInt(256) : 0;
        return new Rule(
                Action.of(random.nextInt(3)),
                ip6,
                subnet(ip6),
                subnet(ip6),
                protocol,
                more ? range(icmp ? 255 : 65_535) : Range.ALL,
                more ? range(icmp ? 255 : 65_535) : Range.ALL,
                random.nextInt(256) & mask,
                mask);
    }

    @Test
    void shouldReadWhatItWrote() {
        final List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < RULES; i++) {
            final Rule rule = rule();
            rules.add(rule);
            assertThat(RuleParser.rule(RuleText.of(rule))).as("seed %d", seed).isEqualTo(rule);
        }
        final List<Rule> some = rules.subList(0, 500);
        assertThat(RuleParser.list(String.join(
                                ", ", some.stream().map(RuleText::of).toList()))
                        .rules())
                .as("seed %d", seed)
                .isEqualTo(some);
    }
}
