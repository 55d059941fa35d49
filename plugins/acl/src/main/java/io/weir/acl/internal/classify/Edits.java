package io.weir.acl.internal.classify;

import io.weir.acl.internal.rule.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * In what rules of a family differ from those before: a rule that has become another one under its label goes and comes. What
 * rules do doesn't count here.
 *
 * @param now all rules as they are now.
 * @param changed those that go, under the labels that they had; then those that come.
 * @param gone how many go.
 */
record Edits(LabelledRules now, LabelledRules changed, int gone) {

    /** What of a family goes and comes from one list to the next. */
    static Edits of(final boolean ip6, final LabelledRules before, final LabelledRules now) {
        final List<Rule> goneRules = new ArrayList<>();
        final List<Integer> goneLabels = new ArrayList<>();
        final List<Rule> cameRules = new ArrayList<>();
        final List<Integer> cameLabels = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.labels().length || j < now.labels().length) {
            final int old = i < before.labels().length ? before.labels()[i] : Integer.MAX_VALUE;
            final int fresh = j < now.labels().length ? now.labels()[j] : Integer.MAX_VALUE;
            final Rule was = old <= fresh ? ofFamily(before.rules().get(i), ip6) : null;
            final Rule is = fresh <= old ? ofFamily(now.rules().get(j), ip6) : null;
            if (!alike(was, is)) {
                if (was != null) {
                    goneRules.add(was);
                    goneLabels.add(old);
                }
                if (is != null) {
                    cameRules.add(is);
                    cameLabels.add(fresh);
                }
            }
            i += old <= fresh ? 1 : 0;
            j += fresh <= old ? 1 : 0;
        }
        final int gone = goneRules.size();
        goneRules.addAll(cameRules);
        goneLabels.addAll(cameLabels);
        return new Edits(
                now,
                new LabelledRules(
                        goneRules,
                        goneLabels.stream().mapToInt(Integer::intValue).toArray()),
                gone);
    }

    private static Rule ofFamily(final Rule rule, final boolean ip6) {
        return rule == null || rule.ip6() != ip6 ? null : rule;
    }

    /** Whether two rules match the same packets, whatever they do with them. */
    private static boolean alike(final Rule a, final Rule b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        return a.protocol() == b.protocol()
                && a.tcpMask() == b.tcpMask()
                && a.tcpFlags() == b.tcpFlags()
                && a.source().equals(b.source())
                && a.destination().equals(b.destination())
                && a.sourcePorts().equals(b.sourcePorts())
                && a.destinationPorts().equals(b.destinationPorts());
    }

    int size() {
        return changed.labels().length;
    }

    /** Whether a label's rule has gone, come, or become another one. */
    boolean touches(final int label) {
        for (final int each : changed.labels()) {
            if (each == label) {
                return true;
            }
        }
        return false;
    }
}
