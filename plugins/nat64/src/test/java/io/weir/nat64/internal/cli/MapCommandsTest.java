package io.weir.nat64.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.nat64.internal.UnconfiguredBase;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands about maps: refused in a sentence, in any order, per table. */
class MapCommandsTest extends UnconfiguredBase {
    private static final String MAP = "nat64 add map 198.51.100.0/29 2001:db8:1::/125";

    private void refused(final String command, final String why) {
        assertThat(host.refused(command)).as(command).contains(why);
    }

    @Test
    void shouldNameWhatIsWrongAndChangeNothing() {
        run(0, () -> {
            for (final String command : List.of(
                    MAP,
                    "nat64 add router address 203.0.113.1",
                    "set interface nat64 map in left",
                    "set interface nat64 map out right del")) {
                refused(command, "NAT64 is not enabled");
            }
            host.cli("nat64 plugin enable");
            host.cli(MAP);
            host.cli("nat64 add router address 203.0.113.1 - 203.0.113.4");
            host.cli("set interface nat64 map in left");
            final String before = host.cli("show nat64 map");
            refused(MAP, "there is a map of 198.51.100.0/29 already: 198.51.100.0/29 2001:db8:1::/125");
            refused("nat64 add map 203.0.113.8/29 2001:db8:1::/125", "a map of 2001:db8:1::/125 already");
            refused("nat64 add map 198.51.100.0/29 2001:db8:1::/64", "equally many bits");
            refused("nat64 add map 198.51.100.1/29 2001:db8:1::/125", "beyond the prefix");
            refused("nat64 add map 224.0.0.1 2001:db8:1::5", "no host");
            refused("nat64 add map 192.0.2.1 fe80::1", "not routed");
            refused("nat64 add map 192.0.2.1 2001:db8:1::5 tenant-vrf 9", "there is no IPv6 table 9");
            refused("nat64 add map 192.0.2.1 2001:db8:1::5 del", "no map of 192.0.2.1/32 2001:db8:1::5/128");
            refused(MAP + " clat del", "no map of 198.51.100.0/29 2001:db8:1::/125 clat");
            refused("nat64 add router address 203.0.113.4 - 203.0.113.5", "203.0.113.4 is already");
            refused("nat64 add router address 203.0.113.9 - 203.0.113.8", "is below");
            refused("nat64 add router address 10.0.0.0 - 10.255.255.255", "256 addresses of routers at most");
            refused("nat64 add router address 127.0.0.1", "127.0.0.1 is no address");
            refused("nat64 add router address 203.0.113.9 del", "203.0.113.9 is not");
            refused("set interface nat64 map in left", "left is already map in");
            refused("set interface nat64 map out left del", "left is not map out");
            refused("set interface nat64 map out right out right", "right is there twice");
            assertThat(host.cli("show nat64 map"))
                    .isEqualTo(before)
                    .contains("198.51.100.0/29 2001:db8:1::/125", "interface left in", "routers 203.0.113.4");
        });
    }

    @Test
    void shouldSayWhatAnAddressBecomes() {
        run(0, () -> {
            host.cli("nat64 plugin enable");
            host.cli("nat64 add prefix 2001:db8:64::/96");
            host.cli(MAP);
            host.cli("nat64 add map 198.51.100.3 2001:db8:2::3");
            host.cli("nat64 add map 10.0.0.0/24 2001:db8:c::/120 clat");
            assertThat(host.cli("show nat64 map 198.51.100.2")).contains("is 2001:db8:1::2 by map 198.51.100.0/29");
            assertThat(host.cli("show nat64 map 198.51.100.3")).contains("is 2001:db8:2::3 by map 198.51.100.3/32");
            assertThat(host.cli("show nat64 map 2001:db8:1::2")).contains("is 198.51.100.2 by map");
            assertThat(host.cli("show nat64 map 2001:db8:c::7")).contains("is 10.0.0.7 by map", "clat");
            assertThat(host.cli("show nat64 map 192.0.2.1"))
                    .contains("is 2001:db8:64::c000:201 by prefix 2001:db8:64::/96");
            assertThat(host.cli("show nat64 map 2001:db8:64::c000:201")).contains("is 192.0.2.1 by prefix");
            assertThat(host.cli("show nat64 map 2001:db8:9::1")).contains("no map and no prefix", "192.0.0.8");
            host.cli("nat64 add prefix 2001:db8:64::/96 del");
            assertThat(host.cli("show nat64 map 192.0.2.1")).contains("under no prefix");
        });
    }

    /** Maps of a table are for its packets, before those of all tables. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldHaveMapsOfEachTable(final int workers) {
        run(workers, () -> {
            host.cli("ip6 table add 7");
            host.cli("nat64 plugin enable");
            host.cli("nat64 add prefix 2001:db8:64::/96");
            host.cli("set interface nat64 map out right in left");
            host.cli("nat64 add map 198.51.100.2 2001:db8:1::2 tenant-vrf 7");
            assertThat(through(left, udp(2, 5, 6)))
                    .as("the map is another table's")
                    .isEmpty();
            host.cli(MAP);
            host.cli("nat64 add map 198.51.100.77 2001:db8:1::2 tenant-vrf 0");
            assertThat(through(left, udp(2, 5, 6)))
                    .singleElement()
                    .extracting(PacketView::source)
                    .isEqualTo("198.51.100.77");
            assertThat(through(left, udp(3, 5, 6)))
                    .singleElement()
                    .extracting(PacketView::source)
                    .isEqualTo("198.51.100.3");
            assertThat(host.cli("show nat64 map")).contains("198.51.100.77/32 2001:db8:1::2/128 tenant-vrf 0");
        });
    }

    @Test
    void shouldFollowInterfacesAndForgetAllWhenDisabled() {
        run(0, () -> {
            host.cli("nat64 plugin enable");
            host.cli(MAP);
            host.cli("nat64 add prefix 2001:db8:64::/96");
            host.cli("create loopback interface");
            host.cli("set interface nat64 map in loop0 out loop0 in left out right");
            host.cli("delete loopback interface intfc loop0");
            assertThat(host.cli("show nat64 map"))
                    .contains("left in", "right out")
                    .doesNotContain("loop0");
            assertThat(through(left, udp(2, 5, 6))).hasSize(1);
            host.cli("nat64 plugin disable");
            assertThat(through(left, udp(2, 5, 6))).isEmpty();
            host.cli("nat64 plugin enable");
            assertThat(host.cli("show nat64 map")).isEqualTo("NAT64 maps:\n routers 192.0.0.8 (default)\n");
            host.cli("set interface nat64 map in left");
            assertThat(host.cli("show nat64 why")).contains("No address of the pool");
            host.cli(MAP);
            assertThat(host.cli("show nat64 why"))
                    .contains("No interface has the others")
                    .doesNotContain("pool", "No interface has the hosts with maps");
        });
    }

    @Test
    void shouldTraceWhatBecomesWhat() {
        run(0, () -> {
            host.cli("nat64 plugin enable");
            host.cli(MAP);
            host.cli("nat64 add prefix 2001:db8:64::/96");
            host.cli("set interface nat64 map in left out right");
            host.cli("trace add test-input 1");
            host.cli("trace add test-input 1");
            through(left, udp(2, 5, 6));
            through(right, TestPacket.udp(SERVER, "198.51.100.2").ports(6, 5));
            assertThat(host.cli("show trace"))
                    .contains("nat64-map-in-ip6")
                    .contains("map: 198.51.100.2 is 2001:db8:1::2, 192.0.2.2 is 2001:db8:64::c000:202")
                    .contains("nat64-map-out-ip4")
                    .contains("map: 192.0.2.2 is 2001:db8:64::c000:202, 198.51.100.2 is 2001:db8:1::2");
        });
    }

    /** A file with as many maps as there may be is read in a bearable time: each is one publication. */
    @Test
    void shouldTakeThousandsOfMaps() {
        run(0, () -> {
            host.cli("nat64 plugin enable");
            for (int i = 0; i < 4_096; i++) {
                host.cli("nat64 add map 10.1.%d.%d 2001:db8:7::%x".formatted(i >>> 8, i & 0xff, i));
            }
            refused("nat64 add map 10.9.9.9 2001:db8:9::9", "4096 maps at most");
            assertThat(host.cli("show nat64 map 10.1.15.255")).contains("2001:db8:7::fff");
        });
    }
}
