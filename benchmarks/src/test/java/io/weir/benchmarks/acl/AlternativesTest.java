package io.weir.benchmarks.acl;

import io.weir.acl.internal.rule.Rule;
import io.weir.benchmarks.acl.rival.Rival;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** All ways to find a rule give the same answers, so that none is quick because it is wrong. */
class AlternativesTest {
    @Test
    void shouldAgreeOnEachPacket() {
        for (final int count : new int[] {1, 9, 130, 600}) {
            for (final ClassBench.Seed seed : ClassBench.Seed.ALL) {
                compare(new ClassBench(seed, false, count), false, count);
                compare(new ClassBench(seed, true, count), true, count);
            }
        }
    }

    private static void compare(final ClassBench world, final boolean ip6, final int count) {
        final List<Rule> rules = world.rules(count);
        final List<Rival> rivals = new ArrayList<>();
        for (final Supplier<Rival> way : Alternatives.ways(ip6, rules)) {
            rivals.add(way.get());
        }
        try (RivalSlices slices = new RivalSlices(world, ip6, rules, rivals)) {
            slices.check();
        }
    }
}
