package io.weir.mssclamp.internal;

import static io.weir.graph.Order.before;

import io.weir.graph.FeatureArc;
import io.weir.graph.Order;
import io.weir.graph.Unit;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.List;

/** TCP MSS clamping (VPP: plugins/mss_clamp): what a tunnel or a smaller link behind this host can't carry is never agreed on. */
public final class MssClampPlugin extends WeirPlugin {
    private MssLimits limits;
    private MssClamps clamps;

    @Override
    public void register(final Registrar host) {
        limits = new MssLimits();
        clamps = new MssClamps(host, limits);
        for (final MssClamps.Place place : MssClamps.PLACES) {
            final Order[] order =
                    place.out() ? new Order[0] : new Order[] {before(place.ip6() ? "ip6-lookup" : "ip4-lookup")};
            final var counter = host.counter("clamped segments " + place.words(), Unit.PACKETS);
            host.node(
                            place.node(),
                            worker -> new MssClampNode(
                                    limits.column(place.ip6(), place.out()),
                                    place.ip6(),
                                    place.out(),
                                    counter.on(worker)))
                    .optionalFeature(List.of(place.arc()), order);
        }
        clamps.register();
    }

    @Override
    public void start() {
        clamps.start();
    }

    @Override
    public void removed() {
        if (limits != null) {
            limits.close();
        }
    }

    /** A way that packets go. */
    static FeatureArc arc(final boolean ip6, final boolean out) {
        if (ip6) {
            return out ? FeatureArc.IP6_OUTPUT : FeatureArc.IP6_UNICAST;
        }
        return out ? FeatureArc.IP4_OUTPUT : FeatureArc.IP4_UNICAST;
    }
}
