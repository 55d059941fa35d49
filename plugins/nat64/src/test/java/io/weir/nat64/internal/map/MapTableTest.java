package io.weir.nat64.internal.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7757, 3.3: the longest prefix counts, and what is behind it stays. */
class MapTableTest {
    private static final int TABLE = 3;

    private static AddressMap map(final int table, final String ip4, final String ip6) {
        return new AddressMap(table, Ip4Prefix.parse(ip4), Ip6Prefix.parse(ip6), false);
    }

    private static final List<AddressMap> LIST = List.of(
            map(AddressMap.ANY_TABLE, "192.0.2.1/32", "2001:db8:aaaa::/128"),
            map(AddressMap.ANY_TABLE, "192.0.2.2/32", "2001:db8:bbbb::b/128"),
            map(AddressMap.ANY_TABLE, "192.0.2.16/28", "2001:db8:cccc::/124"),
            map(AddressMap.ANY_TABLE, "192.0.2.16/30", "2001:db8:dddd::10/126"),
            map(AddressMap.ANY_TABLE, "192.0.2.224/31", "64:ff9b::/127"),
            map(TABLE, "192.0.2.0/24", "2001:db8:eeee:ffff:1:2:3:0/120"));
    private static final MapSet MAPS = new MapTable(LIST, List.of()).ofIp6();

    @ParameterizedTest
    @CsvSource({
        "0, 192.0.2.1, 2001:db8:aaaa::",
        "0, 192.0.2.2, 2001:db8:bbbb::b",
        "0, 192.0.2.16, 2001:db8:dddd::10",
        "0, 192.0.2.19, 2001:db8:dddd::13",
        "0, 192.0.2.20, 2001:db8:cccc::4",
        "0, 192.0.2.31, 2001:db8:cccc::f",
        "0, 192.0.2.225, 64:ff9b::1",
        "3, 192.0.2.1, 2001:db8:eeee:ffff:1:2:3:1",
        "3, 192.0.2.255, 2001:db8:eeee:ffff:1:2:3:ff",
    })
    void shouldTranslateBothWays(final int table, final String ip4, final String ip6) {
        final int address = Ip4Address.parse(ip4);
        final int map = MAPS.find4(table, address);
        final Ip6Address there = new Ip6Address(MAPS.high6(map), MAPS.low6(map, address));
        assertThat(there).hasToString(ip6);
        final int back = MAPS.find6(table, there.high(), there.low());
        assertThat(back).isEqualTo(map);
        assertThat(Ip4Address.format(MAPS.ip4(back, there.low()))).isEqualTo(ip4);
    }

    @ParameterizedTest
    @CsvSource({"0, 192.0.2.3", "0, 192.0.2.32", "0, 192.0.2.226", "3, 192.0.3.1", "3, 0.0.0.0"})
    void shouldFindNoMapForOthers(final int table, final String ip4) {
        assertThat(MAPS.find4(table, Ip4Address.parse(ip4))).isEqualTo(MapTable.NONE_FOUND);
    }

    @ParameterizedTest
    @CsvSource({"0, 2001:db8:aaaa::1", "0, 2001:db8:cccc::10", "0, 2001:db8:eeee:ffff:1:2:3:1", "3, ::", "3, 2001:db8::"
    })
    void shouldFindNoMapForOtherAddressesOfIp6(final int table, final String ip6) {
        final Ip6Address address = Ip6Address.parse(ip6);
        assertThat(MAPS.find6(table, address.high(), address.low())).isEqualTo(MapTable.NONE_FOUND);
    }

    /** The longest that fits is found among many of all lengths. */
    @Test
    void shouldFindAsASearchThroughAllDoes() {
        final Random random = new Random(7757);
        final List<AddressMap> all = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            final int length = 8 + random.nextInt(25);
            final int network = (0x0a00_0000 | random.nextInt(1 << 24)) & Ip4Prefix.mask(length);
            final Ip4Prefix ip4 = new Ip4Prefix(network, length);
            final Ip6Prefix ip6 = new Ip6Prefix(
                            new Ip6Address(0x2001_0db8_0000_0000L | i, (long) random.nextInt() << 32), length + 96)
                    .canonical();
            if (all.stream().noneMatch(map -> map.ip4().equals(ip4))) {
                all.add(new AddressMap(AddressMap.ANY_TABLE, ip4, ip6, false));
            }
        }
        final MapSet table = new MapTable(all, List.of()).ofIp6();
        for (int i = 0; i < 20_000; i++) {
            final int address = 0x0a00_0000 | random.nextInt(1 << 24);
            int expected = MapTable.NONE_FOUND;
            for (int place = 0; place < all.size(); place++) {
                if (all.get(place).ip4().contains(address)
                        && (expected < 0
                                || all.get(place).ip4().length()
                                        > all.get(expected).ip4().length())) {
                    expected = place;
                }
            }
            assertThat(table.find4(0, address)).isEqualTo(expected);
            if (expected >= 0) {
                final long low = table.low6(expected, address);
                assertThat(table.find6(0, table.high6(expected), low)).isEqualTo(expected);
                assertThat(table.ip4(expected, low)).isEqualTo(address);
            }
        }
    }

    /** RFC 6791, 3: one of the pool's, and of a router always the same. */
    @Test
    void shouldGiveRoutersAddressesOfThePool() {
        final List<Integer> pool = List.of(Ip4Address.parse("203.0.113.1"), Ip4Address.parse("203.0.113.2"));
        final MapTable table = new MapTable(LIST, pool);
        final int[] seen = new int[2];
        for (int i = 0; i < 1_000; i++) {
            final int router = table.router(0x2001_0db8_0000_0000L, i);
            assertThat(pool).contains(router);
            assertThat(table.router(0x2001_0db8_0000_0000L, i)).isEqualTo(router);
            seen[pool.indexOf(router)]++;
        }
        assertThat(seen[0]).isBetween(350, 650);
        assertThat(MapTable.EMPTY.router(1, 2)).isEqualTo(MapTable.DUMMY);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 2001:db8::/96, behind the prefix",
        "192.0.2.1/24, 2001:db8::/120, beyond the prefix",
        "192.0.2.0/24, 2001:db8::1/120, beyond the prefix",
        "127.0.0.0/8, 2001:db8::/104, no host",
        "224.0.0.0/24, 2001:db8::/120, no host",
        "0.0.0.1/32, 2001:db8::/128, no host",
        "192.0.2.0/24, ff0e::/120, not routed",
        "192.0.2.0/24, fe80::/120, not routed",
        "192.0.2.0/24, ::/120, not routed",
    })
    void shouldRefuseWhatNoHostHas(final String ip4, final String ip6, final String why) {
        assertThatThrownBy(() -> map(AddressMap.ANY_TABLE, ip4, ip6)).hasMessageContaining(why);
    }
}
