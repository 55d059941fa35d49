package io.weir.acl.internal.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.Seeds;
import io.weir.acl.internal.rule.FiveTuple;
import io.weir.acl.internal.rule.Rule;
import io.weir.memory.OffHeap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiled lists beside asking each rule in turn. */
class ClassifierTest {
    private static final int PACKETS = 600;
    private static final int ROUNDS = Boolean.getBoolean("weir.slow") ? 20_000 : 150;

    private final long keys = OffHeap.allocate((long) PACKETS * Key.IP6_BYTES);
    private final int[] matched = new int[PACKETS];
    private final FiveTuple[] packets = new FiveTuple[PACKETS];
    private final Walk walk = new Walk();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindTheFirstRuleThatMatches(final boolean ip6) {
        final long seed = Seeds.seed();
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            final int size = 1 + (round % 10 == 9 ? random.nextInt(3_000) : random.nextInt(60));
            final RandomRules world = new RandomRules(random.nextLong(), ip6);
            compare(world, world.list(size), ip6, "seed " + seed + " round " + round);
        }
        OffHeap.free(keys);
    }

    private void compare(final RandomRules world, final List<Rule> rules, final boolean ip6, final String what) {
        for (int i = 0; i < PACKETS; i++) {
            packets[i] = world.packet(rules);
            Key.write(packets[i], keys + (long) i * Key.bytes(ip6));
        }
        try (Classifier classifier = Classifier.of(ip6, rules)) {
            walk.first(classifier, keys, PACKETS, matched);
        }
        for (int i = 0; i < PACKETS; i++) {
            assertThat(matched[i]).as("%s packet %s", what, packets[i]).isEqualTo(first(rules, packets[i]));
        }
    }

    private static int first(final List<Rule> rules, final FiveTuple packet) {
        for (int i = 0; i < rules.size(); i++) {
            if (packet.matches(rules.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
