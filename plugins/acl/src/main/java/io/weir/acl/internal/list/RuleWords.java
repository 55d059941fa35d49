package io.weir.acl.internal.list;

import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.Range;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.Subnet;
import java.util.ArrayList;
import java.util.List;

/** Rules as numbers, for state that goes over in an upgrade: an array goes by reference, whatever its size. */
final class RuleWords {
    private static final int WORDS = 6;

    private RuleWords() {}

    static long[] of(final List<Rule> rules) {
        final long[] words = new long[rules.size() * WORDS];
        int at = 0;
        for (final Rule rule : rules) {
            words[at++] = rule.source().high();
            words[at++] = rule.source().low();
            words[at++] = rule.destination().high();
            words[at++] = rule.destination().low();
            words[at++] = range(rule.sourcePorts()) << 32 | range(rule.destinationPorts());
            words[at++] = (long) rule.source().length() << 48
                    | (long) rule.destination().length() << 40
                    | (long) rule.protocol() << 32
                    | (long) rule.tcpFlags() << 24
                    | (long) rule.tcpMask() << 16
                    | (rule.ip6() ? 1 << 8 : 0)
                    | rule.action().code();
        }
        return words;
    }

    private static long range(final Range range) {
        return (long) range.first() << 16 | range.last();
    }

    static List<Rule> rules(final long... words) {
        final List<Rule> rules = new ArrayList<>(words.length / WORDS);
        for (int at = 0; at < words.length; at += WORDS) {
            final long misc = words[at + 5];
            rules.add(new Rule(
                    Action.of((int) misc & 0xff),
                    (misc >>> 8 & 1) != 0,
                    new Subnet(words[at], words[at + 1], (int) (misc >>> 48) & 0xff),
                    new Subnet(words[at + 2], words[at + 3], (int) (misc >>> 40) & 0xff),
                    (int) (misc >>> 32) & 0xff,
                    range((int) (words[at + 4] >>> 32)),
                    range((int) words[at + 4]),
                    (int) (misc >>> 24) & 0xff,
                    (int) (misc >>> 16) & 0xff));
        }
        return List.copyOf(rules);
    }

    private static Range range(final int word) {
        return new Range(word >>> 16, word & 0xffff);
    }
}
