package io.weir.acl.internal.node;

import io.weir.acl.internal.classify.Walk;
import io.weir.acl.internal.policy.CompiledList;
import io.weir.acl.internal.policy.Policy;
import io.weir.acl.internal.rule.Action;
import java.util.List;

/** Asks lists about one packet, by its key. For one thread. */
final class Question {
    /** No rule matches. */
    static final int NONE = -1;

    private final boolean ip6;
    private final Walk walk = new Walk();
    private final int[] matched = new int[1];
    private CompiledList list;
    private int label;

    Question(final boolean ip6) {
        this.ip6 = ip6;
    }

    /** Asks; afterwards {@link #list} and {@link #rule} tell what has matched. Returns the verdict, or {@link #NONE}. */
    int ask(final Policy policy, final long key, final boolean later) {
        final List<CompiledList> lists = policy.lists();
        for (int i = 0; i < lists.size(); i++) {
            list = lists.get(i);
            walk.first(later ? list.later(ip6) : list.whole(ip6), key, 1, matched);
            label = matched[0];
            if (label >= 0) {
                return list.verdict(label);
            }
        }
        list = null;
        return NONE;
    }

    /** Whether a policy lets a packet with this key go on. */
    boolean permits(final Policy policy, final long key) {
        final int verdict = ask(policy, key, false);
        return verdict != NONE && CompiledList.action(verdict) != Action.DENY.code();
    }

    /** Index of the list that has matched, or -1. */
    int list() {
        return list == null ? -1 : list.index();
    }

    /** Number of the rule in its list, or -1. */
    int rule() {
        return list == null ? -1 : list.number(label);
    }
}
