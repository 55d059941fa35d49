package io.weir.graph;

/**
 * A named sequence of features that are switched on per interface, between a start node and a last one. The constants
 * are the arcs that the platform and the plugins of the distribution define; a plugin may define others.
 *
 * @param name as the CLI has it.
 */
public record FeatureArc(String name) {
    /** From a device's input node to ethernet-input. */
    public static final FeatureArc DEVICE_INPUT = new FeatureArc("device-input");
    /**
     * From ethernet-input to where a frame's type goes, of interfaces in L3 mode: frames that are for this host, which begin with
     * their Ethernet header, without tags; those of a sub-interface have come in by that.
     */
    public static final FeatureArc ETHERNET_L3 = new FeatureArc("ethernet-l3");
    /** From the interface's output node to its tx node. */
    public static final FeatureArc INTERFACE_OUTPUT = new FeatureArc("interface-output");
    /** From ip4-input to ip4-lookup. */
    public static final FeatureArc IP4_UNICAST = new FeatureArc("ip4-unicast");
    /** From ip4-input to the multicast lookup. */
    public static final FeatureArc IP4_MULTICAST = new FeatureArc("ip4-multicast");
    /** From ip4-rewrite to the interface's output node, by the interface that the packet leaves by. */
    public static final FeatureArc IP4_OUTPUT = new FeatureArc("ip4-output");
    /** From ip4-local to the delivery by protocol. */
    public static final FeatureArc IP4_LOCAL = new FeatureArc("ip4-local");
    /** From ip4-drop to error-drop. */
    public static final FeatureArc IP4_DROP = new FeatureArc("ip4-drop");
    /** From ip4-punt to error-punt. */
    public static final FeatureArc IP4_PUNT = new FeatureArc("ip4-punt");
    /** From ip6-input to ip6-lookup. */
    public static final FeatureArc IP6_UNICAST = new FeatureArc("ip6-unicast");
    /** From ip6-input to the multicast lookup. */
    public static final FeatureArc IP6_MULTICAST = new FeatureArc("ip6-multicast");
    /** From ip6-rewrite to the interface's output node, by the interface that the packet leaves by. */
    public static final FeatureArc IP6_OUTPUT = new FeatureArc("ip6-output");
    /** From ip6-local to the delivery by protocol. */
    public static final FeatureArc IP6_LOCAL = new FeatureArc("ip6-local");
    /** From ip6-drop to error-drop. */
    public static final FeatureArc IP6_DROP = new FeatureArc("ip6-drop");
    /** From ip6-punt to error-punt. */
    public static final FeatureArc IP6_PUNT = new FeatureArc("ip6-punt");

    @Override
    public String toString() {
        return name;
    }
}
