package io.weir.ip6.internal.ra;

/** An interface that advertises itself: what it says, when next, and what it has counted. Only main. */
final class Router {
    RouterConfiguration said = RouterConfiguration.DEFAULT;
    /** Whether the next one is due as soon as may be. */
    boolean fresh = true;

    /** How many are still to come in short order. */
    int initialLeft;

    long dueNs;
    long lastNs;
    /** Whether hosts have asked since the last one, and whether that has brought the next one forward. */
    boolean asked;

    boolean answering;
    /** Whether it is to say that it is no router any more. */
    boolean ceasing;

    long sent;
    long solicitations;
    /** Solicitations that no answer of their own was due for. */
    long ignored;
    /** Advertisements of other routers. */
    long others;

    void begin() {
        fresh = true;
        initialLeft = said.initialCount();
    }
}
