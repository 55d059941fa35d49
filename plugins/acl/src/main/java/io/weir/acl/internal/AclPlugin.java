package io.weir.acl.internal;

import io.weir.acl.internal.node.AccessNodes;
import io.weir.acl.internal.node.SessionReview;
import io.weir.acl.internal.policy.Policies;
import io.weir.acl.internal.session.SessionCommands;
import io.weir.acl.internal.session.SessionStore;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Access lists (VPP: plugins/acl). */
public final class AclPlugin extends WeirPlugin {
    private SessionStore sessions;
    private AccessNodes nodes;
    private Policies policies;

    @Override
    public void register(final Registrar host) {
        sessions = new SessionStore(host.workers());
        nodes = new AccessNodes(host, sessions);
        policies = new Policies(host, nodes);
        nodes.register(policies);
        final SessionCommands commands = new SessionCommands(host, sessions, nodes::sessions);
        commands.register();
        new SessionReview(host, policies, sessions, nodes).register();
        host.process("acl-plugin-fa-cleaner-process", new Cleaner(policies, sessions));
        host.usesMemory("sessions", sessions::bytes);
        host.usesMemory("lists", policies::memory);
    }

    @Override
    public void removed() {
        if (policies != null) {
            policies.close();
            nodes.close();
            sessions.close();
        }
    }

    /** What packets are held against. */
    Policies policies() {
        return policies;
    }
}
