package io.weir.acl.internal.policy;

import io.weir.acl.internal.classify.Classifier;
import io.weir.acl.internal.rule.Rule;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.util.List;

/**
 * A list as workers ask it: for both families a classifier of whole packets and one of fragments that carry no ports, and what
 * each rule does. Immutable; made and closed by main.
 */
public final class CompiledList implements AutoCloseable {
    private static final int ACTION_BITS = 2;

    private final int index;
    private final int rules;
    private final Classifier[] whole = new Classifier[2];
    private final Classifier[] later = new Classifier[2];
    /** By label: where the rule is counted, and its action in the lowest bits. */
    private final long verdicts;

    private CompiledList(final int index, final List<Rule> list, final int... slots) {
        this.index = index;
        rules = list.size();
        verdicts = OffHeap.allocate(Math.max(1, rules) * (long) Integer.BYTES);
        for (int i = 0; i < rules; i++) {
            Memory.putInt(
                    verdicts + (long) i * Integer.BYTES,
                    slots[i] << ACTION_BITS | list.get(i).action().code());
        }
    }

    /**
     * Compiles a list.
     *
     * @param later what of the rules counts for fragments without ports, rule for rule.
     * @param slots where each rule is counted.
     */
    static CompiledList of(final int index, final List<Rule> list, final List<Rule> later, final int... slots) {
        final CompiledList compiled = new CompiledList(index, list, slots);
        try {
            for (int family = 0; family < 2; family++) {
                compiled.whole[family] = Classifier.of(family == 1, list);
                compiled.later[family] = Classifier.of(family == 1, later);
            }
        } catch (final RuntimeException | OutOfMemoryError e) {
            compiled.close();
            throw e;
        }
        return compiled;
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
        long bytes = (long) rules * Integer.BYTES;
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
