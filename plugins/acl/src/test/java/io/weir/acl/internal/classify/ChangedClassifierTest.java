package io.weir.acl.internal.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.Seeds;
import io.weir.acl.internal.rule.FiveTuple;
import io.weir.acl.internal.rule.Rule;
import io.weir.memory.OffHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Classifiers of lists that change a rule or a few at a time, beside asking each rule in turn. */
class ChangedClassifierTest {
    private static final int PACKETS = 256;
    private static final int STEPS = Boolean.getBoolean("weir.slow") ? 40_000 : 1_200;
    private static final int STRIDE = 1 << 16;

    private final int[] matched = new int[PACKETS];
    private final FiveTuple[] packets = new FiveTuple[PACKETS];
    private final Walk walk = new Walk();

    /** The list as it is: labels beside rules, of which some say nothing. */
    private final List<Rule> rules = new ArrayList<>();

    private final List<Integer> labels = new ArrayList<>();
    private int shared;

    @ParameterizedTest
    @CsvSource({"false,300", "true,300", "false,2000", "true,2000"})
    void shouldFindTheFirstRuleThatMatchesAfterEachChange(final boolean ip6, final int size) {
        final long bytesBefore = OffHeap.reservedBytes();
        final long seed = Seeds.seed();
        final SplittableRandom random = new SplittableRandom(seed);
        final RandomRules world = new RandomRules(random.nextLong(), ip6);
        for (int i = 0; i < size; i++) {
            rules.add(world.rule());
            labels.add(STRIDE * (i + 1));
        }
        final long keys = OffHeap.allocate((long) PACKETS * Key.IP6_BYTES);
        LabelledRules before = list();
        Classifier classifier = Classifier.of(ip6, before);
        for (int step = 0; step < STEPS; step++) {
            for (int edits = random.nextInt(8) == 0 ? 1 + random.nextInt(20) : 1; edits > 0; edits--) {
                edit(random, world, size);
            }
            final LabelledRules now = list();
            final Classifier changed = classifier.changed(before, now);
            shared += changed == null ? 0 : 1;
            final Classifier next = changed == null ? Classifier.of(ip6, now) : changed;
            compare(world, next, keys, now, "seed " + seed + " step " + step);
            if (step % 50 == 0) {
                compare(world, classifier, keys, before, "the version before, seed " + seed + " step " + step);
            }
            classifier.close();
            classifier = next;
            before = now;
        }
        classifier.close();
        OffHeap.free(keys);
        assertThat(OffHeap.reservedBytes()).isEqualTo(bytesBefore);
        assertThat(shared).as("changes that left most as it was").isGreaterThan(STEPS / 2);
    }

    private LabelledRules list() {
        return new LabelledRules(
                new ArrayList<>(rules),
                labels.stream().mapToInt(Integer::intValue).toArray());
    }

    private void edit(final SplittableRandom random, final RandomRules world, final int size) {
        final int at = random.nextInt(rules.size());
        final int label = labels.get(at) - 1 - random.nextInt(STRIDE / 2);
        switch (rules.size() < size * 9 / 10 ? 0 : rules.size() > size * 11 / 10 ? 1 : random.nextInt(5)) {
            case 0 -> {
                if (label > (at == 0 ? 0 : labels.get(at - 1))) {
                    rules.add(at, world.rule());
                    labels.add(at, label);
                }
            }
            case 1 -> {
                rules.remove(at);
                labels.remove(at);
            }
            case 2 -> rules.set(at, world.rule());
            case 3 -> rules.set(at, null);
            default -> {
                // The rule goes on under another label.
                if (label > (at == 0 ? 0 : labels.get(at - 1))) {
                    labels.set(at, label);
                }
            }
        }
    }

    private void compare(
            final RandomRules world,
            final Classifier classifier,
            final long keys,
            final LabelledRules list,
            final String what) {
        final List<Rule> drawn =
                list.rules().stream().filter(rule -> rule != null).toList();
        final boolean ip6 = classifier.ip6();
        for (int i = 0; i < PACKETS; i++) {
            packets[i] = world.packet(drawn);
            Key.write(packets[i], keys + (long) i * Key.bytes(ip6));
        }
        walk.first(classifier, keys, PACKETS, matched);
        for (int i = 0; i < PACKETS; i++) {
            if (matched[i] != first(list, packets[i])) {
                assertThat(matched[i]).as("%s packet %s", what, packets[i]).isEqualTo(first(list, packets[i]));
            }
        }
    }

    private static int first(final LabelledRules list, final FiveTuple packet) {
        for (int i = 0; i < list.labels().length; i++) {
            if (list.rules().get(i) != null && packet.matches(list.rules().get(i))) {
                return list.labels()[i];
            }
        }
        return -1;
    }
}
