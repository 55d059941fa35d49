package io.weir.nat64.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.nat64.internal.UnconfiguredBase;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions in files, over a restart. */
@Timeout(90)
class FileCommandsTest extends UnconfiguredBase {
    private static final int CLIENTS = 7;
    private static final int PORTS = 60;

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("sessions");
    }

    private List<PacketView> begun() {
        for (int client = 2; client < 2 + CLIENTS; client++) {
            for (int i = 0; i < PORTS; i++) {
                left.send(udp(client, 4_000 + i, 53));
            }
            left.send(tcp(client, 4_000, 80));
        }
        host.untilIdle();
        return right.received().stream().map(PacketView::of).toList();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,4", "4,0", "4,2", "2,4"})
    void shouldGoOnWithSessionsWithAnotherNumberOfWorkers(final int before, final int after) {
        final Object[] sent = new Object[2];
        run(before, () -> {
            translate();
            host.cli("nat64 add static bib 2001:db8:1::9 80 198.51.100.1 80 tcp");
            sent[0] = begun();
            assertThat(host.cli("nat64 save " + file()))
                    .isEqualTo(
                            "%d sessions, %d bindings\n".formatted(CLIENTS * (PORTS + 1), CLIENTS * (PORTS + 1) + 1));
            sent[1] = host.cli("show nat64 bib all").lines().sorted().toList();
        });
        @SuppressWarnings("unchecked")
        final List<PacketView> packets = (List<PacketView>) sent[0];
        run(after, () -> {
            host.cli("nat64 plugin enable");
            host.cli("nat64 add prefix 2001:db8:77::/96");
            configure();
            assertThat(host.cli("nat64 load " + file()))
                    .isEqualTo("%d sessions, %d bindings, 1 of them static; 0 have no place here\n"
                            .formatted(CLIENTS * (PORTS + 1), CLIENTS * (PORTS + 1) + 1));
            assertThat(host.cli("show nat64 bib all").lines().sorted().toList()).isEqualTo(sent[1]);
            for (final PacketView packet : packets) {
                if (packet.protocol() == 17) {
                    right.send(TestPacket.udp(SERVER, packet.source()).ports(53, packet.sourcePort()));
                } else {
                    right.send(TestPacket.tcp(SERVER, packet.source())
                            .ports(80, packet.sourcePort())
                            .flags(16));
                }
            }
            host.untilIdle();
            assertThat(left.received()).as("what was not lost").hasSize(packets.size());
            assertThat(sessions("all")).isEqualTo(packets.size());
            assertThat(through(left, udp(2, 4_000, 54)).getFirst().sourcePort())
                    .isEqualTo(host.cli("show nat64 bib udp client 2001:db8:1::2 port 4000")
                            .lines()
                            .skip(1)
                            .map(line -> Integer.parseInt(line.split(" ")[4]))
                            .findFirst()
                            .orElseThrow());
            host.cli("clear nat64 sessions");
            host.until(() -> bindings() == 1);
            assertThat(host.cli("show nat64 pool")).contains("ports: tcp 1, udp 0, icmp 0");
        });
    }

    @Test
    void shouldLeaveOutWhatHasNoPlaceAndKeepWhatIsThere() {
        run(1, () -> {
            translate();
            begun();
            host.cli("nat64 save " + file());
            assertThat(host.cli("nat64 load " + file())).as("all is there").contains(" 0 have no place here");
            assertThat(sessions("all")).isEqualTo(CLIENTS * (PORTS + 1));
        });
        run(1, () -> {
            host.cli("nat64 plugin enable client-bindings 10");
            host.cli("nat64 add prefix 2001:db8:65::/96");
            host.cli("nat64 add pool address " + POOL);
            assertThat(host.cli("nat64 load " + file()))
                    .as("another prefix")
                    .startsWith("0 sessions, ")
                    .contains("; %d have no place here".formatted(CLIENTS * (PORTS + 1)));
            assertThat(bindings()).as("bindings without sessions").isZero();
            assertThat(host.cli("show nat64 pool")).contains("tcp 0, udp 0, icmp 0");
        });
        run(1, () -> {
            host.cli("nat64 plugin enable");
            host.cli("nat64 add prefix 2001:db8:64::/96");
            host.cli("nat64 add pool address 198.51.100.9");
            assertThat(host.cli("nat64 load " + file())).startsWith("0 sessions, 0 bindings, ");
        });
    }

    @Test
    void shouldRefuseFilesThatAreNotWhole() {
        run(0, () -> {
            assertThat(host.refused("nat64 save " + file())).contains("not enabled");
            translate();
            begun();
            host.cli("nat64 save " + file());
            host.cli("clear nat64 sessions");
            host.until(() -> sessions("all") == 0);
            assertThat(host.refused("nat64 load " + directory.resolve("none"))).contains("there is no file");
            assertThat(host.refused("nat64 save " + directory)).contains("no regular file");
            assertThat(host.refused("nat64 save " + directory.resolve("a/b"))).contains("can't be written");
            final byte[] good = bytes(file());
            refused("foreign".getBytes(StandardCharsets.US_ASCII), "a line doesn't end");
            refused("foreign\n".getBytes(StandardCharsets.US_ASCII), "line 1: not what");
            refused(new byte[0], "offset 0: a line doesn't end");
            for (final int cut : new int[] {1, 47, 48, 96, 4_800}) {
                refused(Arrays.copyOf(good, good.length - cut), "it was cut");
            }
            final byte[] changed = good.clone();
            changed[good.length - 200] ^= 1;
            refused(changed, "the checksum is wrong");
            final byte[] line = good.clone();
            line[new String(good, StandardCharsets.US_ASCII).indexOf("prefix")] = 'x';
            refused(line, "line 2: `xrefix");
            assertThat(sessions("all")).isZero();
            assertThat(bindings()).isZero();
            assertThat(directory).as("no half files").isDirectoryNotContaining(path -> path.toString()
                    .endsWith(".part"));
        });
    }

    private void refused(final byte[] content, final String why) {
        final Path wrong = directory.resolve("wrong");
        try {
            Files.write(wrong, content);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(host.refused("nat64 load " + wrong)).contains("wrong", why);
    }

    private static byte[] bytes(final Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldKeepEachClientsAddressOfThePool(final int workers) {
        final String[] before = new String[1];
        run(workers, () -> {
            translate();
            host.cli("nat64 add pool address 198.51.100.2 - 198.51.100.60");
            begun();
            before[0] = clients();
            host.cli("nat64 save " + file());
        });
        run(4 - workers, () -> {
            translate();
            host.cli("nat64 add pool address 198.51.100.2 - 198.51.100.60");
            host.cli("nat64 load " + file());
            assertThat(clients()).isEqualTo(before[0]);
            for (int client = 2; client < 2 + CLIENTS; client++) {
                left.send(udp(client, 9_000, 53));
            }
            host.untilIdle();
            right.received();
            assertThat(clients()).isEqualTo(before[0].replace(" 61 sessions, 61 ", " 62 sessions, 62 "));
            host.cli("nat64 plugin disable");
            host.cli("nat64 plugin enable");
            assertThat(host.cli("nat64 load " + file())).contains("0 bindings");
        });
    }

    private String clients() {
        return host.cli("show nat64 clients").lines().skip(1).sorted().toList().toString();
    }
}
