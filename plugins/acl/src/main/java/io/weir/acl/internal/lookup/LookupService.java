package io.weir.acl.internal.lookup;

import io.weir.acl.AccessLookup;
import io.weir.acl.LookupUser;
import io.weir.acl.Matcher;
import io.weir.acl.Start;
import io.weir.acl.internal.classify.ExtensionHeaders;
import io.weir.acl.internal.policy.Policies;
import io.weir.graph.Worker;
import io.weir.plugin.ServiceConsumer;
import java.util.ArrayList;
import java.util.List;

/** What one plugin has of the lists; all goes with it. Main only. */
public final class LookupService implements AccessLookup {
    private final Contexts contexts;
    private final Policies policies;
    private final ExtensionHeaders headers;
    private final ServiceConsumer consumer;
    private final List<User> users = new ArrayList<>();
    private final List<PacketMatcher> matchers = new ArrayList<>();

    /** For a plugin. */
    public LookupService(
            final Contexts contexts,
            final Policies policies,
            final ExtensionHeaders headers,
            final ServiceConsumer consumer) {
        this.contexts = contexts;
        this.policies = policies;
        this.headers = headers;
        this.consumer = consumer;
        consumer.did("lookup contexts", this::undo);
    }

    @Override
    public LookupUser user(final String name) {
        for (final User user : users) {
            if (user.name().equals(name)) {
                return user;
            }
        }
        final User user = contexts.user(consumer.pluginId(), name);
        users.add(user);
        return user;
    }

    @Override
    public Matcher matcher(final Worker worker, final Start start) {
        final PacketMatcher matcher = new PacketMatcher(policies, headers, worker, start);
        matchers.add(matcher);
        return matcher;
    }

    private void undo() {
        users.forEach(contexts::remove);
        users.clear();
        // A node that fails to leave the graph would still ask.
        matchers.forEach(matcher -> policies.whenUnused(matcher::close));
        matchers.clear();
    }
}
