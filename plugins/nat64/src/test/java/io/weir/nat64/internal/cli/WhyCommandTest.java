package io.weir.nat64.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.nat64.internal.UnconfiguredBase;
import io.weir.testkit.TestPacket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that say why, held against what happens to packets. */
@Timeout(60)
class WhyCommandTest extends UnconfiguredBase {
    @Test
    void shouldSayWhatIsMissingFirst() {
        run(0, () -> {
            assertThat(host.cli("show nat64 why")).startsWith("NAT64 is not enabled");
            host.cli("nat64 plugin enable");
            assertThat(host.cli("show nat64 why"))
                    .contains("No address of the pool", "No interface has clients", "No interface has servers");
            configure();
            assertThat(host.cli("show nat64 why")).isEqualTo("No packet that is to be translated was refused.\n");
            host.cli("set interface state right down");
            assertThat(host.cli("show nat64 why")).contains("right is down");
            host.cli("set interface state right up");
            passed(left, TestPacket.udp(client(2), "2001:db8:64::808:808").ports(1, 2));
            assertThat(host.cli("show nat64 why")).contains("No route to 8.8.8.8, to which clients send");
            host.cli("ip route add 0.0.0.0/0 via 192.0.2.2 right");
            assertThat(host.cli("show nat64 why")).doesNotContain("No route");
        });
    }

    @Test
    void shouldCountEachReasonWithWhatToDo() {
        run(1, () -> {
            translate();
            passed(
                    left,
                    tcp(2, 1, 2).flags(16),
                    tcp(2, 1, 2).flags(16),
                    TestPacket.udp("2001:db8:64::1", "2001:db8:64::c000:202"));
            assertThat(passed(right, TestPacket.udp(SERVER, POOL).ports(53, 9))).isZero();
            final String why = host.cli("show nat64 why");
            assertThat(why)
                    .containsPattern(" 2 NAT64 in2out: of no session of TCP, and no SYN\n +do: connections of before")
                    .containsPattern(" 1 NAT64 in2out: a source within a prefix\n")
                    .containsPattern(" 1 NAT64 out2in: nobody has this address and port of the pool\n");
            assertThat(host.cli("show nat64 why 2001:db8:1::2")).contains("2001:db8:1::2 has 0 of 16384 bindings");
            assertThat(host.cli("show nat64 why 2001:db8:9::2")).contains("No route to 2001:db8:9::2 in table 0");
            assertThat(host.cli("show nat64 why 2001:db8:64::2")).contains("lies within a prefix itself");
            assertThat(host.refused("show nat64 why 2001:db8:1::2 vrf 7")).contains("no IPv6 table 7");
        });
    }

    @Test
    void shouldHaveAdviceForEveryReason() {
        run(0, () -> {
            final var reasons = host.host().graph().reasons();
            int seen = 0;
            for (int id = 0; id < reasons.count(); id++) {
                final String name = reasons.byId(id).name();
                if (name.startsWith("nat64-in2out-") || name.startsWith("nat64-out2in-")) {
                    assertThat(Advice.of(name)).as(name).isNotNull();
                    seen++;
                }
            }
            assertThat(seen).isGreaterThan(50);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldForeseeWhatBecomesOfPackets(final int workers) {
        run(workers, () -> {
            assertThat(host.refused(test(2, 4_000, "udp"))).contains("not enabled");
            host.cli("nat64 plugin enable client-bindings 2");
            assertThat(host.cli(test(2, 4_000, "udp"))).contains("no interface of table 0 is in");
            host.cli("set interface nat64 in left");
            host.cli("set interface nat64 out right");
            assertThat(host.cli(test(2, 4_000, "udp"))).contains("is under no prefix, so it is routed as IPv6");
            host.cli("nat64 add prefix 2001:db8:64::/96");
            assertThat(host.cli(test(2, 4_000, "udp"))).contains("dropped", "nat64-in2out-no-pool");
            host.cli("nat64 add pool address 198.51.100.1 - 198.51.100.4");
            for (int client = 2; client < 9; client++) {
                final String before = host.cli(test(client, 4_000, "udp"));
                assertThat(before).contains("would get a port of 198.51.100.", "it would begin one", "translated");
                final String source =
                        through(left, udp(client, 4_000, 53)).getFirst().source();
                assertThat(before).contains("a port of " + source + "\n");
                assertThat(host.cli(test(client, 4_000, "udp")))
                        .contains("1 of 2 bindings", "session: there is one\n", "binding: " + source + " port ");
            }
            assertThat(host.cli(test(2, 4_000, "tcp") + " no-syn")).contains("nat64-in2out-not-syn");
            assertThat(host.cli(test(2, 4_000, "tcp"))).contains("session: it would begin one");
            assertThat(passed(left, tcp(2, 4_000, 53))).isEqualTo(1);
            assertThat(host.cli(test(2, 4_000, "tcp"))).contains("session: there is one, v6-init");
            assertThat(host.cli(test(2, 4_001, "tcp"))).contains("2 of 2 bindings", "nat64-in2out-client-limit");
            assertThat(passed(left, tcp(2, 4_001, 53))).isZero();
            assertThat(host.cli("nat64 test 2001:db8:1::3 1 2001:db8:64::808:808 2 udp"))
                    .contains("translated, then dropped: there is no route to 8.8.8.8");
            assertThat(host.cli("nat64 test 2001:db8:64::1 1 2001:db8:64::808:808 2 udp"))
                    .contains("nat64-in2out-source-in-prefix");
            assertThat(host.cli("nat64 test 2001:db8:1::3 1 2001:db8:64::c633:6401 2 udp"))
                    .contains("it goes to another client");
            assertThat(sessions("all")).as("nothing was changed").isEqualTo(8);
        });
    }

    private static String test(final int client, final int port, final String protocol) {
        return "nat64 test " + client(client) + " " + port + " 2001:db8:64::c000:202 53 " + protocol;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldForeseeWhatBecomesOfPacketsFromServers(final int workers) {
        run(workers, () -> {
            translate();
            final int port = through(left, udp(2, 4_000, 53)).getFirst().sourcePort();
            assertThat(host.cli("nat64 test out 192.0.2.2 53 198.51.100.1 " + port + " udp"))
                    .contains("client 2001:db8:1::2 port 4000", "session: there is one", "translated");
            assertThat(host.cli("nat64 test out 192.0.2.9 7 198.51.100.1 " + port + " udp"))
                    .contains("client 2001:db8:1::2 port 4000", "it would begin one");
            assertThat(host.cli("nat64 test out 192.0.2.2 53 198.51.100.1 " + (port ^ 1) + " udp"))
                    .contains("dropped", "nat64-out2in-no-binding");
            assertThat(host.cli("nat64 test out 192.0.2.2 53 198.51.100.1 " + port + " tcp"))
                    .contains("nat64-out2in-no-binding");
            assertThat(host.cli("nat64 test out 192.0.2.2 53 198.51.100.9 7 tcp"))
                    .contains("is not in the pool");
            host.cli("nat64 add interface address right");
            assertThat(host.cli("nat64 test out 192.0.2.2 53 192.0.2.1 22 tcp")).contains("it is for this host itself");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCountWhatIsTranslatedByProtocol(final int workers) {
        run(workers, () -> {
            translate();
            final int port = through(left, udp(2, 4_000, 53), udp(3, 4_000, 53), tcp(2, 1, 2)).stream()
                    .filter(packet -> packet.protocol() == 17)
                    .findFirst()
                    .orElseThrow()
                    .sourcePort();
            passed(
                    left,
                    TestPacket.echo(client(2), "2001:db8:64::c000:202"),
                    tcp(2, 1, 2),
                    tcp(2, 9, 9).flags(16));
            assertThat(passed(right, TestPacket.udp(SERVER, POOL).ports(53, port)))
                    .isEqualTo(1);
            assertThat(List.of(
                            host.counter("nat64/in2out/tcp"),
                            host.counter("nat64/in2out/udp"),
                            host.counter("nat64/in2out/icmp"),
                            host.counter("nat64/in2out/other"),
                            host.counter("nat64/out2in/udp"),
                            host.counter("nat64/out2in/tcp")))
                    .containsExactly(2L, 2L, 1L, 0L, 1L, 0L);
        });
    }

    @Test
    void shouldNameAddressesThatThisHostGotLater() {
        run(0, () -> {
            translate();
            host.cli("set interface ip address right 198.51.100.1/24");
            host.cli("set interface ip address left 2001:db8:64::1/96");
            assertThat(host.cli("show nat64 why"))
                    .contains("In the pool, 198.51.100.1 is an address of right")
                    .contains("Prefix 2001:db8:64::/96 has 2001:db8:64::1, an address of left");
        });
    }
}
