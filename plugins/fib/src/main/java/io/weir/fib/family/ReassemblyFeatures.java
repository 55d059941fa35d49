package io.weir.fib.family;

import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.plugin.Features;
import io.weir.plugin.Registrar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Where a family's fragments are put together or looked at, and for whom: counted for each interface. Only main. */
public final class ReassemblyFeatures implements InterfaceListener {
    /** What is done. */
    public enum Kind {
        /** What comes in is put together. */
        FULL,
        /**
         * What comes in of ICMP is put together, as its checksum can't be translated in parts. IPv6 keeps a fragment header, of a packet
         * that is whole (RFC 6946): its sender has it cut, so that others may cut it further.
         */
        FULL_ICMP,
        /** What comes in is told its ports. */
        VIRTUAL,
        /** What leaves is told its ports. */
        VIRTUAL_OUTPUT
    }

    /** An interface that the operator has switched something on for. */
    private record Given(Kind kind, int swIfIndex) {}

    private final Registrar host;
    private final Features features;
    private final String family;
    private final FeatureArc unicast;
    private final FeatureArc output;
    private final Set<Given> given = new HashSet<>();

    /**
     * For a family of this name.
     *
     * @param family as its nodes' names begin, {@code ip4}.
     */
    public ReassemblyFeatures(
            final Registrar host, final String family, final FeatureArc unicast, final FeatureArc output) {
        this.host = host;
        features = host.features();
        this.family = family;
        this.unicast = unicast;
        this.output = output;
    }

    /** The node of a kind. */
    String node(final Kind kind) {
        return switch (kind) {
            case FULL -> family + "-full-reassembly-feature";
            case FULL_ICMP -> family + "-icmp-reassembly-feature";
            case VIRTUAL -> family + "-sv-reassembly-feature";
            case VIRTUAL_OUTPUT -> family + "-sv-reassembly-output-feature";
        };
    }

    FeatureArc arc(final Kind kind) {
        return kind == Kind.VIRTUAL_OUTPUT ? output : unicast;
    }

    /** Holds a kind on an interface once more, or once less. */
    void hold(final Kind kind, final int swIfIndex, final boolean on) {
        features.enable(arc(kind), node(kind), swIfIndex, on);
    }

    /** Holds a kind once less, if the interface is still there. */
    void letGo(final Kind kind, final int swIfIndex) {
        if (features.enabled(arc(kind), node(kind), swIfIndex)) {
            hold(kind, swIfIndex, false);
        }
    }

    /** What the operator wants: twice is as good as once. */
    public void operator(final Kind kind, final int swIfIndex, final boolean on) {
        final Given one = new Given(kind, swIfIndex);
        if (given.contains(one) != on) {
            hold(kind, swIfIndex, on);
            if (on) {
                given.add(one);
            } else {
                given.remove(one);
            }
        }
    }

    /** Interfaces by kind, for the next version. */
    public Map<String, int[]> export() {
        final Map<String, int[]> all = new HashMap<>();
        for (final Kind kind : Kind.values()) {
            all.put(
                    kind.name(),
                    given.stream()
                            .filter(one -> one.kind == kind)
                            .mapToInt(Given::swIfIndex)
                            .toArray());
        }
        return all;
    }

    /** Takes what the version before has exported; {@link #start} switches it on. */
    public void restore(final Map<String, int[]> all) {
        for (final Kind kind : Kind.values()) {
            for (final int swIfIndex : all.getOrDefault(kind.name(), new int[0])) {
                given.add(new Given(kind, swIfIndex));
            }
        }
    }

    /** The nodes are in the graph. */
    public void start() {
        given.removeIf(one -> host.interfaces().byIndex(one.swIfIndex) == null);
        given.forEach(one -> hold(one.kind, one.swIfIndex, true));
        host.interfaces().listen(this);
    }

    @Override
    public void deleting(final Interface device) {
        given.removeIf(one -> one.swIfIndex == device.swIfIndex());
    }
}
