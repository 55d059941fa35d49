package io.weir.fib.internal;

import io.weir.cli.CommandCall;
import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.fib.Lookup;
import io.weir.fib.Prefix;
import io.weir.fib.Table;
import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.graph.FeatureArc;
import io.weir.graph.Sink;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A family of any width whose structure is a map that is searched by trying all lengths. Addresses lie on the link of every
 * interface; whom it asks it only notes.
 */
final class TestFamily implements Family {
    private final String name;
    private final int bits;
    private final Nodes nodes;
    private final Reasons reasons;
    final MapLookup lookup = new MapLookup();
    /** Upper halves of the addresses that were asked for. */
    final List<Long> asked = new ArrayList<>();

    final List<Integer> unanswered = new ArrayList<>();
    final List<Integer> turnedAway = new ArrayList<>();
    boolean fails;
    /** Whether addresses are on links; looked at so many times. */
    Predicate<Long> linked = high -> true;

    int looks;

    TestFamily(final Registrar host, final String name, final int bits) {
        this.name = name;
        this.bits = bits;
        nodes = new Nodes(
                host.next(name + "-drop"),
                host.next(name + "-local"),
                host.next(name + "-punt"),
                host.next(name + "-glean"),
                host.next(name + "-neighbor"),
                host.next(name + "-load-balance"),
                host.next(name + "-lookup-again"),
                host.next(name + "-rewrite"),
                FeatureArc.INTERFACE_OUTPUT);
        int id = 1_000;
        reasons = new Reasons(reason(id++), reason(id++), reason(id++), reason(id++), reason(id));
    }

    private DropReason reason(final int id) {
        return new DropReason(id, name + id, name + id, Severity.ERROR);
    }

    /** The structure. */
    static final class MapLookup implements Lookup {
        private final Map<Integer, Map<Prefix, Long>> tables = new HashMap<>();
        int full;
        int reclaimed;

        @Override
        public void open(final int index, final long leaf) {
            tables.put(index, new HashMap<>(Map.of(new Prefix(0, 0, 0), leaf)));
        }

        @Override
        public void close(final int index) {
            tables.remove(index);
        }

        @Override
        public boolean roomFor(final int index, final Prefix first, final int count) {
            return full == 0 || tables.get(index).size() + count <= full;
        }

        @Override
        public void put(final int index, final long high, final long low, final int length, final long leaf) {
            tables.get(index).put(new Prefix(high, low, length), leaf);
        }

        @Override
        public void remove(
                final int index,
                final long high,
                final long low,
                final int length,
                final long cover,
                final int coverLength) {
            final Map<Prefix, Long> table = tables.get(index);
            table.remove(new Prefix(high, low, length));
            if (!table.get(new Prefix(high, low, coverLength)).equals(cover)) {
                throw new AssertionError("what is said to cover the prefix doesn't");
            }
        }

        @Override
        public boolean reclaim() {
            reclaimed++;
            return false;
        }

        int tables() {
            return tables.size();
        }

        int size(final int index) {
            return tables.get(index).size();
        }

        /** The leaf of an address. */
        long leaf(final int index, final long high, final long low) {
            for (int length = 128; length >= 0; length--) {
                final Long found = tables.get(index).get(new Prefix(high, low, length));
                if (found != null) {
                    return found;
                }
            }
            throw new AssertionError("no default");
        }

        /** The forwarding index that an address leads to. */
        int forwarding(final Table table, final long high, final long low) {
            return Forwarding.index(leaf(table.index(), high, low));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int bits() {
        return bits;
    }

    @Override
    public int etherType() {
        return 0x88b5;
    }

    @Override
    public Nodes nodes() {
        return nodes;
    }

    @Override
    public Reasons reasons() {
        return reasons;
    }

    @Override
    public Lookup lookup() {
        return lookup;
    }

    @Override
    public void binding(final int swIfIndex, final Table table) {}

    @Override
    public boolean isLocal(final int swIfIndex, final long high, final long low) {
        return false;
    }

    @Override
    public boolean onLink(final int swIfIndex, final long high, final long low) {
        looks++;
        return linked.test(high);
    }

    @Override
    public void solicit(final int swIfIndex, final long high, final long low, final long mac, final Sink sink) {
        if (fails) {
            throw new IllegalStateException("nobody can be asked");
        }
        asked.add(high);
    }

    @Override
    public void unanswered(final int buffer, final Sink sink) {
        unanswered.add(buffer);
    }

    @Override
    public void noRoom(final int buffer, final Sink sink) {
        turnedAway.add(buffer);
    }

    @Override
    public Words words() {
        return new Words() {
            @Override
            public String command() {
                return name;
            }

            @Override
            public String longName() {
                return name + "-long";
            }

            @Override
            public String prefixType() {
                return "word";
            }

            @Override
            public String addressType() {
                return "word";
            }

            @Override
            public Prefix prefix(final CommandCall call, final String argument) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Prefix address(final CommandCall call, final String argument) {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean isHost(final long high, final long low) {
                return true;
            }

            @Override
            public String format(final long high, final long low) {
                return Long.toHexString(high) + ":" + Long.toHexString(low);
            }
        };
    }
}
