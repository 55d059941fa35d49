package io.weir.fib.family;

import io.weir.cli.CommandCall;
import io.weir.fib.Family;
import io.weir.fib.Fib;
import io.weir.fib.Forwarding;
import io.weir.fib.Table;
import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.iface.Interfaces;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.plugin.Features;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * On which of a family's interfaces packets are dropped whose source can't be where they came from (RFC 3704, VPP: plugins/urpf), and in
 * which tables sources are looked up there. Only main.
 */
public final class ReversePath implements InterfaceListener, AutoCloseable {
    private static final String TABLE = "[table <table:int 0..2147483647>]";
    private static final long TABLES_BYTES = (long) Forwarding.MAX_INTERFACES * Integer.BYTES;

    private final Ways ways;
    private final Fib fib;
    private final Interfaces interfaces;
    private final Features features;
    private final Map<Place, Setting> settings = new TreeMap<>();
    /** For packets that come in, and behind them for those that go out: see {@link ReversePathCheck}. */
    private final long tables = OffHeap.allocate(2 * TABLES_BYTES);

    /** What is asked of the route to a packet's source. */
    public enum Mode {
        /** Nothing. */
        OFF,
        /** That there is one that leads out of this host. */
        LOOSE,
        /** That one of its paths leads out of the interface; of packets that leave by one, that none does. */
        STRICT
    }

    /**
     * How a family's packets go. Its features are called {@code FAMILY-rx-urpf-strict}, and so on.
     *
     * @param family its name, such as ip4.
     * @param words those that name it in commands: one that may be left out stands in brackets.
     * @param in the arc of packets that have come in.
     * @param out the arc of packets that leave.
     */
    public record Ways(String family, String words, FeatureArc in, FeatureArc out) {
        /** The name of a feature. */
        public String feature(final boolean leaving, final boolean strict) {
            return family + (leaving ? "-tx" : "-rx") + "-urpf-" + (strict ? "strict" : "loose");
        }
    }

    private record Place(int swIfIndex, boolean out) implements Comparable<Place> {
        @Override
        public int compareTo(final Place other) {
            return swIfIndex != other.swIfIndex
                    ? Integer.compare(swIfIndex, other.swIfIndex)
                    : Boolean.compare(out, other.out);
        }
    }

    /** What is asked, and the table in which, null for the interface's own. */
    private record Setting(Mode mode, Table table) {
        static final Setting OFF = new Setting(Mode.OFF, null);

        @Override
        public String toString() {
            return mode.name().toLowerCase(Locale.ROOT) + (table == null ? "" : " table " + table.number());
        }
    }

    /** Checks nothing yet. */
    public ReversePath(final Ways ways, final Fib fib, final Registrar host) {
        this.ways = ways;
        this.fib = fib;
        interfaces = host.interfaces();
        features = host.features();
    }

    /** How the family's packets go. */
    public Ways ways() {
        return ways;
    }

    /**
     * What a node asks.
     *
     * @param family number of the family.
     * @param missing target of what has no route.
     */
    public ReversePathCheck check(
            final int family, final Family.Nodes nodes, final int missing, final boolean out, final boolean strict) {
        return new ReversePathCheck(
                fib.forwarding(), family, tables(out), new ReversePathCheck.Ends(nodes, missing), out, strict);
    }

    private long tables(final boolean out) {
        return out ? tables + TABLES_BYTES : tables;
    }

    /** Declares the command. */
    public void register(final Registrar host) {
        host.command(
                        "set urpf " + ways.words + " [rx|tx] ( off <interface> | strict|loose " + TABLE
                                + " <interface> " + TABLE + " )",
                        "Drop packets that come in by an interface if no route to their source leads out of it (strict), or out"
                                + " of any (loose); with tx, packets that would leave by where they came from")
                .run(this::set);
    }

    /** The nodes are in the graph: what another version has handed over is in force from here on. */
    public void start() {
        settings.forEach((place, setting) -> enable(place, setting.mode, true));
        interfaces.listen(this);
    }

    private void enable(final Place place, final Mode mode, final boolean on) {
        if (mode != Mode.OFF) {
            features.enable(
                    place.out ? ways.out : ways.in, ways.feature(place.out, mode == Mode.STRICT), place.swIfIndex, on);
        }
    }

    private void set(final CommandCall call) {
        final Mode mode = call.has("strict") ? Mode.STRICT : call.has("loose") ? Mode.LOOSE : Mode.OFF;
        final Table named = call.has("table") ? fib.table(ways.family, call.getInt("table")) : null;
        if (call.has("table") && named == null) {
            throw call.refuse("table %s doesn't exist", call.get("table"));
        }
        set(new Place(call.getInterface("interface"), call.has("tx")), new Setting(mode, named));
    }

    private void set(final Place place, final Setting now) {
        final Setting before = settings.getOrDefault(place, Setting.OFF);
        if (now.equals(before)) {
            return;
        }
        hold(place, now);
        if (now.mode != before.mode) {
            enable(place, now.mode, true);
            enable(place, before.mode, false);
        }
        if (before.table != null) {
            fib.release(before.table);
        }
    }

    /** Notes a setting, and has its table stay. */
    private void hold(final Place place, final Setting now) {
        if (now.table != null) {
            fib.hold(ways.family, now.table.number(), null);
        }
        if (now.mode == Mode.OFF) {
            settings.remove(place);
        } else {
            settings.put(place, now);
        }
        Memory.putInt(tables(place.out) + place.swIfIndex * 4L, now.table == null ? 0 : now.table.index() + 1);
    }

    /** What is checked, a line each. */
    public List<String> lines() {
        final List<String> lines = new ArrayList<>();
        settings.forEach((place, setting) ->
                lines.add(interfaces.byIndex(place.swIfIndex).name() + ": " + ways.family
                        + (place.out ? " tx " : " rx ") + setting));
        return lines;
    }

    /** What looks sources up in a table, such as {@code urpf of tap0}. */
    public List<String> uses(final Table table) {
        return settings.entrySet().stream()
                .filter(each -> each.getValue().table == table)
                .map(each ->
                        "urpf of " + interfaces.byIndex(each.getKey().swIfIndex).name())
                .distinct()
                .toList();
    }

    @Override
    public void deleting(final Interface device) {
        set(new Place(device.swIfIndex(), false), Setting.OFF);
        set(new Place(device.swIfIndex(), true), Setting.OFF);
    }

    /** What is checked, as rows of {interface, whether packets leave, whether it is strict, number of the table or -1}. */
    public int[][] export() {
        return settings.entrySet().stream()
                .map(each -> IntStream.of(
                                each.getKey().swIfIndex,
                                each.getKey().out ? 1 : 0,
                                each.getValue().mode == Mode.STRICT ? 1 : 0,
                                each.getValue().table == null
                                        ? -1
                                        : each.getValue().table.number())
                        .toArray())
                .toArray(int[][]::new);
    }

    /** Takes over what another version exported, null if it had none; {@link #start} puts it in force. */
    public void restore(final int[][] rows) {
        for (final int[] row : rows == null ? new int[0][] : rows) {
            final Table table = row[3] < 0 ? null : fib.table(ways.family, row[3]);
            hold(new Place(row[0], row[1] != 0), new Setting(row[2] != 0 ? Mode.STRICT : Mode.LOOSE, table));
        }
    }

    @Override
    public void close() {
        OffHeap.free(tables);
    }
}
