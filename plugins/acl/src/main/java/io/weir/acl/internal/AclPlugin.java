package io.weir.acl.internal;

import io.weir.acl.internal.node.AccessNodes;
import io.weir.acl.internal.policy.Policies;
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
