package io.weir.nat64.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.nat64.internal.UnconfiguredBase;
import io.weir.testkit.TestPacket;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that look at sessions and end them. */
@Timeout(60)
class SessionCommandsTest extends UnconfiguredBase {
    private static final long SECOND_NS = 1_000_000_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldEndTheSessionsThatAreMeantAndBindingsWithTheLast(final int workers) {
        run(workers, () -> {
            translate();
            host.cli("nat64 add static bib 2001:db8:1::9 80 198.51.100.1 80 tcp");
            for (int client = 2; client < 9; client++) {
                left.send(udp(client, 4_000, 53)).send(udp(client, 4_000, 54)).send(tcp(client, 4_001, 80));
            }
            left.send(tcp(9, 80, 99));
            assertThat(passed(left, TestPacket.echo(client(2), "2001:db8:64::c000:202")))
                    .isEqualTo(23);
            assertThat(sessions("all")).isEqualTo(23);
            assertThat(bindings()).isEqualTo(7 * 2 + 2);
            host.cli("clear nat64 sessions udp port 53");
            host.until(() -> sessions("all") == 16);
            assertThat(bindings()).as("each has another session").isEqualTo(16);
            host.cli("clear nat64 sessions client 2001:db8:1::2");
            host.until(() -> sessions("all") == 13);
            assertThat(sessions("all client 2001:db8:1::2")).isZero();
            assertThat(bindings()).isEqualTo(13);
            host.cli("clear nat64 sessions all server 192.0.2.3");
            host.untilIdle();
            assertThat(sessions("all")).isEqualTo(13);
            host.cli("clear nat64 sessions");
            host.until(() -> sessions("all") == 0);
            assertThat(host.cli("show nat64 bib all"))
                    .contains("2001:db8:1::9 80 198.51.100.1 80", "static 0 sessions");
            assertThat(bindings()).isEqualTo(1);
            assertThat(passed(left, udp(2, 4_000, 53))).as("it begins anew").isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldShowWhoHasTheMost(final int workers) {
        run(workers, () -> {
            translate();
            for (int client = 2; client < 8; client++) {
                for (int port = 0; port < client; port++) {
                    left.send(udp(client, 5_000 + port / 2, port));
                }
            }
            host.untilIdle();
            assertThat(right.received()).hasSize(27);
            assertThat(host.cli("show nat64 clients").lines()).hasSize(7);
            assertThat(host.cli("show nat64 clients busiest 2").lines().skip(1))
                    .containsExactly(
                            " 2001:db8:1::7 vrf 0 198.51.100.1 7 sessions, 4 bindings",
                            " 2001:db8:1::6 vrf 0 198.51.100.1 6 sessions, 3 bindings");
            host.cli("clear nat64 sessions all");
            host.untilInTime(() -> host.cli("show nat64 clients").lines().count() == 1);
        });
    }

    @Test
    void shouldShowTheOldest() {
        final AtomicLong clock = new AtomicLong(SECOND_NS);
        run(0, clock::get, () -> {
            translate();
            for (int second = 0; second < 20; second++) {
                clock.addAndGet(SECOND_NS);
                assertThat(passed(left, udp(2, 5_000 + second, 53))).isEqualTo(1);
            }
            assertThat(host.cli("show nat64 session table udp oldest 3").lines().skip(1))
                    .hasSize(3)
                    .satisfiesExactly(
                            line -> assertThat(line).contains(" 5000 ").endsWith("age 19 s"),
                            line -> assertThat(line).contains(" 5001 ").endsWith("age 18 s"),
                            line -> assertThat(line).contains(" 5002 ").endsWith("age 17 s"));
            assertThat(sessions("udp oldest 100")).isEqualTo(20);
            assertThat(sessions("udp max 4")).isEqualTo(4);
            assertThat(sessions("udp max 4 oldest 9 port 5007")).isEqualTo(1);
            assertThat(sessions("tcp oldest 3")).isZero();
        });
    }
}
