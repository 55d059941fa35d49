package io.weir.acl.internal.node;

import io.weir.acl.internal.classify.SessionKeys;
import io.weir.acl.internal.policy.Policy;
import io.weir.acl.internal.policy.PolicyTable;
import io.weir.acl.internal.session.SessionValue;
import io.weir.memory.Memory;
import io.weir.net.FlowKey;

/** Tells whether a session still counts: whether it is of this generation, and if so wanted, whether the rules would still begin it. */
final class SessionCheck {
    private final boolean ip6;
    private final Question question;
    private final long flow;
    private final long key;

    SessionCheck(final boolean ip6, final NodeMemory memory) {
        this.ip6 = ip6;
        question = new Question(ip6);
        flow = memory.allocate(FlowKey.IP6_BYTES);
        key = memory.allocate(FlowKey.IP6_BYTES);
    }

    /** Whether a session is one of those that count on its interface. */
    boolean counts(final PolicyTable table, final long sessionKey, final long value) {
        return table.generation(ip6 ? FlowKey.scope6(sessionKey) : FlowKey.scope4(sessionKey))
                == SessionValue.generation(value);
    }

    /**
     * Asks the rules.
     *
     * @param sessionKey of the session.
     * @return false if it is to go.
     */
    boolean stillPermitted(final PolicyTable table, final long sessionKey, final long value) {
        final int swIfIndex = ip6 ? FlowKey.scope6(sessionKey) : FlowKey.scope4(sessionKey);
        final boolean leaving = SessionValue.leaving(value);
        final Policy policy = table.of(leaving, swIfIndex);
        if (policy == null || table.generation(swIfIndex) != SessionValue.generation(value)) {
            return false;
        }
        copy(sessionKey, leaving);
        SessionKeys.write(ip6, flow, SessionValue.icmpType(value), key);
        if (!question.permits(policy, key)) {
            return false;
        }
        SessionValue.version(value, table.version());
        return true;
    }

    /** The flow as the side that began it sends. */
    private void copy(final long sessionKey, final boolean leaving) {
        if (!leaving) {
            Memory.copy(sessionKey, flow, ip6 ? FlowKey.IP6_BYTES : FlowKey.IP4_BYTES);
        } else if (ip6) {
            FlowKey.reverse6(sessionKey, flow);
        } else {
            FlowKey.reverse4(sessionKey, flow);
        }
    }
}
