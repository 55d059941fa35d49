package io.weir.platform.graph;

/** A change of the graph that is refused; the graph is as it was. */
public class GraphException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param message one sentence naming what clashes.
     */
    public GraphException(final String message) {
        super(message);
    }

    GraphException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
