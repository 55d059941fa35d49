package io.weir.fib.internal.route;

import io.weir.cli.CommandException;
import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.fib.internal.object.Kin;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.net.FlowHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The tables of all families, who holds them, and which one an interface's packets are looked up in. Only main. */
public final class Tables implements AutoCloseable {
    /** Most tables of all families together: their indices are what structures of families are made for. */
    public static final int MAX_TABLES = Forwarding.MAX_TABLES;

    /** Who holds a table that is no plugin: the family its table 0, the operator by a command, interfaces, paths. */
    public static final String FAMILY = "default-route";

    public static final String OPERATOR = "CLI";
    public static final String INTERFACES = "interface";
    public static final String PATHS = "recursive-resolution";

    private final List<RouteTable> all = new ArrayList<>();
    private final Walks walks;
    private final long bindings =
            OffHeap.allocate((long) Forwarding.MAX_FAMILIES * Forwarding.MAX_INTERFACES * Integer.BYTES);
    private final long flowFields = OffHeap.allocate((long) MAX_TABLES * Integer.BYTES);
    private Consumer<RouteTable> opened;
    private Consumer<RouteTable> abandoned;
    private boolean closedSome;

    Tables(final Walks walks) {
        this.walks = walks;
    }

    /** Names who is told of tables that come, and of those that nobody holds any more. */
    void connect(final Consumer<RouteTable> open, final Consumer<RouteTable> close) {
        opened = open;
        abandoned = close;
    }

    /** Address of the tables of interfaces. */
    public long bindings() {
        return bindings;
    }

    /** Address of the fields by which each table's flows are told apart. */
    public long flowFields() {
        return flowFields;
    }

    /** Has a table's flows told apart by these fields of {@link FlowHash}, from the next packet on. */
    public void flowFields(final RouteTable table, final int fields) {
        Memory.putInt(flowFields + (long) table.index() * Integer.BYTES, fields);
    }

    /** The fields by which a table's flows are told apart. */
    public int flowFields(final RouteTable table) {
        return Memory.getInt(flowFields + (long) table.index() * Integer.BYTES);
    }

    /** A table of a family, locked for who is named; made if there is none, and only then called so. */
    public RouteTable hold(final Kin kin, final int number, final String name, final String who) {
        RouteTable table = find(kin, number);
        if (table == null) {
            int index = 0;
            while (index < all.size() && all.get(index) != null) {
                index++;
            }
            if (index == MAX_TABLES) {
                throw new CommandException("there are " + MAX_TABLES + " tables already");
            }
            table = restore(index, kin, number, name);
            opened.accept(table);
        }
        return lock(table, who);
    }

    /** A table with the index that it had. */
    public RouteTable restore(final int index, final Kin kin, final int number, final String name) {
        final RouteTable made = new RouteTable(index, kin, number, name, walks);
        while (all.size() <= index) {
            all.add(null);
        }
        all.set(index, made);
        flowFields(made, FlowHash.ALL);
        return made;
    }

    /** Locks a table for a further user. */
    public RouteTable lock(final RouteTable used, final String who) {
        used.lock(who);
        return used;
    }

    /** Gives a lock up; with the last one the table goes. */
    public void unlock(final RouteTable gone, final String who) {
        gone.unlock(who);
        if (!gone.isHeld() && !gone.gone) {
            gone.gone = true;
            abandoned.accept(gone);
        }
    }

    /** Has those go that nobody has held again in an upgrade. */
    public void dropUnheld() {
        for (final RouteTable table : all()) {
            if (!table.isHeld() && !table.gone) {
                table.gone = true;
                abandoned.accept(table);
            }
        }
    }

    /** The routes of a table that nobody holds are out. */
    void closed(final RouteTable gone) {
        all.set(gone.index(), null);
        closedSome = true;
    }

    /** Whether tables have been closed since {@link #reclaimed}. */
    boolean closedSome() {
        return closedSome;
    }

    /** The versions of families, whose structures are to give back what closed tables had. */
    List<Family> reclaimed() {
        closedSome = false;
        return all().stream()
                .map(RouteTable::kin)
                .distinct()
                .flatMap(kin -> kin.versions().stream())
                .toList();
    }

    /** A table by its index. */
    public RouteTable get(final int index) {
        return all.get(index);
    }

    /** A table by its number, or null. */
    public RouteTable find(final Kin kin, final int number) {
        for (final RouteTable table : all) {
            if (table != null && table.kin() == kin && table.number() == number && !table.gone) {
                return table;
            }
        }
        return null;
    }

    /** The tables of a family, by number. */
    public List<RouteTable> of(final Kin kin) {
        return all.stream()
                .filter(table -> table != null && table.kin() == kin && !table.gone)
                .sorted(Comparator.comparingInt(RouteTable::number))
                .toList();
    }

    /** All tables. */
    public List<RouteTable> all() {
        return all.stream().filter(table -> table != null).toList();
    }

    /** The table of an interface. */
    public RouteTable of(final Kin kin, final int swIfIndex) {
        return all.get(Memory.getInt(binding(kin, swIfIndex)));
    }

    /** The index of the table of an interface. */
    public int indexOf(final Kin kin, final int swIfIndex) {
        return Memory.getInt(binding(kin, swIfIndex));
    }

    /** Has an interface's packets looked up in a table. */
    public void bind(final RouteTable table, final int swIfIndex) {
        Memory.putInt(binding(table.kin(), swIfIndex), table.index());
    }

    private long binding(final Kin kin, final int swIfIndex) {
        return bindings + ((long) kin.id() * Forwarding.MAX_INTERFACES + swIfIndex) * Integer.BYTES;
    }

    @Override
    public void close() {
        OffHeap.free(bindings);
        OffHeap.free(flowFields);
    }
}
