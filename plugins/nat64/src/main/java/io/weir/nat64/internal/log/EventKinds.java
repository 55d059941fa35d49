package io.weir.nat64.internal.log;

/** Sets of what is logged, as bits. */
public final class EventKinds {
    public static final int BINDINGS = 1;
    public static final int SESSIONS = 2;
    public static final int BLOCKS = 4;

    /** What a client was refused because there is no more: logged to whoever is told anything. */
    public static final int LIMITS = 8;

    public static final int ALL = BINDINGS | SESSIONS | BLOCKS | LIMITS;

    private EventKinds() {}

    /** That of an event. */
    static int of(final int event) {
        return switch (event) {
            case EventType.SESSION_MADE, EventType.SESSION_ENDED -> SESSIONS;
            case EventType.BINDING_MADE, EventType.BINDING_ENDED -> BINDINGS;
            case EventType.BLOCK_MADE, EventType.BLOCK_ENDED -> BLOCKS;
            default -> LIMITS;
        };
    }

    /** As commands name them. */
    public static String words(final int kinds) {
        final StringBuilder out = new StringBuilder();
        append(out, kinds, BINDINGS, "bindings");
        append(out, kinds, SESSIONS, "sessions");
        append(out, kinds, BLOCKS, "port-blocks");
        return out.isEmpty() ? "limits only" : out.toString();
    }

    private static void append(final StringBuilder out, final int kinds, final int kind, final String word) {
        if ((kinds & kind) != 0) {
            out.append(out.isEmpty() ? "" : " ").append(word);
        }
    }
}
