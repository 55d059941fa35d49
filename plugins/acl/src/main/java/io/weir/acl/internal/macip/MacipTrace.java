package io.weir.acl.internal.macip;

import io.weir.graph.Frame;

/** What traces tell of a frame whose sender was held against a list. */
final class MacipTrace {
    private MacipTrace() {}

    static void note(final Frame frame, final int at, final int list, final int rule, final boolean permit) {
        frame.trace(at, list, rule, permit ? 1 : 0);
    }

    /** Prints it. */
    static void format(final long[] fields, final StringBuilder out) {
        out.append("macip acl ").append(fields[0]);
        if (fields[1] == MacipNode.UNASKED) {
            out.append(": neither IP nor ARP, implicit deny\n");
        } else if (fields[1] == MacipMatcher.NONE) {
            out.append(": no rule matches, implicit deny\n");
        } else {
            out.append(" rule ")
                    .append(fields[1])
                    .append(fields[2] == 1 ? " permit" : " deny")
                    .append('\n');
        }
    }
}
