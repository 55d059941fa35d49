package io.weir.fib.internal.route;

/** Who brings routes: a source of one version of a plugin, of the operator, or of forwarding itself. Only main. */
public final class SourceEntry {
    /** Whose it is, which says when it goes. */
    public enum Owner {
        /** Forwarding's own. */
        CORE,
        /** The operator's routes of a family. */
        OPERATOR,
        /** A plugin's, while its version stands. */
        PLUGIN,
        /** A plugin's of whom nobody knows yet whether it has come along in an upgrade of forwarding. */
        CARRIED
    }

    private final int id;
    private final String plugin;
    private final String name;
    private final int rank;
    private final boolean foreign;
    /** The later one of two of the same rank is stronger if both are the same plugin's under one name. */
    private final long sequence;

    Owner owner;
    int size;
    /** Its routes are being taken out. */
    boolean gone;

    SourceEntry(
            final int id,
            final String plugin,
            final String name,
            final int rank,
            final long sequence,
            final Owner owner,
            final boolean foreign) {
        this.id = id;
        this.plugin = plugin;
        this.name = name;
        this.rank = rank;
        this.sequence = sequence;
        this.owner = owner;
        this.foreign = foreign;
    }

    /** What routes name it by. */
    public int id() {
        return id;
    }

    /** The plugin that it belongs to; of the operator's, the family. */
    public String plugin() {
        return plugin;
    }

    public String name() {
        return name;
    }

    public int rank() {
        return rank;
    }

    public Owner owner() {
        return owner;
    }

    /** How many routes it has. */
    public int size() {
        return size;
    }

    boolean foreign() {
        return foreign;
    }

    long sequence() {
        return sequence;
    }

    /** What {@code show ip fib} calls it: with the plugin's name, unless it is a part of forwarding. */
    public String label() {
        return foreign ? plugin + ":" + name : name;
    }

    boolean sameAs(final String otherPlugin, final String otherName) {
        return plugin.equals(otherPlugin) && name.equals(otherName);
    }

    /** Whether what it says counts more than what another says. */
    boolean strongerThan(final SourceEntry other) {
        return rank != other.rank ? rank < other.rank : sequence > other.sequence;
    }
}
