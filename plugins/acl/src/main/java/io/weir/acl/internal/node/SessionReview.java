package io.weir.acl.internal.node;

import io.weir.acl.internal.policy.Policies;
import io.weir.acl.internal.session.SessionSettings;
import io.weir.acl.internal.session.SessionStore;
import io.weir.acl.internal.session.SessionTest;
import io.weir.acl.internal.session.Sessions;
import io.weir.cli.CommandCall;
import io.weir.graph.Worker;
import io.weir.plugin.Registrar;

/**
 * Holds sessions that are there against rules that have changed, on the workers that have them, in bounded steps; a packet that comes
 * before its session's turn has it looked at then. Main only.
 */
public final class SessionReview {
    private final Registrar host;
    private final Policies policies;
    private final SessionStore store;
    private final AccessNodes nodes;
    /** By thread and family. */
    private final SessionTest[][] tests;

    /** Of all sessions of a store. */
    public SessionReview(
            final Registrar host, final Policies policies, final SessionStore store, final AccessNodes nodes) {
        this.host = host;
        this.policies = policies;
        this.store = store;
        this.nodes = nodes;
        tests = new SessionTest[host.workers().size()][];
        for (int i = 0; i < tests.length; i++) {
            tests[i] = new SessionTest[] {test(false), test(true)};
        }
    }

    /** Declares the command that switches it, and has itself told of changes. */
    public void register() {
        policies.onChange(this::changed);
        host.command(
                        "set acl-plugin reclassify-sessions <on:int 0..1>",
                        "Hold sessions against the rules again when these change: 1, or let them go on: 0 (default)")
                .run(this::set);
    }

    private void set(final CommandCall call) {
        final SessionSettings now = store.settings();
        store.settings(new SessionSettings(
                now.udpIdleNs(), now.tcpIdleNs(), now.tcpTransientNs(), now.most(), call.getInt("on") == 1));
        changed();
    }

    /** Rules or what they are applied to have changed: sessions of generations that are over go in any case. */
    private void changed() {
        for (final Worker worker : host.workers()) {
            final Sessions sessions = nodes.sessions(worker);
            // While a version takes over what another had there are no nodes yet, nor is there anything to change.
            if (sessions != null) {
                host.onWorker(worker, () -> {
                    sessions.sweep(false, tests[worker.index()][0]);
                    sessions.sweep(true, tests[worker.index()][1]);
                });
            }
        }
    }

    private SessionTest test(final boolean ip6) {
        final SessionCheck check = new SessionCheck(ip6, nodes.memory());
        return (key, value) -> store.settings().reclassify()
                ? check.stillPermitted(policies.table(), key, value)
                : check.counts(policies.table(), key, value);
    }
}
