package io.weir.acl;

import io.weir.graph.Worker;

/**
 * Access lists for other plugins: which rule of some lists is the first that a packet matches, for whatever is to be decided by it.
 * Lists are made by commands; who asks says which.
 *
 * <pre>
 *   register   lookup = host.service(AccessLookup.class)
 *              context = lookup.user("gate").context("guests")
 *              host.node("gate", worker -> new GateNode(context, lookup.matcher(worker, Start.IP4)))
 *   start      context.lists(List.of(3, 5))
 *   packets    matcher.match(context, frame), then for each packet matcher.permits(i)
 * </pre>
 *
 * <p>Nothing that was not decided passes: a context without lists, or that was closed, matches nothing. In an upgrade of either plugin
 * both come anew together, and packets are held against the lists that the old version has until the new one's are in place. Contexts go
 * with the plugin that made them.
 */
public interface AccessLookup {
    /**
     * Somebody who asks. Main only.
     *
     * @param name as {@code show acl-plugin lookup user} prints it; a name that is there already is the same user.
     */
    LookupUser user(String name);

    /**
     * Asks on one thread; for one node. Main only, in {@code register} too.
     *
     * @param start with which header packets begin.
     */
    Matcher matcher(Worker worker, Start start);
}
