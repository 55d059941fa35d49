package io.weir.platform.graph;

/** An instance of a node can't be made: its plugin's factory threw, or made none. */
public final class NodeException extends GraphException {
    private static final long serialVersionUID = 1L;

    private final String owner;

    NodeException(final Node node, final Throwable cause) {
        super("node " + node.name() + " of " + node.owner() + " can't be made: " + cause, cause);
        owner = node.owner();
    }

    NodeException(final Node node, final String why) {
        super("node " + node.name() + " of " + node.owner() + " can't be made: " + why);
        owner = node.owner();
    }

    /** Id of the node's plugin. */
    public String owner() {
        return owner;
    }
}
