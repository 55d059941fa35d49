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

/** Commands about lists. */
@Timeout(60)
class ListCommandsTest extends RouterBase {
    @TempDir
    private Path directory;

    private static TestPacket udp(final int port) {
        return TestPacket.udp(LEFT4, RIGHT4).ports(1, port);
    }

    @Test
    void shouldMakeApplyShowAndDeleteLists() {
        run(1, () -> {
            assertThat(host.cli("set acl-plugin acl permit proto udp dport 1-9, deny tag few"))
                    .isEqualTo("ACL index:0\n");
            assertThat(host.cli("set acl-plugin acl permit ipv6")).isEqualTo("ACL index:1\n");
            host.cli("set acl-plugin interface left input acl 1");
            host.cli("set acl-plugin interface left input acl 0");
            assertThat(passed(left, udp(3), udp(10))).isEqualTo(1);
            assertThat(host.cli("show acl-plugin acl index 0")).isEqualTo("""
                    acl-index 0 count 2 tag {few}
                              0: ipv4 permit src 0.0.0.0/0 dst 0.0.0.0/0 proto 17 sport 0-65535 dport 1-9
                              1: ipv4 deny src 0.0.0.0/0 dst 0.0.0.0/0 proto 0 sport 0-65535 dport 0-65535
                      applied inbound on sw_if_index: %d
                    """.formatted(left.swIfIndex()));
            assertThat(host.cli("show acl-plugin interface")).contains("  input acl(s): 1, 0\n");
            assertThat(host.cli("show acl-plugin hits acl 0"))
                    .containsPattern(" 0 +1 +\\d+  ipv4 permit")
                    .containsPattern(" 1 +1 +\\d+  ipv4 deny");
            assertThat(host.cli("show acl-plugin hits unused"))
                    .contains("ipv6 permit")
                    .doesNotContain("ipv4 permit");
            assertThat(host.cli("set acl-plugin acl index 0 permit")).isEqualTo("ACL index:0\n");
            assertThat(host.cli("show acl-plugin acl index 0")).contains("count 1 tag {few}");
            assertThat(passed(left, udp(3), udp(10))).isEqualTo(2);
            assertThat(host.refused("delete acl-plugin acl index 0")).contains("ACL 0 is applied: left input");
            host.cli("set acl-plugin interface left input acl 0 del");
            host.cli("delete acl-plugin acl index 0");
            assertThat(passed(left, udp(3))).isZero();
            host.cli("set acl-plugin interface left input acl 1 del");
            assertThat(passed(left, udp(3))).isEqualTo(1);
            assertThat(host.cli("set acl-plugin acl deny")).isEqualTo("ACL index:0\n");
            assertThat(host.cli("show acl-plugin interface")).isEmpty();
            assertThat(host.cli("show acl-plugin memory")).contains("2 lists, ");
        });
    }

    @Test
    void shouldRefuseWhatIsWrongAndChangeNothing() {
        run(0, () -> {
            host.cli("set acl-plugin acl permit tag a");
            assertThat(host.refused("set acl-plugin acl index 0 permit, deny src 10.0.0.1/8"))
                    .contains("rule 1 `deny src 10.0.0.1/8': `10.0.0.1/8'");
            assertThat(host.refused("set acl-plugin acl")).contains("set acl-plugin acl");
            assertThat(host.refused("set acl-plugin interface left input acl 7"))
                    .contains("there is no ACL 7");
            assertThat(host.refused("set acl-plugin interface nowhere input acl 0"))
                    .contains("nowhere");
            assertThat(host.refused("set acl-plugin interface left input acl 0 del"))
                    .contains("ACL 0 is not applied to left input");
            host.cli("set acl-plugin interface left output acl 0");
            assertThat(host.refused("set acl-plugin interface left output acl 0"))
                    .contains("ACL 0 is applied to left output already");
            assertThat(host.refused("delete acl-plugin acl index 3")).contains("there is no ACL 3");
            assertThat(host.refused("show acl-plugin acl index 3")).contains("there is no ACL 3");
            assertThat(host.refused("acl load " + directory.resolve("none"))).contains("there is no file");
            assertThat(host.refused("acl test left in tcp 10.0.0.1 ::1")).contains("different families");
            assertThat(host.refused("acl test left in gre 10.0.0.1 10.0.0.2 1 2"))
                    .contains("`gre' has no ports");
            assertThat(host.cli("show acl-plugin acl")).contains("acl-index 0 count 1 tag {a}", "applied outbound on");
        });
    }

    @Test
    void shouldLoadWhatItSaved() {
        run(0, () -> {
            final Path file = directory.resolve("lists");
            write(
                    file,
                    "# two\nacl index 4 tag web\npermit dst 192.0.2.0/24 proto tcp dport 443 # https\ndeny\n\nacl\npermit ipv6\n");
            assertThat(host.cli("acl load " + file)).isEqualTo("ACL index:4, 2 rules\nACL index:0, 1 rules\n");
            final String shown = host.cli("show acl-plugin acl");
            final Path saved = directory.resolve("saved");
            host.cli("acl save " + saved);
            host.cli("delete acl-plugin acl index 4");
            host.cli("set acl-plugin acl index 0 deny");
            host.cli("acl load " + saved);
            assertThat(host.cli("show acl-plugin acl")).isEqualTo(shown);
            write(file, "permit\nallow\ndeny src 10.0.0.0/33\n");
            assertThat(host.refused("acl load " + file + " index 4"))
                    .contains("lists:2: unknown word `allow'", "lists:3: `10.0.0.0/33'");
            write(file, "acl index 4\npermit\nacl index 4\ndeny\n");
            assertThat(host.refused("acl load " + file)).contains("lists:3: ACL 4 is there twice");
            write(file, "acl index 9 tag\npermit\n");
            assertThat(host.refused("acl load " + file))
                    .contains("lists:1: `acl index 9 tag' is not acl [index N] [tag T]");
            assertThat(host.refused("acl load /dev/zero")).contains("is no regular file");
            write(file, "acl index 7 tag a#b\npermit # c\n");
            host.cli("acl load " + file);
            assertThat(host.cli("show acl-plugin acl index 7")).contains("count 1 tag {a#b}");
            host.cli("acl save " + file + " index 7");
            host.cli("delete acl-plugin acl index 7");
            host.cli("acl load " + file);
            assertThat(host.cli("show acl-plugin acl index 7")).contains("count 1 tag {a#b}");
            host.cli("delete acl-plugin acl index 7");
            write(file, "# nothing\n");
            assertThat(host.refused("acl load " + file)).contains("has no rules");
            assertThat(host.refused("acl save " + directory.resolve("no/such")))
                    .contains("no/such' can't be written: there is no ", "no/such");
            assertThat(host.refused("acl save " + file + "/below")).contains("can't be written: ", "ot a directory");
            assertThat(host.refused("acl save /proc/none")).contains("`/proc/none' can't be written: ");
            assertThat(host.refused("acl save " + directory)).contains("is no regular file");
            assertThat(host.refused("acl load " + file + "/below")).contains("can't be read: ");
            assertThat(host.cli("show acl-plugin acl")).isEqualTo(shown);
        });
    }

    @Test
    void shouldSayWhichRuleDecides() {
        run(0, () -> {
            host.cli("set acl-plugin acl deny src 10.0.0.0/8, permit proto tcp dport 80 tcpflags 2 mask 18 tag web");
            assertThat(host.cli("acl test left in tcp 192.168.1.2 192.168.2.2 1 80"))
                    .isEqualTo("permit: no list is applied there\n");
            host.cli("set acl-plugin interface left input acl 0");
            assertThat(host.cli("acl test left in tcp 192.168.1.2 192.168.2.2 1 80"))
                    .startsWith("permit: acl 0 tag {web} rule 1\n  ipv4 permit");
            assertThat(host.cli("acl test left in tcp 192.168.1.2 192.168.2.2 1 80 tcpflags 18"))
                    .isEqualTo("deny: no rule of acl 0 matches\n");
            assertThat(host.cli("acl test left in udp 10.1.2.3 192.168.2.2"))
                    .startsWith("deny: acl 0 tag {web} rule 0");
        });
    }

    @Test
    void shouldSayWhatAFileWouldChangeForWhichPackets() {
        run(0, () -> {
            final Path file = directory.resolve("lists");
            host.cli("set acl-plugin acl permit proto tcp dport 80, deny tag web");
            host.cli("set acl-plugin acl deny src 10.0.0.0/8");
            write(
                    file,
                    "acl index 0\npermit proto tcp dport 80-81\ndeny\nacl index 5\ndeny\nacl index 1\ndeny src 10.0.0.0/8\n");
            final String rules = """
                    acl-index 0 tag {}: 2 rules instead of 2, 1 gone, 1 new
                      -       0: ipv4 permit src 0.0.0.0/0 dst 0.0.0.0/0 proto 6 sport 0-65535 dport 80-80
                      +       0: ipv4 permit src 0.0.0.0/0 dst 0.0.0.0/0 proto 6 sport 0-65535 dport 80-81
                    acl-index 5 tag {}: new, 1 rules
                    acl-index 1 tag {}: the same rules
                    """;
            assertThat(host.cli("acl diff " + file)).isEqualTo(rules + """
                    ACL 0, which is applied nowhere:
                      deny becomes permit: ipv4 src 0.0.0.0/0 dst 0.0.0.0/0 proto 6 sport 0-65535 dport 81-81
                        such as 6 0.0.0.0 0.0.0.0 40000 81 tcpflags 2
                    """);
            host.cli("set acl-plugin interface left input acl 1");
            host.cli("set acl-plugin interface left input acl 0");
            host.cli("set acl-plugin interface right output acl 0");
            final String told = host.cli("acl diff " + file);
            assertThat(told)
                    .startsWith(rules)
                    .contains(
                            "left input:\n  deny becomes permit: ipv4 src 0.0.0.0-9.255.255.255 ",
                            "src 11.0.0.0-255.255.255.255")
                    .contains("right output:\n  deny becomes permit: ipv4 src 0.0.0.0/0 ");
            assertThat(host.cli("acl test left in 6 0.0.0.0 0.0.0.0 40000 81 tcpflags 2"))
                    .startsWith("deny");
            host.cli("acl load " + file);
            assertThat(host.cli("acl test left in 6 0.0.0.0 0.0.0.0 40000 81 tcpflags 2"))
                    .startsWith("permit");
            assertThat(host.cli("acl diff " + file)).doesNotContain("becomes", "instead");
            write(file, "permit proto tcp dport 80-81\npermit proto tcp dport 81\ndeny\n");
            assertThat(host.cli("acl diff " + file + " index 0"))
                    .contains("1 new", "right output:\n  no packet fares otherwise");
            assertThat(host.refused("acl diff " + directory.resolve("none"))).contains("there is no file");
        });
    }

    @Test
    void shouldSayWhichRulesDoNothing() {
        run(0, () -> {
            host.cli(
                    "set acl-plugin acl permit src 10.1.0.0/16 proto tcp dport 80, permit src 10.0.0.0/8 proto tcp dport 1-99,"
                            + " deny src 10.2.0.0/16 proto tcp dport 90, permit src 10.2.0.0/16 proto tcp dport 91, deny proto udp,"
                            + " permit proto udp dport 53, permit proto tcp tcpflags 2 mask 18, permit proto tcp tcpflags 2 mask 2, deny");
            assertThat(host.cli("acl explain")).isEqualTo("""
                    acl-index 0 tag {}:
                              0: ipv4 permit src 10.1.0.0/16 dst 0.0.0.0/0 proto 6 sport 0-65535 dport 80-80
                                 redundant, may be left out: rule 1 says the same of all of it
                              2: ipv4 deny src 10.2.0.0/16 dst 0.0.0.0/0 proto 6 sport 0-65535 dport 90-90
                                 contradictory, never come to: rule 1 matches all of it and says permit
                              3: ipv4 permit src 10.2.0.0/16 dst 0.0.0.0/0 proto 6 sport 0-65535 dport 91-91
                                 redundant, never come to: rule 1 matches all of it and says the same
                              5: ipv4 permit src 0.0.0.0/0 dst 0.0.0.0/0 proto 17 sport 0-65535 dport 53-53
                                 contradictory, never come to: rule 4 matches all of it and says deny
                              6: ipv4 permit src 0.0.0.0/0 dst 0.0.0.0/0 proto 6 sport 0-65535 dport 0-65535 tcpflags 2 mask 18
                                 redundant, may be left out: rule 7 says the same of all of it
                      5 of 9 rules do nothing
                    """);
            host.cli("set acl-plugin acl index 1 permit proto udp, permit proto udp, deny");
            assertThat(host.cli("acl explain index 1"))
                    .contains("1: ipv4 permit", "redundant, never come to: rule 0", "1 of 3 rules do nothing");
            host.cli(
                    "set acl-plugin acl index 1 permit src 10.0.0.0/8 proto tcp dport 80, deny src 10.0.0.0/8 proto tcp dport 90,"
                            + " permit src 10.0.0.0/8 proto tcp");
            assertThat(host.cli("acl explain index 1"))
                    .as("fragments without ports")
                    .contains("0 of 3 rules");
            assertThat(host.refused("acl explain index 4")).contains("there is no ACL 4");
        });
    }

    @Test
    void shouldShowWhatListsAreCompiledInto() {
        run(0, () -> {
            final StringBuilder rules = new StringBuilder("permit ipv6 dst 2001:db8::/32");
            for (int i = 0; i < 100; i++) {
                rules.append(", permit dst 10.0.")
                        .append(i)
                        .append(".0/24 proto tcp dport ")
                        .append(i);
            }
            host.cli("set acl-plugin acl " + rules + " tag many");
            host.cli("set acl-plugin acl deny");
            final String shown = host.cli("show acl-plugin tables");
            assertThat(shown)
                    .contains("acl-index 0 tag {many}: 101 rules, ", "acl-index 1 tag {}: 1 rules, ")
                    .containsPattern("ipv4: \\d+ bytes\n +Depth.*\n +tree 0 +[1-9]\\d* +[1-9]\\d* +[1-9]\\d* +\\d{3,} ")
                    .containsPattern("ipv6: \\d+ bytes\n.*\n +tree 0 +0 +0 +1 +1 +1\n");
            assertThat(host.cli("show acl-plugin tables acl 1"))
                    .startsWith("acl-index 1 ")
                    .contains("  ipv6: no rules\n")
                    .doesNotContain("acl-index 0");
            assertThat(host.refused("show acl-plugin tables acl 2")).contains("there is no ACL 2");
        });
    }

    private static void write(final Path file, final String text) {
        try {
            Files.writeString(file, text);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }
}
