package io.weir.acl.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.Seeds;
import io.weir.acl.internal.classify.Key;
import io.weir.acl.internal.classify.RandomRules;
import io.weir.acl.internal.classify.Walk;
import io.weir.acl.internal.rule.Alignment;
import io.weir.acl.internal.rule.FiveTuple;
import io.weir.acl.internal.rule.Rule;
import io.weir.memory.OffHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of both families that change a rule or a few at a time: what packets and fragments find, beside asking each rule in turn. */
class ChangedListTest {
    private static final int PACKETS = 128;
    private static final int STEPS = Boolean.getBoolean("weir.slow") ? 20_000 : 500;

    private final int[] matched = new int[PACKETS];
    private final Walk walk = new Walk();

    @ParameterizedTest
    @CsvSource({"20,true", "250,true", "1500,true", "1500,false"})
    void shouldDecideByTheRulesThatThereAreAfterEachChange(final int size, final boolean matchLater) {
        final long reserved = OffHeap.reservedBytes();
        final long seed = Seeds.seed();
        final SplittableRandom random = new SplittableRandom(seed);
        final RandomRules[] worlds = {
            new RandomRules(random.nextLong(), false), new RandomRules(random.nextLong(), true)
        };
        final long keys = OffHeap.allocate((long) PACKETS * Key.IP6_BYTES);
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            rules.add(worlds[random.nextInt(2)].rule());
        }
        Installed list = make(Map.of(), rules, matchLater);
        int shared = 0;
        for (int step = 0; step < STEPS; step++) {
            final List<Rule> next = edited(random, worlds, rules, size);
            final Installed changed = make(Map.of(0, list), next, matchLater);
            final String what = "seed " + seed + " step " + step;
            for (int family = 0; family < 2; family++) {
                check(worlds[family], changed, matchLater, family == 1, keys, what);
            }
            shared += step % 10 == 0 && shares(list, next, matchLater) ? 1 : 0;
            list.compiled().close();
            list = changed;
            rules = next;
        }
        list.compiled().close();
        OffHeap.free(keys);
        assertThat(OffHeap.reservedBytes()).isEqualTo(reserved);
        assertThat(shared).as("changes that left most as it was").isGreaterThan(size > 1_000 ? STEPS / 20 : -1);
    }

    private static boolean shares(final Installed list, final List<Rule> next, final boolean matchLater) {
        final int[] from = new Alignment(list.rules(), next).from();
        final CompiledList changed = list.compiled().changed(next, LaterFragments.of(next, matchLater), from);
        if (changed != null) {
            changed.close();
        }
        return changed != null;
    }

    private static List<Rule> edited(
            final SplittableRandom random, final RandomRules[] worlds, final List<Rule> rules, final int size) {
        final List<Rule> next = new ArrayList<>(rules);
        for (int edits = random.nextInt(6) == 0 ? 1 + random.nextInt(12) : 1; edits > 0; edits--) {
            // Often at the same place, so that room for labels runs out.
            final int at = random.nextBoolean() ? random.nextInt(next.size()) : Math.min(7, next.size() - 1);
            switch (next.size() < size * 9 / 10 ? 0 : next.size() > size * 11 / 10 ? 1 : random.nextInt(5)) {
                case 0 -> next.add(at, worlds[random.nextInt(2)].rule());
                case 1 -> next.remove(at);
                case 2 -> next.set(at, worlds[random.nextInt(2)].rule());
                case 3 -> next.add(next.remove(at));
                default -> next.add(worlds[random.nextInt(2)].rule());
            }
        }
        return next;
    }

    private Installed make(final Map<Integer, Installed> before, final List<Rule> rules, final boolean matchLater) {
        try (Change change = new Change(Map.of(0, new Change.Wanted(rules, before.get(0))), matchLater, true)) {
            change.compile();
            final int[] slots = change.kept().get(0).clone();
            for (int i = 0; i < slots.length; i++) {
                slots[i] = slots[i] < 0 ? i : slots[i];
            }
            return change.take(Map.of(0, slots)).get(0);
        }
    }

    private void check(
            final RandomRules world,
            final Installed list,
            final boolean matchLater,
            final boolean ip6,
            final long keys,
            final String what) {
        final List<Rule> family =
                list.rules().stream().filter(rule -> rule.ip6() == ip6).toList();
        if (family.isEmpty()) {
            return;
        }
        final FiveTuple[] packets = new FiveTuple[PACKETS];
        for (int i = 0; i < PACKETS; i++) {
            packets[i] = world.packet(family);
            Key.write(packets[i], keys + (long) i * Key.bytes(ip6));
        }
        walk.first(list.compiled().whole(ip6), keys, PACKETS, matched);
        for (int i = 0; i < PACKETS; i++) {
            same(list, matched[i], first(list.rules(), packets[i]), what + " packet " + packets[i]);
        }
        final List<Rule> later = LaterFragments.of(list.rules(), matchLater);
        walk.first(list.compiled().later(ip6), keys, PACKETS, matched);
        for (int i = 0; i < PACKETS; i++) {
            same(list, matched[i], first(later, packets[i]), what + " fragment " + packets[i]);
        }
    }

    private static void same(final Installed list, final int label, final int number, final String what) {
        final int found = label < 0 ? -1 : list.compiled().number(label);
        if (found != number) {
            assertThat(found).as(what).isEqualTo(number);
        }
        if (label >= 0) {
            final int verdict = list.compiled().verdict(label);
            assertThat(CompiledList.action(verdict))
                    .as(what)
                    .isEqualTo(list.rules().get(number).action().code());
            assertThat(CompiledList.slot(verdict)).as(what).isEqualTo(list.slots()[number]);
        }
    }

    private static int first(final List<Rule> rules, final FiveTuple packet) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i) != null && packet.matches(rules.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
