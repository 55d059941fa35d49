package io.weir.nat64.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.nat64.internal.UnconfiguredBase;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands in any order and with wrong input. */
@Timeout(60)
class ConfigCommandsTest extends UnconfiguredBase {
    @Test
    void shouldRefuseEverythingButEnablingWhileItIsNotEnabled() {
        run(0, () -> {
            for (final String command : new String[] {
                "nat64 plugin disable",
                "nat64 add prefix 2001:db8:64::/96",
                "nat64 add pool address 198.51.100.1",
                "nat64 add pool address 198.51.100.1 del",
                "nat64 drain 198.51.100.1",
                "clear nat64 sessions",
                "nat64 add interface address right",
                "set interface nat64 in left",
                "set interface nat64 out right del",
                "nat64 add static bib 2001:db8::2 80 198.51.100.1 80 tcp"
            }) {
                assertThat(host.refused(command)).as(command).contains("NAT64 is not enabled");
            }
            host.cli("nat64 plugin enable");
            assertThat(host.refused("nat64 plugin enable max-sessions 7")).contains("enabled already");
            assertThat(host.cli("show nat64 pool")).contains("no address that new bindings could get");
        });
    }

    @Test
    void shouldNameWhatIsWrongAndChangeNothing() {
        run(0, () -> {
            translate();
            host.cli("nat64 add pool address 198.51.100.8 - 198.51.100.9");
            host.cli("nat64 add static bib 2001:db8:1::2 80 198.51.100.1 80 tcp");
            final String before = host.cli("show nat64 pool")
                    + host.cli("show nat64 prefix")
                    + host.cli("show nat64 interfaces")
                    + host.cli("show nat64 bib all");
            refused("nat64 add pool address 198.51.100.1", "198.51.100.1 is in the pool already");
            refused("nat64 add pool address 198.51.100.7 - 198.51.100.9", "198.51.100.8 is in the pool already");
            refused("nat64 add pool address 198.51.100.5 - 198.51.100.4", "198.51.100.4 is below 198.51.100.5");
            refused("nat64 add pool address 10.0.0.0 - 10.255.255.255", "4096 addresses at most");
            refused("nat64 add pool address 10.0.0.0 - 10.0.15.255", "4096 addresses at most");
            refused("nat64 add pool address 224.0.0.1", "224.0.0.1 is no address");
            refused("nat64 add pool address 0.0.0.0", "0.0.0.0 is no address");
            refused("nat64 add pool address 198.51.100.7 del", "198.51.100.7 is not in the pool");
            refused("nat64 drain 198.51.100.9 - 198.51.100.10", "198.51.100.10 is not in the pool");
            refused("nat64 add pool address 10.0.0.1 tenant-vrf 9", "there is no IPv6 table 9");
            refused("nat64 add prefix 2001:db8:64::/96", "prefix 2001:db8:64::/96 is there already");
            refused("nat64 add prefix 2001:db8:65::/96 del", "prefix 2001:db8:65::/96 is not there");
            refused("nat64 add prefix 2001:db8:64::/95", "95");
            refused("set interface nat64 in left", "left is already in");
            refused("set interface nat64 out left del", "left is not out");
            refused("set interface nat64 out nowhere", "nowhere");
            refused("nat64 add interface address right del", "addresses of right are not in the pool");
            refused("nat64 add static bib 2001:db8:1::2 80 198.51.100.1 81 tcp", "2001:db8:1::2 port 80");
            refused("nat64 add static bib 2001:db8:1::3 80 198.51.100.1 80 tcp", "port 80 of 198.51.100.1");
            refused("nat64 add static bib 2001:db8:1::3 80 198.51.100.2 80 tcp", "198.51.100.2 is not in the pool");
            refused("nat64 add static bib 2001:db8:1::3 0 198.51.100.1 80 udp", "0 is no port of udp");
            refused("nat64 add static bib 2001:db8:1::3 80 198.51.100.1 81 tcp del", "not bound to port 81");
            for (final String client : new String[] {"ff02::1", "::", "::1", "fe80::2"}) {
                refused("nat64 add static bib " + client + " 80 198.51.100.1 81 tcp", client + " can't be a client");
            }
            refused("nat64 add static bib 2001:db8:1::1 80 198.51.100.1 81 tcp", "an address of left");
            refused("nat64 add static bib 2001:db8:64::9 80 198.51.100.1 81 tcp", "lies within a prefix");
            refused("nat64 add prefix 2001:db8:1::/64", "2001:db8:1::1, an address of left");
            refused("nat64 add prefix ff00::/64", "none of groups");
            refused("nat64 add pool address 192.0.2.0 - 192.0.2.3", "192.0.2.1 is an address of right");
            host.cli("ip6 table add 9");
            host.cli("nat64 add prefix 2001:db8:1::/64 tenant-vrf 9");
            host.cli("nat64 add prefix 2001:db8:1::/64 tenant-vrf 9 del");
            refused("nat64 add prefix 2001:db8:1::/64 tenant-vrf 19", "no IPv6 table 19");
            refused("nat64 add map 198.51.100.0/24 2001:db8:b::/120", "198.51.100.1, an address of the pool");
            host.cli("nat64 add map 198.51.101.0/24 2001:db8:b::/120");
            refused("nat64 add pool address 198.51.101.9", "2001:db8:b::/120");
            host.cli("nat64 add map 198.51.101.0/24 2001:db8:b::/120 del");
            refused("set nat64 timeouts udp 5 reset", "`reset' goes alone");
            refused("set nat64 timeouts tcp-established 200", "can't last 200 s");
            refused("set nat64 timeouts tcp-transitory 8000", "8000");
            refused("nat64 save /none/such", "there is no /none/such");
            refused("set nat64 timeouts", "say which timeout");
            refused("set nat64 timeouts udp 0", "0");
            assertThat(host.cli("show nat64 pool")
                            + host.cli("show nat64 prefix")
                            + host.cli("show nat64 interfaces")
                            + host.cli("show nat64 bib all"))
                    .isEqualTo(before);
        });
    }

    private void refused(final String command, final String why) {
        assertThat(host.refused(command)).as(command).contains(why);
    }

    @Test
    void shouldTakeLimitsAndTheWordsOfVpp() {
        run(0, () -> {
            host.cli("nat64 plugin enable bib-buckets 1024 bib-memory 128M st-buckets 2048 st-memory 256M"
                    + " client-prefix-length 56 client-bindings 3 max-sessions 5");
            configure();
            for (int i = 0; i < 3; i++) {
                assertThat(passed(left, udp(2 + i, 4_000, 53))).isEqualTo(1);
            }
            assertThat(passed(left, udp(6, 4_000, 53))).as("a fourth of a /56").isZero();
            assertThat(host.errors("nat64-in2out-client-limit")).isEqualTo(1);
            assertThat(passed(left, udp(2, 4_000, 54), udp(2, 4_000, 55), udp(2, 4_000, 56)))
                    .as("five sessions in all")
                    .isEqualTo(2);
            assertThat(host.errors("nat64-in2out-full")).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldEndSessionsWhenDisabledAndBeginAnewWithOtherLimits(final int workers) {
        run(workers, () -> {
            translate();
            host.cli("nat64 add static bib 2001:db8:1::9 80 198.51.100.1 80 tcp");
            for (int port = 1_024; port < 1_324; port++) {
                left.send(udp(2 + port % 7, port, 53));
            }
            host.untilIdle();
            assertThat(right.received()).hasSize(300);
            assertThat(sessions("all")).isEqualTo(300);
            host.cli("nat64 plugin disable");
            assertThat(passed(left, udp(2, 9_999, 53))).isZero();
            host.cli("nat64 plugin enable client-prefix-length 64 client-bindings 1");
            assertThat(sessions("all")).isZero();
            assertThat(bindings()).isZero();
            host.untilInTime(() -> !host.cli("show nat64 pool").contains(POOL));
            configure();
            assertThat(passed(left, udp(2, 4_000, 53))).isEqualTo(1);
            assertThat(passed(left, udp(3, 4_000, 53))).as("another of its /64").isZero();
            host.cli("nat64 add pool address 198.51.100.1 del");
            assertThat(host.cli("show nat64 pool")).contains("draining: 1 binding left,");
        });
    }

    @Test
    void shouldDrainAddressesWithTheirBindings() {
        run(1, () -> {
            translate();
            host.cli("nat64 add static bib 2001:db8:1::9 80 198.51.100.1 80 tcp");
            assertThat(passed(left, udp(2, 4_000, 53))).isEqualTo(1);
            host.cli("nat64 drain 198.51.100.1");
            assertThat(host.cli("show nat64 pool"))
                    .contains("198.51.100.1 draining: 2 bindings left, 1 of them static, ports: tcp 1, udp 1, icmp 0");
            assertThat(host.refused("nat64 drain 198.51.100.1")).contains("198.51.100.1 is draining already");
            assertThat(host.refused("nat64 add static bib 2001:db8:1::9 81 198.51.100.1 81 tcp"))
                    .contains("198.51.100.1 drains");
            assertThat(passed(left, udp(2, 4_000, 54)))
                    .as("a binding that is there")
                    .isEqualTo(1);
            assertThat(passed(left, udp(2, 4_001, 54))).as("a new one").isZero();
            host.cli("nat64 add static bib 2001:db8:1::9 80 198.51.100.1 80 tcp del");
            host.cli("clear nat64 sessions");
            host.untilInTime(() -> !host.cli("show nat64 pool").contains("198.51.100.1"));
            host.cli("nat64 add pool address 198.51.100.1");
            assertThat(passed(left, udp(2, 4_001, 54))).isEqualTo(1);
        });
    }

    @Test
    void shouldGoOnWhenInterfacesAreDeletedWhileTheyAreInUse() {
        run(1, () -> {
            host.cli("nat64 plugin enable");
            for (int i = 0; i < 3; i++) {
                host.cli("create loopback interface");
                host.cli("set interface ip address loop0 198.51.100.77/32");
                host.cli("set interface nat64 in loop0");
                host.cli("set interface nat64 out loop0");
                host.cli("nat64 add interface address loop0");
                assertThat(host.cli("show nat64 pool")).contains("198.51.100.77 of loop0");
                assertThat(host.refused("nat64 drain 198.51.100.77")).contains("as an address of loop0");
                host.cli("delete loopback interface intfc loop0");
                assertThat(host.cli("show nat64 interfaces")).doesNotContain("loop0", "DELETED");
                host.untilInTime(() -> !host.cli("show nat64 pool").contains("198.51.100.77"));
            }
            configure();
            assertThat(passed(left, udp(2, 4_000, 53))).isEqualTo(1);
            host.cli("nat64 plugin disable");
        });
    }

    @Test
    void shouldTranslateInWhateverOrderItIsConfigured() {
        run(1, () -> {
            host.cli("nat64 plugin enable");
            host.cli("set interface nat64 out right");
            host.cli("set interface nat64 in left");
            assertThat(passed(left, udp(2, 4_000, 53))).as("under no prefix").isZero();
            assertThat(passed(
                            left, TestPacket.udp(client(2), "64:ff9b::808:808").ports(4_000, 53)))
                    .as("no pool")
                    .isZero();
            assertThat(host.errors("nat64-in2out-no-pool")).isEqualTo(1);
            host.cli("nat64 add pool address 198.51.100.1");
            assertThat(passed(left, udp(2, 4_000, 53))).isZero();
            host.cli("nat64 add prefix 2001:db8:64::/96");
            assertThat(passed(left, udp(2, 4_000, 53))).isEqualTo(1);
        });
    }

    @Test
    void shouldEndTheSessionsOfAPrefixThatGoes() {
        run(1, () -> {
            translate();
            host.cli("nat64 add prefix 2001:db8:65::/96");
            final TestPacket second =
                    TestPacket.udp(client(2), "2001:db8:65::c000:202").ports(4_000, 54);
            assertThat(passed(left, udp(2, 4_000, 53), second)).isEqualTo(2);
            host.cli("nat64 add prefix 2001:db8:65::/96 del");
            host.until(() -> sessions("all") == 1);
            host.cli("nat64 add prefix 2001:db8:66::/96");
            assertThat(passed(left, second)).isZero();
            assertThat(host.cli("show nat64 session table all"))
                    .contains("2001:db8:64::c000:202 53")
                    .doesNotContain("2001:db8:66::");
        });
    }

    @Test
    void shouldKeepCountOfAClientThatHasStaticBindingsToo() {
        run(0, () -> {
            host.cli("nat64 plugin enable client-bindings 2");
            configure();
            host.cli("nat64 add static bib 2001:db8:1::2 80 198.51.100.1 80 tcp");
            assertThat(passed(left, udp(2, 4_000, 53))).isEqualTo(1);
            assertThat(passed(left, udp(2, 4_001, 53))).as("a third").isZero();
            host.cli("nat64 add static bib 2001:db8:1::2 80 198.51.100.1 80 tcp del");
            assertThat(passed(left, udp(2, 4_001, 53))).isEqualTo(1);
            assertThat(passed(left, udp(2, 4_002, 53))).as("a third again").isZero();
        });
    }

    @Test
    void shouldTranslateOnOneInterfaceAlone() {
        run(1, () -> {
            host.cli("nat64 plugin enable");
            host.cli("nat64 add prefix 2001:db8:64::/96");
            host.cli("nat64 add pool address " + POOL);
            host.cli("set interface nat64 in right");
            host.cli("set interface nat64 out right");
            host.cli("set interface ip address right 2001:db8:2::1/64");
            host.cli("set ip neighbor static right 2001:db8:2::2 02:00:00:00:00:aa");
            host.untilIdle();
            right.received();
            right.send(TestPacket.udp("2001:db8:2::2", "2001:db8:64::c000:202").ports(4_000, 53));
            host.untilIdle();
            final PacketView out = PacketView.of(right.received().getFirst());
            assertThat(out.destination()).isEqualTo(SERVER);
            right.send(TestPacket.udp(SERVER, POOL).ports(53, out.sourcePort()));
            host.untilIdle();
            assertThat(PacketView.of(right.received().getFirst()).destinationPort())
                    .isEqualTo(4_000);
            host.cli("set interface nat64 out right del");
            assertThat(host.cli("show nat64 interfaces")).contains(" right in\n");
        });
    }
}
