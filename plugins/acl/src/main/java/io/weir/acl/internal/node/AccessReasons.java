package io.weir.acl.internal.node;

import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.plugin.Registrar;

/**
 * Why packets are dropped, beside what nodes count.
 *
 * @param denied by a rule, or since none matches.
 * @param truncated the upper header is not whole, or not to be found, so that no rule can tell.
 * @param full a session should begin, and there are as many as there may be.
 */
public record AccessReasons(DropReason denied, DropReason truncated, DropReason full) {
    /** Declares them. */
    public static AccessReasons declare(final Registrar host) {
        return new AccessReasons(
                host.dropReason("acl-deny", "ACL deny packets", Severity.INFO),
                host.dropReason("acl-truncated", "ACL: upper header cut short or not found", Severity.ERROR),
                host.dropReason("acl-too-many-sessions", "ACL: too many sessions", Severity.ERROR));
    }
}
