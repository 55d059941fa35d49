package io.weir.ip6.internal.ra;

import io.weir.graph.Sink;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip6.Ip6Addresses;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.ip6.internal.nd.NdSender;
import io.weir.ip6.internal.nd.Timed;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Advertises this host as a router where that is wanted (RFC 4861, 6.2): from time to time, when it is asked, a little more often at
 * first, and with a lifetime of 0 when it ceases. However often somebody asks, there are 3 seconds between two. Only main.
 */
public final class RouterAdvertiser implements Timed {
    /** Most prefixes and DNS servers of an interface, so that all fit into the smallest MTU. */
    public static final int MAX_PREFIXES = 32;

    public static final int MAX_SERVERS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(RouterAdvertiser.class);
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MIN_DELAY_NS = 3 * SECOND_NS;
    private static final long MAX_ANSWER_DELAY_NS = SECOND_NS / 2;
    private static final long NOTICE_NS = TimeUnit.MINUTES.toNanos(1);

    private final Interfaces interfaces;
    private final Ip6Addresses addresses;
    private final AdvertisementWriter writer;
    private final RandomGenerator random;
    private final Map<Integer, Router> routers = new TreeMap<>();
    private Runnable wake = () -> {};
    private boolean handedOver;
    private long noticeNs = Long.MIN_VALUE;

    public RouterAdvertiser(
            final Interfaces interfaces,
            final Ip6Addresses addresses,
            final NdSender sender,
            final RandomGenerator random) {
        this.interfaces = interfaces;
        this.addresses = addresses;
        this.random = random;
        writer = new AdvertisementWriter(sender);
    }

    /** Names what has the process look. */
    public void connect(final Runnable wakes) {
        wake = wakes;
    }

    /** What an interface says of itself. */
    public RouterConfiguration configuration(final int swIfIndex) {
        final Router router = routers.get(swIfIndex);
        return router == null ? RouterConfiguration.DEFAULT : router.said;
    }

    /** Changes that; what is said from here on is said soon. */
    public void configure(final int swIfIndex, final RouterConfiguration said) {
        final Router router = routers.computeIfAbsent(swIfIndex, index -> new Router());
        router.ceasing |= router.said.sends() && !said.sends();
        router.said = said;
        router.begin();
        // Who is still told what to say was not taken over from.
        handedOver = false;
        wake.run();
    }

    /** Has an interface say once more that it is no router, whether it is or not. */
    public void cease(final int swIfIndex) {
        routers.computeIfAbsent(swIfIndex, index -> new Router()).ceasing = true;
        wake.run();
    }

    /** An interface has come up, or its addresses have changed: that is said soon. */
    public void changed(final int swIfIndex) {
        final Router router = routers.get(swIfIndex);
        if (router != null && router.said.sends()) {
            router.begin();
            wake.run();
        }
    }

    /** An interface goes. */
    public void forget(final int swIfIndex) {
        routers.remove(swIfIndex);
    }

    /** What it has counted of an interface; null if there is nothing. */
    Router counted(final int swIfIndex) {
        return routers.get(swIfIndex);
    }

    /** A host asks whether there are routers; it is answered with the next advertisement, which comes soon. */
    public void solicited(final int swIfIndex) {
        final Router router = routers.get(swIfIndex);
        if (router == null || !router.said.sends()) {
            return;
        }
        router.solicitations++;
        if (router.asked) {
            router.ignored++;
        }
        router.asked = true;
        wake.run();
    }

    /** Another router advertises itself; what it says otherwise is told the operator once a minute at most (RFC 4861, 6.2.7). */
    public void heard(final int swIfIndex, final Ip6Address from, final int flags, final long nowNs) {
        final Router router = routers.get(swIfIndex);
        if (router == null || !router.said.sends()) {
            return;
        }
        router.others++;
        final int own = AdvertisementWriter.flags(router.said);
        if (flags != own && (noticeNs == Long.MIN_VALUE || nowNs - noticeNs > NOTICE_NS)) {
            noticeNs = nowNs;
            LOG.warn(
                    "router {} on {} says otherwise than this one whether hosts use DHCPv6",
                    from,
                    interfaces.byIndex(swIfIndex).name());
        }
    }

    @Override
    public long tick(final long nowNs, final Sink sink) {
        long next = NEVER;
        for (final Map.Entry<Integer, Router> entry : routers.entrySet()) {
            final Interface on = interfaces.byIndex(entry.getKey());
            final Ip6Address from =
                    on == null || !on.adminUp() ? null : addresses.sourceFor(on.swIfIndex(), LinkScope.PREFIX, 0);
            if (from != null) {
                next = Math.min(next, tick(on, from, entry.getValue(), nowNs, sink));
            }
        }
        return next;
    }

    private long tick(
            final Interface on, final Ip6Address from, final Router router, final long nowNs, final Sink sink) {
        if (router.ceasing) {
            router.ceasing = false;
            writer.send(on, from, router.said, List.of(), 0, sink);
        }
        if (!router.said.sends()) {
            return NEVER;
        }
        final long earliest = router.sent == 0 ? nowNs : router.lastNs + MIN_DELAY_NS;
        if (router.fresh) {
            router.fresh = false;
            router.dueNs = Math.max(nowNs, earliest);
        }
        if (router.asked && !router.answering) {
            router.answering = true;
            final long answer = Math.max(nowNs + random.nextLong(MAX_ANSWER_DELAY_NS), earliest);
            router.dueNs = Math.min(router.dueNs, answer);
        }
        if (router.dueNs <= nowNs) {
            if (writer.send(on, from, router.said, prefixes(on.swIfIndex()), router.said.lifetimeS(), sink)) {
                router.sent++;
            }
            router.asked = false;
            router.answering = false;
            router.lastNs = nowNs;
            router.dueNs = nowNs + interval(router);
        }
        return router.dueNs;
    }

    private long interval(final Router router) {
        final RouterConfiguration said = router.said;
        final long least = said.minIntervalS() * SECOND_NS;
        final long chosen = least + random.nextLong(said.maxIntervalS() * SECOND_NS - least + 1);
        if (router.initialLeft > 0) {
            router.initialLeft--;
            return Math.min(chosen, said.initialIntervalS() * SECOND_NS);
        }
        return chosen;
    }

    /** What an interface says of prefixes: those that something was said about, and its other subnets. */
    List<AdvertisedPrefix> prefixes(final int swIfIndex) {
        final List<AdvertisedPrefix> said = configuration(swIfIndex).prefixes();
        final List<AdvertisedPrefix> all = new ArrayList<>(said);
        for (final Ip6Prefix address : addresses.of(swIfIndex)) {
            final Ip6Prefix subnet = address.canonical();
            if (!LinkScope.is(subnet.address().high())
                    && all.stream().noneMatch(each -> each.prefix().equals(subnet))) {
                all.add(AdvertisedPrefix.ofSubnet(subnet));
            }
        }
        return all.stream()
                .filter(AdvertisedPrefix::advertised)
                .limit(MAX_PREFIXES)
                .toList();
    }

    /** Another version of the plugin goes on with it, so there is no end to tell. */
    public void handedOver() {
        handedOver = true;
    }

    @Override
    public void end(final long nowNs, final Sink sink) {
        if (!handedOver) {
            routers.values().forEach(router -> router.ceasing = router.said.sends());
            routers.values().forEach(router -> router.said = RouterConfiguration.DEFAULT);
            tick(nowNs, sink);
        }
    }

    /** What all interfaces say of themselves, by their index. */
    public Map<Integer, RouterConfiguration> export() {
        final Map<Integer, RouterConfiguration> all = new TreeMap<>();
        routers.forEach((index, router) -> all.put(index, router.said));
        return all;
    }

    /** Takes over what another version exported. */
    public void restore(final Map<Integer, RouterConfiguration> all) {
        all.forEach((index, said) -> {
            final Router router = new Router();
            router.said = said;
            router.initialLeft = 0;
            routers.put(index, router);
        });
    }
}
