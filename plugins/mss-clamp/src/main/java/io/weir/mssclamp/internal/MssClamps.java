package io.weir.mssclamp.internal;

import io.weir.cli.CommandCall;
import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.plugin.Registrar;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is clamped where: commands, and what goes over in an upgrade. Main only. */
final class MssClamps implements InterfaceListener {
    private static final int RX = 1;
    private static final int TX = 2;
    private static final String[] WORDS = {"ip4", "ip6"};

    /** Where a family is clamped, in or out. */
    record Place(boolean ip6, boolean out) {
        String words() {
            return (ip6 ? "ip6" : "ip4") + (out ? "-out" : "-in");
        }

        String node() {
            return "tcp-mss-clamping-" + words();
        }

        FeatureArc arc() {
            return MssClampPlugin.arc(ip6, out);
        }

        int direction() {
            return out ? TX : RX;
        }
    }

    static final List<Place> PLACES =
            List.of(new Place(false, false), new Place(false, true), new Place(true, false), new Place(true, true));

    /** A family's clamp on an interface: directions, and the largest segment in bytes. */
    private record Clamp(int directions, int mss) {}

    /** By sw_if_index: directions and largest segment of IPv4, of IPv6. */
    private record State(int[][] rows) {}

    private final Registrar host;
    private final MssLimits limits;
    private final Map<Integer, Clamp[]> clamps = new TreeMap<>();

    MssClamps(final Registrar host, final MssLimits limits) {
        this.host = host;
        this.limits = limits;
    }

    void register() {
        host.state("clamps", State.class, this::export, this::take);
        host.command(
                        "set interface tcp-mss-clamp <interface> ( <family> enable|disable|rx|tx"
                                + " [ip4-mss|ip6-mss <mss:int 1..65535>] )...",
                        "Limit the largest segment that TCP agrees on over an interface, in bytes")
                .run(this::set);
        host.command(
                        "show interface tcp-mss-clamp [<of:interface>]",
                        "Show the largest segments that TCP may agree on over interfaces")
                .run(this::show);
    }

    void start() {
        clamps.keySet().removeIf(swIfIndex -> host.interfaces().byIndex(swIfIndex) == null);
        clamps.forEach((swIfIndex, both) -> {
            for (int family = 0; family < 2; family++) {
                apply(swIfIndex, family, new Clamp(0, 0), both[family]);
            }
        });
        host.interfaces().listen(this);
    }

    @Override
    public void deleting(final Interface device) {
        if (clamps.remove(device.swIfIndex()) != null) {
            PLACES.forEach(place -> MssLimits.put(limits.column(place.ip6(), place.out()), device.swIfIndex(), 0));
        }
    }

    private void set(final CommandCall call) {
        final int on = call.getInterface("interface");
        final Clamp[] wanted = new Clamp[2];
        for (final CommandCall family : call.groups("family")) {
            final int ip6 = List.of(WORDS).indexOf(family.get("family"));
            if (ip6 < 0) {
                throw call.refuse("expected ip4 or ip6, got `%s'", family.get("family"));
            }
            if (wanted[ip6] != null) {
                throw call.refuse("%s is there twice", WORDS[ip6]);
            }
            wanted[ip6] = wanted(call, family, WORDS[ip6]);
        }
        final Clamp[] both = clamps.getOrDefault(on, new Clamp[] {new Clamp(0, 0), new Clamp(0, 0)});
        for (int family = 0; family < 2; family++) {
            if (wanted[family] != null) {
                apply(on, family, both[family], wanted[family]);
                both[family] = wanted[family];
            }
        }
        if (both[0].directions == 0 && both[1].directions == 0) {
            clamps.remove(on);
        } else {
            clamps.put(on, both);
        }
    }

    private static Clamp wanted(final CommandCall call, final CommandCall family, final String word) {
        final int directions = family.has("disable") ? 0 : family.has("rx") ? RX : family.has("tx") ? TX : RX | TX;
        final boolean sized = family.has(word + "-mss");
        if (!sized && (directions != 0 || family.has("mss"))) {
            throw call.refuse("expected %s-mss and the largest segment in bytes", word);
        }
        return new Clamp(directions, directions == 0 ? 0 : family.getInt("mss"));
    }

    /** Switches what differs: limits first, so that no packet meets a feature without one. */
    private void apply(final int swIfIndex, final int family, final Clamp from, final Clamp to) {
        for (final Place place : PLACES) {
            if (place.ip6() == (family == 1)) {
                final boolean was = (from.directions & place.direction()) != 0;
                final boolean is = (to.directions & place.direction()) != 0;
                MssLimits.put(limits.column(place.ip6(), place.out()), swIfIndex, is ? to.mss : 0);
                if (was != is) {
                    host.features().enable(place.arc(), place.node(), swIfIndex, is);
                }
            }
        }
    }

    private void show(final CommandCall call) {
        final int only = call.has("of") ? call.getInterface("of") : -1;
        clamps.forEach((swIfIndex, both) -> {
            if (only < 0 || only == swIfIndex) {
                call.println(
                        "%s: ip4: %s ip6: %s",
                        host.interfaces().byIndex(swIfIndex).name(), text(both[0]), text(both[1]));
            }
        });
    }

    private static String text(final Clamp clamp) {
        return switch (clamp.directions) {
            case 0 -> "disabled";
            case RX -> "rx (" + clamp.mss + ")";
            case TX -> "tx (" + clamp.mss + ")";
            default -> "enabled (" + clamp.mss + ")";
        };
    }

    private State export() {
        return new State(clamps.entrySet().stream()
                .map(entry -> new int[] {
                    entry.getKey(),
                    entry.getValue()[0].directions,
                    entry.getValue()[0].mss,
                    entry.getValue()[1].directions,
                    entry.getValue()[1].mss
                })
                .toArray(int[][]::new));
    }

    private void take(final State state) {
        for (final int[] row : state.rows) {
            clamps.put(row[0], new Clamp[] {new Clamp(row[1], row[2]), new Clamp(row[3], row[4])});
            for (final Place place : PLACES) {
                final Clamp clamp = clamps.get(row[0])[place.ip6() ? 1 : 0];
                final boolean is = (clamp.directions & place.direction()) != 0;
                MssLimits.put(limits.column(place.ip6(), place.out()), row[0], is ? clamp.mss : 0);
            }
        }
    }
}
