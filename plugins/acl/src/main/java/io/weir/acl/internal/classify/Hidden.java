package io.weir.acl.internal.classify;

import io.weir.acl.internal.rule.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rules that stood behind one which goes: where it matched all packets, they were left out of a tree, and come in now.
 */
final class Hidden {
    /** With more of them, making all anew is no more work. */
    private static final int MOST = 4_096;

    private final boolean ip6;
    private final Edits edits;
    private final List<Condition> conditions;
    /** By number of the edit: rules behind it that meet its own. */
    private final Map<Integer, Boxes> behind = new HashMap<>();

    /** Of a tree with these conditions; null for one to which no rule belongs by itself. */
    Hidden(final boolean ip6, final Edits edits, final List<Condition> conditions) {
        this.ip6 = ip6;
        this.edits = edits;
        this.conditions = conditions;
    }

    /** Whether a label's rule is there now. */
    boolean isThere(final int label) {
        final Rule rule = edits.now().of(label);
        return rule != null && rule.ip6() == ip6;
    }

    /** Labels of the tree's rules behind one that goes, as far as they match packets of a region. */
    IntStream behind(final int edit, final Region region) {
        final Boxes all = behind.computeIfAbsent(edit, this::find);
        return IntStream.range(0, all.count())
                .filter(rule -> region.meets(all, rule))
                .filter(rule -> Condition.allHold(conditions, all, rule))
                .map(all::label);
    }

    private Boxes find(final int edit) {
        final Rule gone = edits.changed().rules().get(edit);
        final LabelledRules now = edits.now();
        final int[] labels = IntStream.range(0, now.labels().length)
                .filter(i -> now.labels()[i] > edits.changed().labels()[edit])
                .filter(i -> now.rules().get(i) != null && now.rules().get(i).meetsFragments(gone))
                .map(i -> now.labels()[i])
                .limit(MOST + 1)
                .toArray();
        if (labels.length > MOST) {
            throw new TooLarge();
        }
        return Boxes.of(ip6, now.only(labels, labels.length));
    }
}
