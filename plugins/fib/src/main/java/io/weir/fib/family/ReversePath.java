package io.weir.fib.family;

import io.weir.cli.CommandCall;
import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.iface.Interfaces;
import io.weir.plugin.Features;
import io.weir.plugin.Registrar;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * On which of a family's interfaces packets are dropped whose source can't be where they came from (RFC 3704; VPP: plugins/urpf). Only
 * main, but for {@link Check}.
 */
public final class ReversePath implements InterfaceListener {
    private static final int ROW = 2;

    /** What an interface asks of the route to a packet's source. */
    public enum Mode {
        /** Nothing. */
        OFF,
        /** That there is one that leads anywhere. */
        LOOSE,
        /** That one of its paths leads out of the interface. */
        STRICT
    }

    /**
     * How a family's packets are checked.
     *
     * @param family its name, such as ip4.
     * @param words those that name it in commands: one that may be left out stands in brackets.
     * @param loose the feature that checks loosely.
     * @param strict the feature that checks strictly.
     */
    public record Ways(String family, String words, FeatureArc arc, String loose, String strict) {
        String feature(final Mode mode) {
            return mode == Mode.STRICT ? strict : loose;
        }
    }

    /**
     * The question itself, for nodes. Any thread.
     *
     * @param missing target of what has no route.
     */
    public record Check(Forwarding forwarding, int loadBalance, int drop, int missing, boolean strict) {
        /** A check by a family's nodes. */
        public static Check of(
                final Forwarding forwarding, final Family.Nodes nodes, final int missing, final boolean strict) {
            return new Check(
                    forwarding, nodes.loadBalance().target(), nodes.drop().target(), missing, strict);
        }

        /** Whether a packet may have come in by an interface to whose source this forwarding index leads. */
        public boolean passes(final int index, final int swIfIndex) {
            if (strict) {
                return forwarding.leadsOutOf(index, swIfIndex, loadBalance);
            }
            final int target = forwarding.lookupTarget(index);
            return target != drop && target != missing;
        }
    }

    private final Ways ways;
    private final Interfaces interfaces;
    private final Features features;
    private final Map<Integer, Mode> modes = new TreeMap<>();

    /** Checks nothing yet. */
    public ReversePath(final Ways ways, final Interfaces interfaces, final Features features) {
        this.ways = ways;
        this.interfaces = interfaces;
        this.features = features;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command(
                        "set urpf <interface> " + ways.words + " [rx] (off|strict|loose)",
                        "Drop packets that came in by an interface if no route leads back to their source: by the interface"
                                + " itself (strict), or by any (loose)")
                .run(this::set);
        host.command("show urpf " + ways.family, "Show which interfaces check the reverse path")
                .run(this::show);
    }

    /** The nodes are in the graph: what another version has handed over is in force from here on. */
    public void start() {
        modes.forEach((index, mode) -> features.enable(ways.arc, ways.feature(mode), index, true));
        interfaces.listen(this);
    }

    private void set(final CommandCall call) {
        set(
                call.getInterface("interface"),
                call.has("strict") ? Mode.STRICT : call.has("loose") ? Mode.LOOSE : Mode.OFF);
    }

    private void set(final int swIfIndex, final Mode mode) {
        final Mode before = modes.getOrDefault(swIfIndex, Mode.OFF);
        if (mode == before) {
            return;
        }
        if (mode != Mode.OFF) {
            features.enable(ways.arc, ways.feature(mode), swIfIndex, true);
            modes.put(swIfIndex, mode);
        } else {
            modes.remove(swIfIndex);
        }
        if (before != Mode.OFF) {
            features.enable(ways.arc, ways.feature(before), swIfIndex, false);
        }
    }

    private void show(final CommandCall call) {
        for (final Interface each : interfaces.all()) {
            final Mode mode = modes.get(each.swIfIndex());
            if (mode != null) {
                call.println("%s: %s rx %s", each.name(), ways.family, mode.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    @Override
    public void deleting(final Interface device) {
        set(device.swIfIndex(), Mode.OFF);
    }

    /** What is checked, as rows of {interface, mode}. */
    public int[] export() {
        return modes.entrySet().stream()
                .flatMapToInt(entry ->
                        IntStream.of(entry.getKey(), entry.getValue().ordinal()))
                .toArray();
    }

    /** Takes over what another version exported; {@link #start} puts it in force. */
    public void restore(final int[] rows) {
        for (int i = 0; i < rows.length; i += ROW) {
            modes.put(rows[i], Mode.values()[rows[i + 1]]);
        }
    }
}
