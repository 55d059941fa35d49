package io.weir.ip6.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.ip6.internal.ra.AdvertisedPrefix;
import io.weir.ip6.internal.ra.DnsServer;
import io.weir.ip6.internal.ra.RouterAdvertiser;
import io.weir.ip6.internal.ra.RouterConfiguration;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.List;

/** {@code ip6 nd}: what interfaces say of themselves as routers (VPP: ip6_ra.c). Main only. */
public final class RouterCommands {
    private static final String LIFETIME = "0..4294967295";

    private final RouterAdvertiser advertiser;

    public RouterCommands(final RouterAdvertiser advertiser) {
        this.advertiser = advertiser;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command(
                        "ip6 nd <interface> [no] [ra-suppress] [ra-suppress-link-layer] [ra-managed-config-flag]"
                                + " [ra-other-config-flag] [ra-lifetime [<lifetime:int 0..9000>]]"
                                + " [ra-initial [<initial-interval:int 1..16> <initial-count:int 0..3>]]"
                                + " [ra-interval [<max-interval:int 4..1800> [<min-interval:int 3..1350>]]] [ra-cease]",
                        "Have an interface advertise itself as a router (`no ra-suppress'), or change what it says;"
                                + " `no' puts back what it begins with")
                .run(this::routers);
        host.command(
                        "ip6 nd <interface> [no] prefix <prefix:ip6-prefix> [<valid:long " + LIFETIME
                                + "> <preferred:long " + LIFETIME
                                + ">] [infinite] [off-link] [no-autoconfig] [no-advertise]",
                        "Say of a prefix what hosts may do with it, lifetimes in seconds; subnets of the interface are"
                                + " advertised by default, `no-advertise' leaves one out")
                .run(this::prefixes);
        host.command(
                        "ip6 nd <interface> [no] dns <server:ip6> [<lifetime:long " + LIFETIME + ">]",
                        "Tell hosts of a DNS server (RFC 8106), lifetime in seconds")
                .run(this::servers);
    }

    private void routers(final CommandCall call) {
        final int on = call.getInterface("interface");
        final RouterConfiguration was = advertiser.configuration(on);
        final RouterConfiguration begins = RouterConfiguration.DEFAULT;
        final boolean no = call.has("no");
        final int max = number(call, "ra-interval", "max-interval", was.maxIntervalS(), begins.maxIntervalS());
        final int lifetime = number(call, "ra-lifetime", "lifetime", was.lifetimeS(), begins.lifetimeS());
        if (lifetime != 0 && lifetime < max) {
            throw call.refuse("ra-lifetime %d is shorter than the longest interval of %d s, and not 0", lifetime, max);
        }
        advertiser.configure(
                on,
                new RouterConfiguration(
                        call.has("ra-suppress") ? no : was.sends(),
                        call.has("ra-suppress-link-layer") ? no : was.linkOption(),
                        call.has("ra-managed-config-flag") ? !no : was.managed(),
                        call.has("ra-other-config-flag") ? !no : was.other(),
                        lifetime,
                        max,
                        call.has("ra-interval") ? minimum(call, max) : was.minIntervalS(),
                        number(
                                call,
                                "ra-initial",
                                "initial-interval",
                                was.initialIntervalS(),
                                begins.initialIntervalS()),
                        number(call, "ra-initial", "initial-count", was.initialCount(), begins.initialCount()),
                        was.prefixes(),
                        was.servers()));
        if (call.has("ra-cease")) {
            advertiser.cease(on);
        }
    }

    /** A number behind a word: as it was without the word, as it begins with `no' before it. */
    private static int number(
            final CommandCall call, final String word, final String name, final int was, final int begins) {
        if (!call.has(word)) {
            return was;
        }
        if (call.has("no")) {
            if (call.has(name)) {
                throw call.refuse("`no %s' puts back what it begins with, and takes no <%s>", word, name);
            }
            return begins;
        }
        if (!call.has(name)) {
            throw call.refuse("%s needs <%s>", word, name);
        }
        return call.get(name, Integer.class);
    }

    /** Three quarters of the longest, unless it is given. */
    private static int minimum(final CommandCall call, final int max) {
        final int most = Math.max(3, max * 3 / 4);
        final int min = call.has("min-interval") ? call.get("min-interval", Integer.class) : most;
        if (min > most) {
            throw call.refuse("the shortest interval of %d s is more than three quarters of %d", min, max);
        }
        return min;
    }

    private void prefixes(final CommandCall call) {
        final int on = call.getInterface("interface");
        final Ip6Prefix prefix = call.get("prefix", Ip6Prefix.class).canonical();
        final RouterConfiguration was = advertiser.configuration(on);
        final List<AdvertisedPrefix> said = new ArrayList<>(was.prefixes());
        final boolean there = said.removeIf(each -> each.prefix().equals(prefix));
        if (call.has("no")) {
            if (!there) {
                throw call.refuse("nothing was said of prefix %s", prefix);
            }
        } else {
            said.add(prefix(call, prefix));
        }
        if (said.size() > RouterAdvertiser.MAX_PREFIXES) {
            throw call.refuse("an interface advertises %d prefixes at most", RouterAdvertiser.MAX_PREFIXES);
        }
        advertiser.configure(on, was.with(said, was.servers()));
    }

    private static AdvertisedPrefix prefix(final CommandCall call, final Ip6Prefix prefix) {
        if (prefix.address().high() >>> 54 == 0xfe80 >>> 6 || prefix.address().high() >>> 56 == 0xff) {
            throw call.refuse("prefix %s is link-local or multicast, which is not advertised", prefix);
        }
        final boolean infinite = call.has("infinite");
        final long valid = infinite ? AdvertisedPrefix.INFINITE : seconds(call, "valid", AdvertisedPrefix.VALID_S);
        final long preferred =
                infinite ? AdvertisedPrefix.INFINITE : seconds(call, "preferred", AdvertisedPrefix.PREFERRED_S);
        if (preferred > valid) {
            throw call.refuse("prefix %s is preferred for %d s, longer than it is valid", prefix, preferred);
        }
        return new AdvertisedPrefix(
                prefix, valid, preferred, !call.has("off-link"), !call.has("no-autoconfig"), !call.has("no-advertise"));
    }

    private static long seconds(final CommandCall call, final String name, final long otherwise) {
        return call.has(name) ? call.get(name, Long.class) : otherwise;
    }

    private void servers(final CommandCall call) {
        final int on = call.getInterface("interface");
        final Ip6Address address = call.get("server", Ip6Address.class);
        final RouterConfiguration was = advertiser.configuration(on);
        final List<DnsServer> told = new ArrayList<>(was.servers());
        final boolean there = told.removeIf(each -> each.address().equals(address));
        if (call.has("no")) {
            if (!there) {
                throw call.refuse("hosts are not told of DNS server %s", address);
            }
        } else {
            told.add(new DnsServer(address, seconds(call, "lifetime", 3L * was.maxIntervalS())));
        }
        if (told.size() > RouterAdvertiser.MAX_SERVERS) {
            throw call.refuse("an interface tells of %d DNS servers at most", RouterAdvertiser.MAX_SERVERS);
        }
        advertiser.configure(on, was.with(was.prefixes(), told));
    }
}
