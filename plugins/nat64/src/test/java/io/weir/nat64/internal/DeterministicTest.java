package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.nat64.internal.state.FixedRange;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients whose ports follow from their address (RFC 7422). */
class DeterministicTest extends UnconfiguredBase {
    private static final int FIRST = 0xc633_6401;

    @TempDir
    private Path directory;

    /** What a client has is what has it as a client, and no two clients have the same. */
    @ParameterizedTest
    @CsvSource({
        "2001:db8:7::/48, 64, 1024",
        "2001:db8::/32, 56, 64",
        "2001:db8::/64, 88, 256",
        "2001:db8::/60, 68, 128",
        "2001:db8::/104, 128, 64",
        "2001:db8:0:0:1::/112, 128, 4096",
        "2001:db8::7/128, 128, 64"
    })
    void shouldBeTheSameThereAndBack(final String prefix, final int bits, final int ports) {
        final FixedRange range = new FixedRange(Ip6Prefix.parse(prefix), FIRST, FIRST + 100_000, bits, ports);
        final SplittableRandom random = new SplittableRandom(7);
        final long clients = range.clients();
        assertThat(clients).isEqualTo(1L << bits - Ip6Prefix.parse(prefix).length());
        for (int i = 0; i < 2_000; i++) {
            final int perAddress = (65_536 - Math.max(1_024, ports)) / ports;
            final long number = random.nextLong(clients);
            final int address = FIRST + (int) (number / perAddress);
            final int first = Math.max(1_024, ports) + (int) (number % perAddress) * ports;
            final Ip6Address client = range.client(address, first + random.nextInt(ports));
            assertThat(range.prefix().contains(client)).isTrue();
            // Whatever stands behind what tells it apart.
            final long low = bits >= 128
                    ? client.low()
                    : client.low() | random.nextLong() & (bits <= 64 ? -1L : (1L << 128 - bits) - 1);
            assertThat(range.address(client.high(), low)).isEqualTo(address);
            assertThat(range.firstPort(client.high(), low)).isEqualTo(first);
        }
        assertThat(range.client(FIRST - 1, 5_000)).isNull();
        assertThat(range.client(FIRST, 1_000)).isNull();
    }

    private void with(final int workers, final Runnable body) {
        run(workers, () -> {
            host.cli("nat64 plugin enable port-block-size 4096 client-prefix-length 128");
            host.cli("nat64 add prefix 2001:db8:64::/96");
            host.cli("nat64 add deterministic 2001:db8:1::/125 " + POOL);
            host.cli("set interface nat64 in left");
            host.cli("set interface nat64 out right");
            body.run();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGiveEachClientWhatFollowsFromItsAddress(final int workers) {
        final Path file = directory.resolve("sessions");
        with(workers, () -> {
            for (int client = 2; client < 8; client++) {
                final int first = 4_096 * (1 + client);
                for (int i = 0; i < 20; i++) {
                    final PacketView out =
                            through(left, udp(client, 4_000 + i, 53)).getFirst();
                    assertThat(out.source()).isEqualTo(POOL);
                    assertThat(out.sourcePort()).isBetween(first, first + 4_095);
                    assertThat(passed(right, TestPacket.udp(SERVER, POOL).ports(53, out.sourcePort())))
                            .isEqualTo(1);
                }
                assertThat(host.cli("show nat64 deterministic client " + client(client)))
                        .contains(POOL + " ports " + first + " - " + (first + 4_095));
                assertThat(host.cli("show nat64 deterministic address " + POOL + " port " + (first + 77)))
                        .contains(client(client) + "/128");
                assertThat(host.cli("nat64 test " + client(client) + " 9 2001:db8:64::c000:202 9 udp"))
                        .contains("would get a port of " + POOL);
            }
            assertThat(passed(left, udp(9, 4_000, 53))).as("of no such prefix").isZero();
            assertThat(host.errors("nat64-in2out-no-pool")).isEqualTo(1);
            host.cli("nat64 save " + file);
        });
        with(workers == 4 ? 1 : 4, () -> {
            assertThat(host.cli("nat64 load " + file)).contains("120 sessions, 120 bindings, 0 of them static; 0 have");
            host.cli("nat64 add deterministic 2001:db8:1::/125 " + POOL + " del");
            assertThat(host.cli("show nat64 pool")).contains("deterministic draining");
            host.cli("clear nat64 sessions all");
            host.untilInTime(() -> !host.cli("show nat64 pool").contains(POOL));
        });
    }

    @Test
    void shouldNameWhatIsWrong() {
        with(0, () -> {
            for (final String[] wrong : List.of(
                    new String[] {
                        "2001:db8:1::/120 198.51.100.2", "256 clients, and these addresses 15 blocks of 4096 ports"
                    },
                    new String[] {"2001:db8:1::/126 198.51.100.2", "overlaps 2001:db8:1::/125"},
                    new String[] {"2001:db8:2::/125 " + POOL, POOL + " is in the pool already"},
                    new String[] {"2001:db8::/64 198.51.100.2", "a prefix has 104 to 128"},
                    new String[] {"2001:db8:2::/125 192.0.2.1", "192.0.2.1 is an address of right"},
                    new String[] {"2001:db8:2::/125 198.51.100.2 del", "2001:db8:2::/125 has no such addresses"})) {
                assertThat(host.refused("nat64 add deterministic " + wrong[0]))
                        .as(wrong[0])
                        .contains(wrong[1]);
            }
            assertThat(host.refused("nat64 add static bib " + client(3) + " 80 " + POOL + " 20500 tcp"))
                    .contains("20500", "another client's block");
            host.cli("nat64 add static bib " + client(4) + " 80 " + POOL + " 20500 tcp");
            assertThat(host.refused("nat64 add deterministic 2001:db8:2::/125 198.51.100.9 - 198.51.100.8"))
                    .contains("198.51.100.8 is below 198.51.100.9");
            assertThat(host.refused("nat64 add pool address " + POOL + " del")).contains("nat64 add deterministic");
            assertThat(host.refused("show nat64 deterministic client 2001:db8:9::1"))
                    .contains("2001:db8:9::1 is in no such prefix");
            assertThat(host.refused("show nat64 deterministic address 198.51.100.9 port 5000"))
                    .contains("port 5000 of 198.51.100.9");
            host.cli("nat64 plugin disable");
            host.cli("nat64 plugin enable");
            assertThat(host.cli("show nat64 deterministic").lines()).hasSize(1);
            assertThat(host.refused("nat64 add deterministic 2001:db8:2::/125 198.51.100.2"))
                    .contains("port-block-size");
        });
    }

    /** A file from before has such clients' ports elsewhere: they get none there. */
    @Test
    void shouldLeaveOutOfAFileWhatDoesNotFollow() {
        final Path file = directory.resolve("before");
        run(0, () -> {
            host.cli("nat64 plugin enable port-block-size 4096");
            configure();
            assertThat(passed(left, udp(2, 4_000, 53), udp(9, 4_000, 53))).isEqualTo(2);
            host.cli("nat64 save " + file);
        });
        with(0, () -> {
            host.cli("nat64 add pool address 198.51.100.3");
            assertThat(host.cli("nat64 load " + file)).contains("0 bindings", "4 have no place");
        });
    }
}
