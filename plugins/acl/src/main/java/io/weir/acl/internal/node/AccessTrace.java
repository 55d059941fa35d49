package io.weir.acl.internal.node;

import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.session.SessionValue;
import io.weir.graph.Frame;

/** What traces tell of a packet that was held against lists. */
public final class AccessTrace {
    private AccessTrace() {}

    static void rule(final Frame frame, final int at, final int list, final int rule, final int action) {
        frame.trace(at, list, rule, action, 0);
    }

    static void session(final Frame frame, final int at, final int session, final long value) {
        frame.trace(at, SessionValue.list(value), SessionValue.rule(value), Action.REFLECT.code(), session);
    }

    /** Prints it. */
    public static void format(final long[] fields, final StringBuilder out) {
        if (fields[0] < 0) {
            out.append("no rule matches, implicit deny\n");
            return;
        }
        out.append("acl ").append(fields[0]).append(" rule ").append(fields[1]).append(' ');
        out.append(Action.of((int) fields[2]));
        if (fields[3] != 0) {
            out.append(", session ").append(fields[3]);
        }
        out.append('\n');
    }
}
