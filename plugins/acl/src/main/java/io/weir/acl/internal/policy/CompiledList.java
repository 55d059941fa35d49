package io.weir.acl.internal.policy;

import io.weir.acl.internal.classify.Classifier;
import io.weir.acl.internal.classify.LabelledRules;
import io.weir.acl.internal.rule.Rule;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.util.List;

/**
 * A list as workers ask it: for both families a classifier of whole packets and one of fragments that carry no ports, and what
 * each rule does. Immutable once packets are held against it; any thread makes it.
 */
public final class CompiledList implements AutoCloseable {
    private static final int ACTION_BITS = 2;

    private final int index;
    private final LabelledRules rules;
    private final LabelledRules laterRules;
    private final Classifier[] whole = new Classifier[2];
    private final Classifier[] later = new Classifier[2];
    /** By label: where the rule is counted, and its action in the lowest bits. */
    private final long verdicts;

    private final long verdictBytes;

    private CompiledList(final int index, final LabelledRules rules, final List<Rule> later) {
        this.index = index;
        this.rules = rules;
        laterRules = new LabelledRules(later, rules.labels());
        final int count = rules.labels().length;
        verdictBytes = Integer.BYTES * (count == 0 ? 1L : rules.labels()[count - 1] + 1L);
        verdicts = OffHeap.allocate(verdictBytes);
    }

    /**
     * Compiles a list.
     *
     * @param later what of the rules counts for fragments without ports, rule for rule.
     */
    static CompiledList of(final int index, final List<Rule> list, final List<Rule> later) {
        final LabelledRules rules = new LabelledRules(list, Labels.fresh(list.size(), list.size() >= Classifier.LARGE));
        final CompiledList compiled = new CompiledList(index, rules, later);
        return compiled.made(() -> {
            for (int family = 0; family < 2; family++) {
                compiled.whole[family] = Classifier.of(family == 1, rules);
                compiled.later[family] = Classifier.of(family == 1, compiled.laterRules);
            }
            return true;
        });
    }

    /**
     * This list with a few other rules: what is the same is shared with it.
     *
     * @param from by rule its number in this list, or -1.
     * @return null if it is better compiled as a whole.
     */
    CompiledList changed(final List<Rule> list, final List<Rule> laterList, final int... from) {
        final int[] labels = list.size() < Classifier.LARGE || rules.labels().length < Classifier.LARGE
                ? null
                : Labels.changed(rules.labels(), from);
        if (labels == null) {
            return null;
        }
        final CompiledList compiled = new CompiledList(index, new LabelledRules(list, labels), laterList);
        return compiled.made(() -> {
            for (int family = 0; family < 2; family++) {
                compiled.whole[family] = whole[family].changed(rules, compiled.rules);
                compiled.later[family] =
                        compiled.whole[family] == null ? null : later[family].changed(laterRules, compiled.laterRules);
                if (compiled.later[family] == null) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Something to be tried. */
    @FunctionalInterface
    private interface Making {
        boolean succeeds();
    }

    /** This list if it could be made, else null, with nothing left of it. */
    private CompiledList made(final Making making) {
        boolean done = false;
        try {
            done = making.succeeds();
        } finally {
            if (!done) {
                close();
            }
        }
        return done ? this : null;
    }

    /**
     * Says what rules do, before packets are held against them.
     *
     * @param slots where each rule is counted; -1 where that is not known yet.
     */
    void verdicts(final int... slots) {
        for (int i = 0; i < slots.length; i++) {
            final int action = rules.rules().get(i).action().code();
            Memory.putInt(verdicts + (long) rules.labels()[i] * Integer.BYTES, slots[i] << ACTION_BITS | action);
        }
    }

    /** Says it of those rules alone of which it wasn't known before where they are counted. */
    void verdicts(final int[] before, final int... slots) {
        for (int i = 0; i < slots.length; i++) {
            if (before[i] < 0) {
                final int action = rules.rules().get(i).action().code();
                Memory.putInt(verdicts + (long) rules.labels()[i] * Integer.BYTES, slots[i] << ACTION_BITS | action);
            }
        }
    }

    /** Its number among lists. */
    public int index() {
        return index;
    }

    /** For packets whose upper header is there, or that have none with ports. */
    public Classifier whole(final boolean ip6) {
        return whole[ip6 ? 1 : 0];
    }

    /** For fragments but the first. */
    public Classifier later(final boolean ip6) {
        return later[ip6 ? 1 : 0];
    }

    /** What the rule with a label does: see {@link #action} and {@link #slot}. */
    public int verdict(final int label) {
        return Memory.getInt(verdicts + (long) label * Integer.BYTES);
    }

    /** The number of the rule with a label in the list. */
    public int number(final int label) {
        return Labels.number(rules.labels(), label);
    }

    /** Code of the action in a verdict. */
    public static int action(final int verdict) {
        return verdict & (1 << ACTION_BITS) - 1;
    }

    /** Number of the rule's counters in a verdict. */
    public static int slot(final int verdict) {
        return verdict >>> ACTION_BITS;
    }

    /** Bytes outside the heap. */
    public long bytes() {
        long bytes = verdictBytes;
        for (int family = 0; family < 2; family++) {
            bytes += whole[family].bytes() + later[family].bytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        OffHeap.free(verdicts);
        for (int family = 0; family < 2; family++) {
            close(whole[family]);
            close(later[family]);
        }
    }

    private static void close(final Classifier classifier) {
        if (classifier != null) {
            classifier.close();
        }
    }
}
