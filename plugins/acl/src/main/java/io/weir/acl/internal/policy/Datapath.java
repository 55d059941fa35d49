package io.weir.acl.internal.policy;

import io.weir.acl.internal.rule.Rule;
import java.util.List;
import java.util.Map;

/**
 * What packets are held against. Each call is one change: a packet sees what was before it or what is after it, on all
 * interfaces alike. Main only.
 */
public interface Datapath {
    /**
     * Begins to bring lists, or other rules for ones that are there, all in one change; counters of rules that were in the same
     * list before go on, others begin with 0.
     *
     * @param changed rules by the index of their list, from 0 on.
     */
    Change change(Map<Integer, List<Rule>> changed);

    /**
     * Brings a change that was compiled in place.
     *
     * @return false if lists have changed since it began: nothing was done then, and it begins anew.
     * @throws io.weir.cli.CommandException in one sentence, if it can't be done; nothing has changed then.
     */
    boolean bring(Change change);

    /** Takes away a list that is applied nowhere. */
    void remove(int index);

    /**
     * Applies lists to packets that come in by an interface or leave by it, in place of those before.
     *
     * @param lists their indices in the order in which they are asked; none: all packets go on.
     * @throws io.weir.cli.CommandException in one sentence, if it can't be done; nothing has changed then.
     */
    void apply(int swIfIndex, boolean output, List<Integer> lists);

    /** Packets that a rule has matched. */
    long packets(int index, int rule);

    /** Bytes of packets that a rule has matched. */
    long bytes(int index, int rule);

    /** Bytes that lists take in memory for workers. */
    long memory();
}
