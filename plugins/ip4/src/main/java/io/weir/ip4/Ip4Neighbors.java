package io.weir.ip4;

import java.util.List;

/** Neighbours on Ethernet links. Only main calls. */
public interface Ip4Neighbors {
    /**
     * A neighbour as it is known now.
     *
     * @param mac 48 bits, or 0 while it is being asked for.
     * @param fixed whether the operator gave it; such an entry neither ages nor changes by ARP.
     * @param ageNs since it was last confirmed.
     */
    record Entry(int swIfIndex, int address, long mac, boolean fixed, long ageNs) {}

    /** Adds a neighbour or replaces what is known of it. */
    void add(int swIfIndex, int address, long mac, boolean fixed);

    /** Takes a neighbour out; returns whether it was there. */
    boolean remove(int swIfIndex, int address);

    /** All that are resolved, by interface and address. */
    List<Entry> entries();
}
