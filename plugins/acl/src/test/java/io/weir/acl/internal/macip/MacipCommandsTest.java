package io.weir.acl.internal.macip;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.RouterBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands about who may send. */
@Timeout(60)
class MacipCommandsTest extends RouterBase {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permit ip 10.0.0.1/32 mac 02:00:00:00:00:aa mask ff:ff:ff:ff:ff:ff, allow | rule 1 `allow': unknown word `allow'",
                "ip 10.0.0.1/32 | rule 0 `ip 10.0.0.1/32': expected permit, deny or action",
                "permit ip 10.0.0.1/8 | `10.0.0.1/8' has bits set behind its length",
                "permit ip 10.0.0.0/8 ipv6 | `ipv6' and `10.0.0.0/8' are of different families",
                "action 2 | action `2' is none of 0 (deny) and 1 (permit)",
                "permit mac 02:00:00:00:00:zz | 02:00:00:00:00:zz",
                "permit mac 02:00:00:00:00:aa mask ff:ff:ff:00:00:00 | it would be 02:00:00:00:00:00",
                "permit mask ff:ff:ff:00:00:00 | mask ff:ff:ff:00:00:00 is there without a mac",
                "permit mac 02:00:00:00:00:aa mac 02:00:00:00:00:aa | mac is there twice",
                "permit deny | the action is there twice",
                "permit ip | ip is the last word",
                "tag x | a list has one rule at least"
            })
    void shouldNameWhatIsWrongInOneSentence(final String rules, final String sentence) {
        run(0, () -> {
            final String said = host.refused("set acl-plugin macip acl " + rules);
            assertThat(said).contains(sentence);
            assertThat(said.strip().lines()).hasSize(1);
            assertThat(host.cli("show acl-plugin macip acl")).isEmpty();
        });
    }

    @Test
    void shouldTakeWhatItShows() {
        run(0, () -> {
            assertThat(host.cli("set acl-plugin macip acl permit mac 02:00:00:00:00:00 mask ff:ff:ff:00:00:00,"
                            + " deny ipv6, permit ip 2001:db8::/32 mac 02:00:00:00:00:aa tag a"))
                    .isEqualTo("ACL index:0\n");
            final String shown = host.cli("show acl-plugin macip acl");
            final String rules = shown.lines()
                    .filter(line -> line.contains("rule "))
                    .map(line -> line.substring(line.indexOf(": ") + 2))
                    .reduce((one, two) -> one + ", " + two)
                    .orElseThrow();
            host.cli("set acl-plugin macip acl index 0 deny");
            host.cli("set acl-plugin macip acl index 0 " + rules);
            assertThat(host.cli("show acl-plugin macip acl")).isEqualTo(shown);
            assertThat(host.cli("set acl-plugin macip acl index 5 permit")).isEqualTo("ACL index:5\n");
            assertThat(host.cli("set acl-plugin macip acl permit")).isEqualTo("ACL index:1\n");
        });
    }

    @Test
    void shouldRefuseWhatIsNotThereAndChangeNothing() {
        run(0, () -> {
            host.cli("set acl-plugin macip acl permit");
            host.cli("set acl-plugin macip acl deny");
            assertThat(host.refused("set acl-plugin macip interface left add acl 7"))
                    .contains("no MACIP ACL 7");
            assertThat(host.refused("set acl-plugin macip interface left add")).contains("acl N", "left");
            assertThat(host.refused("set acl-plugin macip interface left del")).contains("applied to left");
            assertThat(host.refused("delete acl-plugin macip acl index 9")).contains("no MACIP ACL 9");
            assertThat(host.refused("show acl-plugin macip acl index 9")).contains("no MACIP ACL 9");
            host.cli("set acl-plugin macip interface left add acl 0");
            assertThat(host.refused("set acl-plugin macip interface left del acl 1"))
                    .contains("MACIP ACL 1 is not applied to `left', 0 is");
            assertThat(host.refused("delete acl-plugin macip acl index 0")).contains("MACIP ACL 0 is applied: left");
            host.cli("set acl-plugin macip interface left add acl 1");
            host.cli("delete acl-plugin macip acl index 0");
            assertThat(host.cli("show acl-plugin macip interface"))
                    .isEqualTo("  sw_if_index %d: 1\n".formatted(left.swIfIndex()));
        });
    }
}
