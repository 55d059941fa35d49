package io.weir.fib.tests;

import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestPacket;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What differs between families where garbage goes through the graph: packets as the family knows them, and a host that does all it can. */
public interface GarbageFamily {
    /** Interfaces that packets come in by, in the order of their nets. */
    List<String> PORTS = List.of("left", "right", "third");

    /** Such as {@code ip4}. */
    String name();

    /** The families whose packets come: more than one where they become each other's. */
    default List<String> families() {
        return List.of(name());
    }

    /** Whether packets come with offloads, wrong ones too: what leaves then need not have the checksum that it came with. */
    default boolean offloads() {
        return true;
    }

    /** Looks at the host when all has been sent. */
    default void conclude(final TestHost host) {}

    /** The plugins behind {@code fib} and the family's own, by their ids. */
    List<Named> plugins();

    /** A plugin to insert. */
    record Named(String id, WeirPlugin plugin) {}

    /** Commands before all others: those of a host on which everything is enabled. */
    List<String> setUp();

    /** What is said in the middle of the traffic, and taken back some time later. */
    List<Toggle> toggles();

    /** Two commands of which each undoes the other. */
    record Toggle(String on, String off) {}

    /** What a sub-interface is given when it is there. */
    List<String> join(String sub);

    /**
     * Packets as the family's grammar has them, right or nearly so: one, or all parts of one.
     *
     * @param port of the packets, in {@link #PORTS}.
     */
    List<TestPacket> packets(RandomGenerator bits, int port);

    /**
     * Makes the checksums of a frame right again, if it has any, so that what was changed is looked at.
     *
     * @param at where its network header lies.
     */
    void mend(byte[] frame, int at);

    /**
     * Fails if a packet that the host has sent says of itself what isn't so.
     *
     * @param at where its network header lies.
     */
    void checkSent(byte[] frame, int at);

    /** Begins the names of its drop reasons. */
    List<String> reasonPrefixes();

    /** Drop reasons that nothing on the wire brings about here, each with why in a comment where they are listed. */
    Set<String> unmet();
}
