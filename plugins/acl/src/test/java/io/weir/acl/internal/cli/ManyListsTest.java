package io.weir.acl.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.RouterBase;
import io.weir.testkit.TestPacket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand lists. */
@Timeout(120)
class ManyListsTest extends RouterBase {
    private static final int LISTS = 10_000;

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
            for (int i = 0; i < LISTS; i += 10) {
                host.cli("set acl-plugin interface left input acl " + i);
            }
            final TestPacket last = TestPacket.udp(LEFT4, RIGHT4).ports(7, LISTS - 10);
            assertThat(passed(left, last, TestPacket.udp(LEFT4, RIGHT4).ports(7, LISTS - 9)))
                    .isEqualTo(1);
            assertThat(host.cli("acl diff " + file).lines()).hasSize(LISTS).allMatch(line -> line.endsWith("the same rules"));
            assertThat(host.refused("delete acl-plugin acl index 9990")).contains("left input");
            for (int i = 0; i < LISTS; i += 10) {
                host.cli("set acl-plugin interface left input acl " + i + " del");
            }
            for (int i = 0; i < LISTS; i++) {
                host.cli("delete acl-plugin acl index " + i);
            }
            host.until(() -> host.cli("show acl-plugin memory").startsWith("0 lists, 0 bytes"));
            assertThat(host.cli("show acl-plugin acl")).isEmpty();
        });
    }
}
