package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients with blocks of ports of their own. */
class PortBlocksTest extends UnconfiguredBase {
    private static final Pattern LINE = Pattern.compile("(\\S+) vrf 0 (\\S+) (\\d+) - (\\d+), (\\d+) bindings");

    @TempDir
    private Path directory;

    private record Block(String client, int first, int last, int bindings) {
        boolean has(final int port) {
            return port >= first && port <= last;
        }
    }

    private List<Block> blocks(final String filter) {
        return host.cli("show nat64 port-blocks" + filter)
                .lines()
                .skip(1)
                .map(line -> {
                    final Matcher matcher = LINE.matcher(line.strip());
                    assertThat(matcher.matches()).as(line).isTrue();
                    return new Block(
                            matcher.group(1),
                            Integer.parseInt(matcher.group(3)),
                            Integer.parseInt(matcher.group(4)),
                            Integer.parseInt(matcher.group(5)));
                })
                .toList();
    }

    private void with(final int workers, final String options, final Runnable body) {
        run(workers, () -> {
            host.cli("nat64 plugin enable port-block-size 64 " + options);
            configure();
            body.run();
        });
    }

    private List<PacketView> sent(final int client, final int from, final int count) {
        final TestPacket[] packets = new TestPacket[count];
        Arrays.setAll(packets, i -> udp(client, from + i, 53));
        return through(left, packets);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGiveEachClientBlocksOfItsOwn(final int workers) {
        with(workers, "port-blocks 3", () -> {
            for (int number = 2; number < 6; number++) {
                final int client = number;
                final List<PacketView> all = sent(client, 4_000, 130);
                assertThat(all).hasSize(130);
                final List<Block> own = blocks(" client " + client(client));
                assertThat(own).hasSize(3).allSatisfy(block -> {
                    assertThat(block.client()).isEqualTo(client(client));
                    assertThat(block.first()).isGreaterThanOrEqualTo(1_024);
                    assertThat(block.first() % 64).isZero();
                    assertThat(block.last() - block.first()).isEqualTo(63);
                });
                assertThat(all).allSatisfy(packet -> assertThat(own).anyMatch(block -> block.has(packet.sourcePort())));
                assertThat(own.stream().mapToInt(Block::bindings).sum()).isEqualTo(130);
            }
            final Set<Integer> firsts = new HashSet<>();
            blocks("").forEach(block -> assertThat(firsts.add(block.first())).isTrue());
            assertThat(sent(2, 5_000, 100)).as("the rest of three blocks").hasSize(192 - 130);
            assertThat(host.errors("nat64-in2out-client-limit")).isEqualTo(100 - 62);
            assertThat(host.cli("nat64 test " + client(2) + " 9999 2001:db8:64::c000:202 53 udp"))
                    .contains("client-limit");
            assertThat(through(left, tcp(2, 4_000, 80)))
                    .as("of another protocol")
                    .hasSize(1);
            host.cli("clear nat64 sessions all client " + client(2));
            host.untilInTime(() -> blocks(" client " + client(2)).isEmpty());
            assertThat(blocks("")).hasSize(9);
            assertThat(sent(2, 4_000, 1)).hasSize(1);
            host.cli("clear nat64 sessions all");
            host.untilInTime(() -> blocks("").isEmpty());
        });
    }

    @Test
    void shouldHaveNoBlockForMoreClientsThanThereAre() {
        with(0, "client-prefix-length 128", () -> {
            // 1,008 blocks of 64 ports from 1,024 on.
            int served = 0;
            for (int client = 0; client < 1_100; client++) {
                left.send(TestPacket.udp("2001:db8:1:0:1::" + Integer.toHexString(client + 1), "2001:db8:64::c000:202")
                        .ports(4_000, 53));
                if (client % 100 == 99) {
                    host.untilIdle();
                    served += right.received().size();
                }
            }
            assertThat(served).isEqualTo(1_008);
            assertThat(host.errors("nat64-in2out-no-port")).isEqualTo(92);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldKeepBlocksOverARestart(final int workers) {
        final Path file = directory.resolve("sessions");
        final String[] before = new String[1];
        with(workers, "", () -> {
            sent(2, 4_000, 100);
            sent(3, 4_000, 10);
            before[0] =
                    host.cli("show nat64 port-blocks").lines().sorted().toList().toString();
            host.cli("nat64 save " + file);
        });
        with(4 - workers, "", () -> {
            host.cli("nat64 load " + file);
            assertThat(host.cli("show nat64 port-blocks")
                            .lines()
                            .sorted()
                            .toList()
                            .toString())
                    .isEqualTo(before[0]);
            host.cli("clear nat64 sessions all");
            host.untilInTime(() -> blocks("").isEmpty());
        });
    }

    @Test
    void shouldGiveBlocksToOneClientEachAlsoByTheOperatorAndRefuseWhatIsNoSize() {
        with(0, "port-blocks 1", () -> {
            host.cli("nat64 add static bib " + client(5) + " 80 " + POOL + " 8080 tcp");
            assertThat(blocks(" port 8080")).hasSize(1).allMatch(block -> block.client()
                    .equals(client(5)));
            assertThat(host.refused("nat64 add static bib " + client(6) + " 80 " + POOL + " 8090 tcp"))
                    .contains("8090", "another client's block");
            host.cli("nat64 add static bib " + client(5) + " 81 " + POOL + " 8090 tcp");
            host.cli("nat64 add static bib " + client(6) + " 80 " + POOL + " 443 tcp");
            final int port = sent(7, 4_000, 1).getFirst().sourcePort();
            assertThat(host.refused("nat64 add static bib " + client(6) + " 81 " + POOL + " " + (port ^ 1) + " tcp"))
                    .contains("another client's block");
            host.cli("clear nat64 sessions all");
            host.cli("nat64 add static bib " + client(6) + " 80 " + POOL + " 443 tcp del");
            host.cli("nat64 add static bib " + client(5) + " 80 " + POOL + " 8080 tcp del");
            host.cli("nat64 add static bib " + client(5) + " 81 " + POOL + " 8090 tcp del");
            host.untilInTime(() -> blocks("").isEmpty());
            host.cli("nat64 plugin disable");
            assertThat(host.refused("nat64 plugin enable port-block-size 100")).contains("100 is no power of two");
            assertThat(host.refused("nat64 plugin enable port-blocks 2")).contains("port-block-size");
            assertThat(host.refused("nat64 plugin enable port-block-size 32")).contains("32");
            host.cli("nat64 plugin enable");
            assertThat(host.cli("show nat64 port-blocks")).contains("single ports");
        });
    }
}
