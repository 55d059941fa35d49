package io.weir.acl.internal.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.acl.internal.Seeds;
import io.weir.cli.CommandException;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules in words, right and wrong. */
class RuleParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permit | ipv4 permit src 0.0.0.0/0 dst 0.0.0.0/0 proto 0 sport 0-65535 dport 0-65535",
                "deny ipv6 | ipv6 deny src ::/0 dst ::/0 proto 0 sport 0-65535 dport 0-65535",
                "permit+reflect src 10.0.0.0/8 proto tcp dport 80 | ipv4 permit+reflect src 10.0.0.0/8 dst 0.0.0.0/0 proto 6 sport 0-65535 dport 80-80",
                "action 2 dst 2001:db8::1 proto udp sport 1024-65535 | ipv6 permit+reflect src ::/0 dst 2001:db8::1/128 proto 17 sport 1024-65535 dport 0-65535",
                "permit proto 6 tcpflags 2 mask 18 | ipv4 permit src 0.0.0.0/0 dst 0.0.0.0/0 proto 6 sport 0-65535 dport 0-65535 tcpflags 2 mask 18",
                "dst 0.0.0.0/0 proto icmp sport 8 deny dport 0 | ipv4 deny src 0.0.0.0/0 dst 0.0.0.0/0 proto 1 sport 8-8 dport 0-0",
                "deny proto 0 sport 0-65535 | ipv4 deny src 0.0.0.0/0 dst 0.0.0.0/0 proto 0 sport 0-65535 dport 0-65535",
            })
    void shouldReadARuleAndWriteItInVppsWords(final String text, final String shown) {
        assertThat(RuleText.of(RuleParser.rule(text))).isEqualTo(shown);
        assertThat(RuleParser.rule(shown)).isEqualTo(RuleParser.rule(text));
    }

    /** A collection stops the workers, and a large file brings one the sooner the more its rules leave behind. */
    @Test
    void shouldLeaveLittleBehindWhenARuleIsRead() {
        final var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        final String text =
                "ipv4 deny src 10.1.2.0/24 dst 10.3.4.5/32 proto 6 sport 0-65535 dport 1024-2048 tcpflags 2 mask 18";
        final int rules = 1_000;
        RuleParser.rule(text);
        final long before = memory.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < rules; i++) {
            RuleParser.rule(text);
        }
        assertThat((memory.getCurrentThreadAllocatedBytes() - before) / rules).isLessThan(3_000);
    }

    @Test
    void shouldReadAListWithItsTag() {
        final ParsedList list = RuleParser.list("permit src 10.0.0.0/8,deny ipv6 , permit tag web");
        assertThat(list.rules()).hasSize(3);
        assertThat(list.tag()).isEqualTo("web");
        assertThat(RuleParser.list("permit").tag()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permit src 10.0.0.1/8 | rule 0: `10.0.0.1/8' has bits set behind its length, it would be 10.0.0.0/8",
                "permit, deny src 2001:db8::1/32 | rule 1: `2001:db8::1/32' has bits set behind its length, it would be 2001:db8::/32",
                "permit src 10.0.0.0/8 dst ::/0 | rule 0: `::/0' and `10.0.0.0/8' are of different families",
                "permit ipv6 src 10.0.0.0/8 | rule 0: `10.0.0.0/8' and `ipv6' are of different families",
                "permit proto 6 dport 90-80 | rule 0: dport `90-80' ends before it begins",
                "permit proto 6 dport 65536 | rule 0: dport `65536' is no number from 0 to 65535",
                "permit proto 6 dport -1 | rule 0: dport `' is no number from 0 to 65535",
                "permit dport 80 | rule 0: dport 80-80: proto 0 has no ports",
                "permit proto gre sport 80 | rule 0: sport 80-80: proto gre has no ports",
                "permit proto icmp sport 256 | rule 0: sport 256-256 of proto icmp is a range of types, which end at 255",
                "permit proto icmp6 | rule 0: proto icmp6 is not of IPv4",
                "permit proto 256 | rule 0: `256' is no protocol, expected 0 to 255 or one of icmp, igmp, tcp, udp, gre, esp, ah, icmp6, ospf, sctp",
                "permit proto udp tcpflags 2 mask 2 | rule 0: tcpflags are of proto tcp, not of udp",
                "permit proto tcp tcpflags 3 mask 2 | rule 0: tcpflags 3 can't be there under mask 2",
                "permit proto tcp tcpflags 2 | rule 0: tcpflags 2: expected mask behind it",
                "permit src | rule 0: src is the last word, expected a prefix such as 10.0.0.0/8 behind it",
                "permit src 10.0.0.0/33 | rule 0: `10.0.0.0/33': the prefix length must be 0..32",
                "permit src 10.0.0.0/8 src 10.0.0.0/8 | rule 0: src is there twice",
                "permit deny | rule 0: the action is there twice",
                "action 3 | rule 0: action `3' is no number from 0 to 2",
                "src 10.0.0.0/8 | rule 0: expected permit, permit+reflect, deny or action",
                "permit, , deny | rule 1: expected permit, permit+reflect, deny or action",
                "tag web | a list has one rule at least",
                "permit proto 6 dport +80 | rule 0: dport `+80' is no number from 0 to 65535",
                "permit proto 6 dport ٣ | rule 0: dport `٣' is no number from 0 to 65535",
                "permit proto 6 dport 000080 | rule 0: dport `000080' is no number from 0 to 65535",
                "permit proto 6 tcpflags 0x mask 1 | rule 0: tcpflags `0x' is no number from 0 to 255",
                "permit tag #a | rule 0: tag `#a' begins with #, as comments do in files",
                "allow | rule 0: unknown word `allow', expected permit, permit+reflect, deny, action, ipv4, ipv6, src, dst, proto, sport, dport, tcpflags or tag",
            })
    void shouldSayWhatIsWrong(final String text, final String sentence) {
        // The rule stands behind its number.
        final String[] parts = sentence.startsWith("rule ") ? sentence.split(": ", 2) : new String[] {"", sentence};
        assertThatThrownBy(() -> RuleParser.list(text))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith(parts[0].isEmpty() ? parts[1] : parts[0] + " `")
                .hasMessageEndingWith(parts[1]);
    }

    @Test
    void shouldRefuseAnyOtherTextInOneSentence() {
        final long seed = Seeds.seed();
        final SplittableRandom random = new SplittableRandom(seed);
        final String[] words = {
            "permit",
            "deny",
            "src",
            "dst",
            "10.0.0.0/8",
            "::/0",
            "proto",
            "tcp",
            "6",
            ",",
            "tag",
            "sport",
            "-",
            "1-2",
            "tcpflags",
            "mask",
            "\u00e9",
            "99999999999",
            "0x",
            "action"
        };
        for (int i = 0; i < 20_000; i++) {
            final StringBuilder text = new StringBuilder();
            for (int word = random.nextInt(8); word >= 0; word--) {
                text.append(words[random.nextInt(words.length)]).append(' ');
            }
            try {
                RuleParser.list(text.toString());
            } catch (final CommandException e) {
                assertThat(e.getMessage()).as("seed %d", seed).isNotBlank().doesNotContain("\n");
            }
        }
        assertThatExceptionOfType(CommandException.class).isThrownBy(() -> RuleParser.list(" "));
    }
}
