package io.weir.fib.internal.object;

import io.weir.fib.Family;
import java.util.ArrayList;
import java.util.List;

/**
 * A family as it stands: the versions of it that are there (more than one while one takes the place of another, the newest
 * last), and the objects that it always has. Only main.
 */
public final class Kin {
    private final int id;
    private final String name;
    private final int bits;
    private final List<Family> versions = new ArrayList<>();
    ForwardingObject local;
    ForwardingObject punt;
    ForwardingObject blackhole;
    ForwardingObject down;
    ForwardingObject unresolved;
    ForwardingObject loop;

    public Kin(final int id, final String name, final int bits) {
        this.id = id;
        this.name = name;
        this.bits = bits;
    }

    /** Its place among the families: that of its bindings. */
    public int id() {
        return id;
    }

    public String name() {
        return name;
    }

    public int bits() {
        return bits;
    }

    /** The versions that are there. */
    public List<Family> versions() {
        return versions;
    }

    /** The version that counts. */
    public Family family() {
        return versions.getLast();
    }

    /** Packets for this host. */
    public ForwardingObject local() {
        return local;
    }

    /** Packets for the operating system. */
    public ForwardingObject punt() {
        return punt;
    }

    /** Packets without a route. */
    public ForwardingObject blackhole() {
        return blackhole;
    }

    /** Packets whose interface is down. */
    public ForwardingObject down() {
        return down;
    }

    /** Packets whose next hop has no way. */
    public ForwardingObject unresolved() {
        return unresolved;
    }

    /** Packets whose route leads back to itself. */
    public ForwardingObject loop() {
        return loop;
    }

    /** The target of packets that get an object of a kind; 0 for the rewrite node. */
    int target(final ForwardingObject object) {
        if (object.kind == Kind.NODE) {
            return object.target();
        }
        if (versions.isEmpty()) {
            return 0;
        }
        final Family.Nodes nodes = family().nodes();
        return switch (object.kind) {
            case DROP -> nodes.drop().target();
            case LOCAL -> nodes.local().target();
            case PUNT -> nodes.punt().target();
            case GLEAN -> nodes.glean().target();
            case INCOMPLETE -> nodes.neighbor().target();
            case LOAD_BALANCE -> nodes.loadBalance().target();
            case LOOKUP -> nodes.lookup().target();
            case REWRITE, NODE, MULTICAST -> 0;
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
