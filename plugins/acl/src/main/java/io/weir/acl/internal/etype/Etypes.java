package io.weir.acl.internal.etype;

import io.weir.acl.internal.macip.Macip;
import io.weir.cli.CommandCall;
import io.weir.cli.CommandException;
import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.graph.FeatureArc;
import io.weir.graph.Order;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All whitelists, as main changes them, and as workers see them: by a table that is replaced as a whole. Main only, but for what nodes
 * ask.
 */
public final class Etypes {
    private static final String[] NODES = {"acl-plugin-in-nonip", "acl-plugin-out-nonip"};
    private static final FeatureArc[] ARCS = {FeatureArc.ETHERNET_L3, FeatureArc.INTERFACE_OUTPUT};
    private static final String[] WORDS = {"input", "output"};

    /**
     * On its way from one version of the plugin to the next.
     *
     * @param rows number of an interface, direction, and types.
     */
    private record State(int[][] rows) {}

    private final Registrar host;
    /** By direction: types by interface. */
    private final List<Map<Integer, List<Integer>>> lists = List.of(new TreeMap<>(), new TreeMap<>());

    private volatile EtypeTable table = EtypeTable.EMPTY;

    /** No whitelists; registers what there is to it. */
    public Etypes(final Registrar host) {
        this.host = host;
        final DropReason unlisted =
                host.dropReason("acl-etype", "ACL: ethertype is not in the whitelist", Severity.INFO);
        host.node(NODES[0], worker -> new EtypeNode(() -> table, false, unlisted))
                .feature(ARCS[0], Order.before(Macip.NODE))
                .traceRecord(EtypeNode::format);
        host.node(NODES[1], worker -> new EtypeNode(() -> table, true, unlisted))
                .feature(ARCS[1])
                .traceRecord(EtypeNode::format);
        host.state("etypes", State.class, this::export, this::take);
        host.command(
                        "set acl-plugin interface <interface> input|output etype whitelist <types:text>",
                        "Let frames that aren't of IP in by an interface, or out, only if they are of these types: 0x0600 to"
                                + " 0xffff, arp, lldp or mpls; or, with del, all of them again")
                .run(this::set);
        host.command("show acl-plugin etype whitelist", "Show which types of frames beside IP interfaces take and send")
                .run(this::show);
    }

    private void set(final CommandCall call) {
        final int swIfIndex = call.getInterface("interface");
        final int direction = call.has("output") ? 1 : 0;
        final String types = call.get("types").strip();
        if (!types.equals("del")) {
            put(swIfIndex, direction, EtypeWords.read(types));
        } else if (lists.get(direction).containsKey(swIfIndex)) {
            remove(swIfIndex, direction);
        } else {
            throw call.refuse("`%s' has no etype whitelist for %s", name(swIfIndex), WORDS[direction]);
        }
    }

    private String name(final int swIfIndex) {
        return host.interfaces().byIndex(swIfIndex).name();
    }

    private void put(final int swIfIndex, final int direction, final List<Integer> types) {
        final boolean was = lists.get(direction).put(swIfIndex, types) != null;
        // Frames that come to the node find the list there.
        publish();
        if (!was) {
            boolean done = false;
            try {
                enable(swIfIndex, direction, true);
                done = true;
            } finally {
                if (!done) {
                    lists.get(direction).remove(swIfIndex);
                    publish();
                }
            }
        }
    }

    private void remove(final int swIfIndex, final int direction) {
        enable(swIfIndex, direction, false);
        lists.get(direction).remove(swIfIndex);
        publish();
    }

    private void enable(final int swIfIndex, final int direction, final boolean on) {
        host.features().enable(ARCS[direction], NODES[direction], swIfIndex, on);
    }

    private void publish() {
        table = new EtypeTable(lists);
    }

    /** The nodes are there: frames of all interfaces with a list are held against it, if they aren't yet. */
    public void start() {
        for (int direction = 0; direction < NODES.length; direction++) {
            for (final int swIfIndex : lists.get(direction).keySet()) {
                enable(swIfIndex, direction, true);
            }
        }
    }

    /** An interface goes. */
    public void forget(final int swIfIndex) {
        for (int direction = 0; direction < NODES.length; direction++) {
            if (lists.get(direction).containsKey(swIfIndex)) {
                remove(swIfIndex, direction);
            }
        }
    }

    private void show(final CommandCall call) {
        final TreeSet<Integer> all = new TreeSet<>(lists.get(0).keySet());
        all.addAll(lists.get(1).keySet());
        call.forEach(all, swIfIndex -> {
            call.println("sw_if_index %d (%s):", swIfIndex, name(swIfIndex));
            for (int direction = 0; direction < NODES.length; direction++) {
                final List<Integer> types = lists.get(direction).get(swIfIndex);
                if (types != null) {
                    call.println("  %s etype whitelist: %s", WORDS[direction], text(types));
                }
            }
        });
    }

    private static String text(final List<Integer> types) {
        return types.stream().map(type -> String.format("0x%04x", type)).collect(Collectors.joining(", "));
    }

    private State export() {
        final List<int[]> rows = new ArrayList<>();
        for (int direction = 0; direction < NODES.length; direction++) {
            for (final Map.Entry<Integer, List<Integer>> each :
                    lists.get(direction).entrySet()) {
                final int[] row = new int[each.getValue().size() + 2];
                row[0] = each.getKey();
                row[1] = direction;
                for (int i = 0; i < each.getValue().size(); i++) {
                    row[i + 2] = each.getValue().get(i);
                }
                rows.add(row);
            }
        }
        return new State(rows.toArray(int[][]::new));
    }

    private void take(final State state) {
        for (final int[] row : state.rows) {
            final List<Integer> types = new ArrayList<>();
            for (int i = 2; i < row.length; i++) {
                types.add(row[i]);
            }
            if (row[1] >= NODES.length) {
                throw new CommandException("there is no direction " + row[1]);
            }
            lists.get(row[1]).put(row[0], List.copyOf(types));
        }
        publish();
    }
}
