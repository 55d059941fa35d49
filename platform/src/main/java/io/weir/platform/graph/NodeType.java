package io.weir.platform.graph;

import java.util.Locale;

/** The four kinds of nodes, as VPP has them. */
public enum NodeType {
    INTERNAL,
    INPUT,
    PRE_INPUT,
    PROCESS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
