package io.weir.acl.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.RouterBase;
import io.weir.testkit.TestPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand lists. */
@Timeout(120)
class ManyListsTest extends RouterBase {
    private static final int LISTS = 10_000;
    private static final int STEP = 100;

    /** A command for each number of a list, in steps. */
    private void exec(final Path directory, final int step, final String command) {
        final Path script = directory.resolve("script");
        try {
            Files.write(
                    script,
                    IntStream.iterate(0, i -> i < LISTS, i -> i + step)
                            .mapToObj(command::formatted)
                            .toList());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        host.cli("exec " + script);
    }

    @Test
    void shouldMakeApplyShowAndDeleteThemAll(@TempDir final Path directory) throws IOException {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < LISTS; i++) {
            text.append("acl index ").append(i).append(" tag t").append(i).append('\n');
            text.append("permit proto udp dport ").append(i).append("\ndeny ipv6\n");
        }
        final Path file = directory.resolve("lists");
        Files.writeString(file, text);
        run(1, () -> {
            assertThat(host.cli("acl load " + file).lines()).hasSize(LISTS);
            assertThat(host.cli("show acl-plugin acl").lines()).hasSize(3 * LISTS);
            assertThat(host.cli("show acl-plugin tables").lines()).hasSizeGreaterThan(9 * LISTS);
            exec(directory, STEP, "set acl-plugin interface left input acl %d");
            final TestPacket last = TestPacket.udp(LEFT4, RIGHT4).ports(7, LISTS - STEP);
            assertThat(passed(left, last, TestPacket.udp(LEFT4, RIGHT4).ports(7, LISTS - STEP + 1)))
                    .isEqualTo(1);
            assertThat(host.cli("acl diff " + file).lines())
                    .hasSize(LISTS)
                    .allMatch(line -> line.endsWith("the same rules"));
            assertThat(host.refused("delete acl-plugin acl index 9900")).contains("left input");
            exec(directory, STEP, "set acl-plugin interface left input acl %d del");
            exec(directory, 1, "delete acl-plugin acl index %d");
            host.until(() -> host.cli("show acl-plugin memory").startsWith("0 lists, 0 bytes"));
            assertThat(host.cli("show acl-plugin acl")).isEmpty();
        });
    }
}
