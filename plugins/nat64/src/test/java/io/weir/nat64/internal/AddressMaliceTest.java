package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets whose source or destination is one that nobody can have, or that somebody else has. */
class AddressMaliceTest extends TranslatorBase {
    private static final String OTHER_PREFIX = "2001:db8:65::";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fe80::2",
                "febf::1",
                "ff02::2",
                "ff0e::1",
                "::",
                "::1",
                "::ffff:192.0.2.9",
                "::7",
                "2001:db8:1::1"
            })
    void shouldRefuseClientsWithAddressesThatAreNoClients(final String source) {
        for (final int workers : new int[] {0, 4}) {
            run(workers, () -> {
                assertThat(passed(
                                left,
                                right,
                                TestPacket.udp(source, SERVER6).ports(1_024, 53),
                                TestPacket.tcp(source, SERVER6).ports(1_024, 53).flags(2),
                                TestPacket.echo(source, SERVER6).ports(1_024, 53)))
                        .isEmpty();
                // ip6-input drops some of them already.
                assertThat(given("in2out-client-address")
                                + host.errors("ip6-martian-source")
                                + host.errors("ip6-bad-link-local"))
                        .as(() -> host.cli("show errors"))
                        .isEqualTo(3);
                assertThat(sessions("all")).isZero();
                assertThat(bindings()).isZero();
                assertThat(host.cli("nat64 test " + source + " 1024 " + SERVER6 + " 53 udp"))
                        .contains("nat64-in2out-client-address");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.1", "127.0.0.1", "224.0.0.5", "239.1.2.3", "240.0.0.1", "255.255.255.255"})
    void shouldRefuseServersWithAddressesThatNoHostHas(final String server) {
        run(0, () -> {
            host.cli("nat64 add prefix " + OTHER_PREFIX + "/96");
            host.cli("ip route add 0.0.0.0/0 via 192.0.2.2 right");
            final int port =
                    out(TestPacket.udp(CLIENT, SERVER6).ports(4_000, 53)).sourcePort();
            for (final String prefix : new String[] {PREFIX, OTHER_PREFIX}) {
                final String server6 = prefix + server;
                assertThat(passed(left, right, TestPacket.udp(CLIENT, server6).ports(4_000, 53)))
                        .isEmpty();
                assertThat(host.cli("nat64 test " + CLIENT + " 4000 " + server6 + " 53 udp"))
                        .contains("nat64-in2out-server-address");
            }
            assertThat(given("in2out-server-address")).isEqualTo(2);
            assertThat(passed(right, left, TestPacket.udp(server, POOL).ports(53, port)))
                    .isEmpty();
            assertThat(sessions("all")).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefuseAnswersFromAddressesThatNoHostHas(final int workers) {
        run(workers, () -> {
            final int port =
                    out(TestPacket.udp(CLIENT, SERVER6).ports(4_000, 53)).sourcePort();
            for (final String server :
                    new String[] {"0.0.0.9", "127.0.0.1", "224.0.0.1", "240.0.0.9", "255.255.255.255"}) {
                assertThat(passed(right, left, TestPacket.udp(server, POOL).ports(53, port)))
                        .isEmpty();
            }
            // ip4-input drops most of them already.
            assertThat(given("out2in-server-address") + host.errors("ip4-martian-source"))
                    .as(() -> host.cli("show errors"))
                    .isEqualTo(5);

            assertThat(sessions("all")).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefuseSourcesWithinAnyPrefix(final int workers) {
        run(workers, () -> {
            host.cli("nat64 add prefix " + OTHER_PREFIX + "/96");
            for (final String source : new String[] {SERVER6, OTHER_PREFIX + "a00:1"}) {
                assertThat(passed(
                                left,
                                right,
                                TestPacket.udp(source, SERVER6).ports(1_024, 53),
                                TestPacket.udp(source, POOL6).ports(1_024, 53)))
                        .isEmpty();
            }
            assertThat(given("in2out-source-in-prefix")).isEqualTo(4);
            assertThat(sessions("all")).isZero();
        });
    }

    /** Who sends from the pool's own address would speak as another client (RFC 6146, 5.2), and have answers go in a circle. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefuseStrangersWhoSayThatTheyAreThePool(final int workers) {
        run(workers, () -> {
            final int mine =
                    out(TestPacket.udp(CLIENT, SERVER6).ports(4_000, 53)).sourcePort();
            final int other =
                    out(TestPacket.udp(OTHER_CLIENT, SERVER6).ports(5_000, 53)).sourcePort();
            final PacketView hairpin = PacketView.of(
                    passed(left, left, TestPacket.udp(CLIENT, POOL6).ports(4_000, other))
                            .getFirst()
                            .bytes());
            assertThat(hairpin.destination()).isEqualTo(OTHER_CLIENT);
            final int before = sessions("all");
            assertThat(passed(
                            right,
                            left,
                            TestPacket.udp(POOL, POOL).ports(mine, other),
                            TestPacket.udp(POOL, POOL).ports(9, other),
                            TestPacket.icmp(POOL, POOL, 3, 1)
                                    .payload(TestPacket.udp(POOL, SERVER)
                                            .ports(mine, 53)
                                            .payload(20)
                                            .ip())))
                    .isEmpty();
            assertThat(given("out2in-spoofed")).isEqualTo(3);
            assertThat(host.cli("nat64 test out " + POOL + " 9 " + POOL + " " + other + " udp"))
                    .contains("nat64-out2in-spoofed");
            assertThat(sessions("all")).isEqualTo(before);
            assertThat(passed(left, left, TestPacket.udp(OTHER_CLIENT, POOL6).ports(5_000, mine)))
                    .as("and clients still reach each other")
                    .hasSize(1);
        });
    }
}
