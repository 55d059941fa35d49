package io.weir.ip4;

/** Who brought a route; where several bring the same prefix the first in this order counts (VPP: fib_source.h). */
public enum RouteSource {
    /** Prefixes with a meaning of their own, such as 224.0.0.0/4. */
    SPECIAL("special"),
    /** Addresses of interfaces and the subnets that come with them. */
    INTERFACE("interface"),
    /** Another plugin. */
    API("API"),
    /** The operator. */
    CLI("CLI"),
    /** A neighbour that is known by its MAC address. */
    ADJACENCY("adjacency"),
    /** What is left when there is nothing else. */
    DEFAULT("default-route");

    private final String label;

    RouteSource(final String label) {
        this.label = label;
    }

    /** What {@code show ip fib} calls it. */
    public String label() {
        return label;
    }
}
