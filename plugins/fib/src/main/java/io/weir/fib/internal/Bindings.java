package io.weir.fib.internal;

import io.weir.fib.Forwarding;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.Routes;
import io.weir.fib.internal.route.Tables;
import io.weir.iface.Interfaces;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which interfaces are in tables other than 0, and who has put them there; each holds its table. Only main. */
public final class Bindings {
    private final Routes routes;
    private final Interfaces interfaces;
    /** Who has put an interface into its table, by family and interface. */
    private final Map<Long, Object> binders = new HashMap<>();

    Bindings(final Routes routes, final Interfaces interfaces) {
        this.routes = routes;
        this.interfaces = interfaces;
    }

    /** Interfaces that are in another table than 0, as rows of {family, interface, table, whether the operator put it there}. */
    int[][] export(final Families families) {
        return binders.entrySet().stream()
                .map(bound -> {
                    final Kin kin = families.get((int) (bound.getKey() >>> 32));
                    final int on = bound.getKey().intValue();
                    return new int[] {kin.id(), on, routes.tables().indexOf(kin, on), bound.getValue() == kin ? 1 : 0};
                })
                .toArray(int[][]::new);
    }

    /** Takes them over. */
    void restore(final Families families, final int[][] rows, final Object carrier) {
        families.all().forEach(kin -> bindAll(routes.tables().find(kin, 0)));
        for (final int[] row : rows) {
            final Kin kin = families.get(row[0]);
            final RouteTable table = routes.tables().lock(routes.tables().get(row[2]), Tables.INTERFACES);
            routes.tables().bind(table, row[1]);
            binders.put(key(kin, row[1]), row[3] != 0 ? kin : carrier);
        }
    }

    /** Puts an interface into a table. */
    public void bind(final RouteTable table, final int swIfIndex, final Object binder) {
        final RouteTable before = routes.tables().of(table.kin(), swIfIndex);
        if (before != table) {
            table.kin().versions().forEach(family -> family.binding(swIfIndex, table));
            if (table.number() != 0) {
                routes.tables().lock(table, Tables.INTERFACES);
            }
            routes.tables().bind(table, swIfIndex);
            unbound(before);
            // Its neighbours have their routes in its table.
            routes.linkChanged(swIfIndex);
        }
        if (table.number() == 0) {
            binders.remove(key(table.kin(), swIfIndex));
        } else {
            binders.put(key(table.kin(), swIfIndex), binder);
        }
    }

    /** Interfaces hold the tables that they were put into; table 0 is always there. */
    private void unbound(final RouteTable table) {
        if (table.number() != 0) {
            routes.tables().unlock(table, Tables.INTERFACES);
            routes.walks().begin();
        }
    }

    /** Names of the interfaces that are in a table other than 0. */
    public List<String> interfaces(final RouteTable table) {
        return binders.keySet().stream()
                .filter(key -> key >>> 32 == table.kin().id()
                        && routes.tables().indexOf(table.kin(), key.intValue()) == table.index())
                .map(key -> interfaces.byIndex(key.intValue()).name())
                .sorted()
                .toList();
    }

    /** Takes an interface out of its table, if it is one's who put it there. */
    void unbind(final Kin kin, final int swIfIndex, final Object binder) {
        if (binders.get(key(kin, swIfIndex)) == binder) {
            bind(routes.tables().find(kin, 0), swIfIndex, binder);
        }
    }

    private static long key(final Kin kin, final int swIfIndex) {
        return (long) kin.id() << 32 | swIfIndex;
    }

    void bindAll(final RouteTable table) {
        for (int i = 0; i < Forwarding.MAX_INTERFACES; i++) {
            if (routes.tables().indexOf(table.kin(), i) != table.index()) {
                routes.tables().bind(table, i);
            }
        }
    }

    /** Takes the interfaces of a family out of their tables that somebody put there. */
    void unbindAll(final Kin kin, final Object binder) {
        for (final Map.Entry<Long, Object> bound : List.copyOf(binders.entrySet())) {
            if (bound.getValue() == binder && bound.getKey() >>> 32 == kin.id()) {
                bind(routes.tables().find(kin, 0), bound.getKey().intValue(), binder);
            }
        }
    }

    /** A family goes, with its tables. */
    void forget(final Kin kin) {
        binders.keySet().removeIf(key -> key >>> 32 == kin.id());
    }

    /** An interface goes; no family is asked. */
    void interfaceDeleted(final List<Kin> kins, final int swIfIndex) {
        for (final Kin kin : kins) {
            final RouteTable before = routes.tables().of(kin, swIfIndex);
            if (before.number() != 0) {
                routes.tables().bind(routes.tables().find(kin, 0), swIfIndex);
                unbound(before);
                binders.remove(key(kin, swIfIndex));
            }
        }
    }
}
