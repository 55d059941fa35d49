package io.weir.nat64.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.Fib;
import io.weir.nat64.internal.Nat64;
import io.weir.nat64.internal.map.AddressMap;
import io.weir.nat64.internal.map.MapSet;
import io.weir.nat64.internal.map.MapTable;
import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import io.weir.plugin.Registrar;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Commands about addresses that are translated one by one, without sessions. Main only. */
final class MapCommands {
    private static final String TENANT = " [tenant-vrf <vrf:int 0..2147483647>]";
    private static final int BITS_4 = 32;
    private static final int BITS_6 = 128;

    private final Registrar host;
    private final Nat64 config;

    MapCommands(final Registrar host, final Nat64 config) {
        this.host = host;
        this.config = config;
    }

    void register() {
        host.command(
                        "nat64 add map <prefix4:ip4-prefix> <prefix6:ip6-prefix> [clat]" + TENANT + " [del]",
                        "Translate addresses of one prefix to those of the other that end with the same bits, without sessions"
                                + " (RFC 7757); the hosts have IPv6, or IPv4 (clat: RFC 6877)")
                .run(call -> map(call, call.get("prefix4", Ip4Prefix.class), call.get("prefix6", Ip6Prefix.class)));
        host.command(
                        "nat64 add map <address4:ip4> <address6:ip6> [clat]" + TENANT + " [del]",
                        "Translate one address to another, without sessions (RFC 7757); the host has IPv6, or IPv4 (clat)")
                .run(call -> map(
                        call,
                        new Ip4Prefix(call.getIp4("address4"), BITS_4),
                        new Ip6Prefix(call.get("address6", Ip6Address.class), BITS_6)));
        host.command(
                        "nat64 add router address <first:ip4> [- <last:ip4>] [del]",
                        "Add IPv4 addresses by which IPv6 routers that have none send ICMP errors (RFC 6791; default: "
                                + Ip4Address.format(MapTable.DUMMY) + ")")
                .run(this::routers);
        host.command(
                        "set interface nat64 map (in|out <interface>)... [del]",
                        "Translate by maps what comes in by an interface, behind which the hosts with maps are (in), or the"
                                + " others (out)")
                .run(this::sides);
        host.command(
                        "show nat64 map [<address6:ip6>|<address4:ip4>]" + TENANT,
                        "Show maps, or what an address becomes by them and by the prefixes")
                .run(this::show);
    }

    private void map(final CommandCall call, final Ip4Prefix ip4, final Ip6Prefix ip6) {
        config.requireEnabled();
        final AddressMap map;
        try {
            map = new AddressMap(Routes.table(host, call, AddressMap.ANY_TABLE), ip4, ip6, call.has("clat"));
        } catch (final IllegalArgumentException wrong) {
            throw call.refuse("%s", wrong.getMessage());
        }
        if (call.has("del")) {
            config.maps().remove(map);
        } else {
            new Unusable(host, config).check(map);
            config.maps().add(map);
        }
    }

    private void routers(final CommandCall call) {
        config.requireEnabled();
        final int first = call.getIp4("first");
        config.maps().routers(first, call.has("last") ? call.getIp4("last") : first, !call.has("del"));
    }

    private void sides(final CommandCall call) {
        config.requireEnabled();
        final boolean on = !call.has("del");
        final List<CommandCall> all = call.groups("in");
        final Set<String> seen = new HashSet<>();
        for (final CommandCall one : all) {
            config.maps().checkSide(one.getInterface("interface"), ConfigCommands.side(one), on);
            if (!seen.add(one.get("interface") + ' ' + ConfigCommands.side(one))) {
                throw call.refuse("%s is there twice", one.get("interface"));
            }
        }
        all.forEach(one -> config.maps().side(one.getInterface("interface"), ConfigCommands.side(one), on));
    }

    private void show(final CommandCall call) {
        if (call.has("address4")) {
            call.println("%s is %s", Ip4Address.format(call.getIp4("address4")), of4(call, call.getIp4("address4")));
        } else if (call.has("address6")) {
            final Ip6Address address = call.get("address6", Ip6Address.class);
            call.println("%s is %s", address, of6(call, address));
        } else {
            all(call);
        }
    }

    private String of4(final CommandCall call, final int address) {
        final int table =
                Routes.table(host, call, host.service(Fib.class).table("ip6", 0).index());
        for (final MapSet maps : sets()) {
            final int map = maps.find4(table, address);
            if (map != MapTable.NONE_FOUND) {
                return "%s by map %s"
                        .formatted(
                                new Ip6Address(maps.high6(map), maps.low6(map, address)),
                                maps.maps().get(map));
            }
        }
        final int number = config.shared().prefixes().first(table, address);
        if (number < 0) {
            return "in no map, and may be written under no prefix";
        }
        final var prefix = config.shared().prefixes().prefix(number);
        return "%s by prefix %s".formatted(new Ip6Address(prefix.high(address), prefix.low(address)), prefix);
    }

    private List<MapSet> sets() {
        return List.of(config.shared().maps().ofIp6(), config.shared().maps().ofIp4());
    }

    private String of6(final CommandCall call, final Ip6Address address) {
        final int table =
                Routes.table(host, call, host.service(Fib.class).table("ip6", 0).index());
        for (final MapSet maps : sets()) {
            final int map = maps.find6(table, address.high(), address.low());
            if (map != MapTable.NONE_FOUND) {
                return "%s by map %s"
                        .formatted(
                                Ip4Address.format(maps.ip4(map, address.low())),
                                maps.maps().get(map));
            }
        }
        final int number = config.shared().prefixes().find(table, address.high(), address.low());
        if (number < 0) {
            return "in no map and no prefix; errors that it sends come from %s"
                    .formatted(Ip4Address.format(config.shared().maps().router(address.high(), address.low())));
        }
        final var prefix = config.shared().prefixes().prefix(number);
        return "%s by prefix %s".formatted(Ip4Address.format(prefix.extract(address.high(), address.low())), prefix);
    }

    private void all(final CommandCall call) {
        call.println("NAT64 maps:");
        call.forEach(
                List.copyOf(config.maps().maps()),
                map -> call.println(
                        " %s%s",
                        map,
                        map.table() == AddressMap.ANY_TABLE ? "" : " tenant-vrf " + Routes.number(host, map.table())));
        config.maps()
                .interfaces()
                .forEach((swIfIndex, sides) -> call.println(
                        " interface %s %s", host.interfaces().byIndex(swIfIndex).name(), ShowCommands.words(sides)));
        if (config.maps().routers().isEmpty()) {
            call.println(" routers %s (default)", Ip4Address.format(MapTable.DUMMY));
        }
        config.maps().routers().forEach(address -> call.println(" routers %s", Ip4Address.format(address)));
    }
}
