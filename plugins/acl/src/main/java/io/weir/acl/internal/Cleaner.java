package io.weir.acl.internal;

import io.weir.acl.internal.macip.Macip;
import io.weir.acl.internal.policy.Policies;
import io.weir.acl.internal.session.SessionStore;
import io.weir.graph.ProcessContext;
import io.weir.graph.ProcessNode;
import java.time.Duration;

/** Process acl-plugin-fa-cleaner-process: frees what no worker uses any more, and has memory at hand for sessions to come. */
final class Cleaner implements ProcessNode {
    private static final long SELDOM_NS = Duration.ofSeconds(1).toNanos();
    private static final long OFTEN_NS = Duration.ofMillis(10).toNanos();
    /** What is at hand is enough for so long, however fast sessions begin. */
    private static final long WITH_SESSIONS_NS = Duration.ofMillis(50).toNanos();

    private final Policies policies;
    private final Macip macip;
    private final SessionStore sessions;

    Cleaner(final Policies policies, final Macip macip, final SessionStore sessions) {
        this.policies = policies;
        this.macip = macip;
        this.sessions = sessions;
    }

    @Override
    public void run(final ProcessContext context) {
        boolean busy = false;
        while (true) {
            context.waitForEventOrClock(busy ? OFTEN_NS : sessions.size() > 0 ? WITH_SESSIONS_NS : SELDOM_NS);
            final boolean grown = sessions.provision();
            if (sessions.size() == 0) {
                policies.noSessions();
            }
            final boolean retired = policies.sweep();
            final boolean retiredToo = macip.sweep();
            busy = retired || retiredToo || grown;
        }
    }
}
