package io.weir.acl.internal.node;

import io.weir.acl.internal.classify.ExtensionHeaders;
import io.weir.acl.internal.policy.Policies;
import io.weir.acl.internal.session.SessionStore;
import io.weir.acl.internal.session.Sessions;
import io.weir.graph.Handoff;
import io.weir.graph.WorkerHandoff;

/**
 * What a node that holds packets against lists has on its thread.
 *
 * @param policies what it holds them against.
 * @param store how sessions last.
 * @param sessions of the thread.
 * @param owners where flows with sessions have theirs; null on a host with one thread.
 * @param mine this thread's part of it, or null.
 * @param reasons why it drops.
 * @param headers what is passed over of IPv6.
 * @param memory where it takes memory from.
 */
public record AccessPart(
        Policies policies,
        SessionStore store,
        Sessions sessions,
        Handoff owners,
        WorkerHandoff mine,
        AccessReasons reasons,
        ExtensionHeaders headers,
        NodeMemory memory) {}
