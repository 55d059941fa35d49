package io.weir.acl.internal.policy;

import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.Range;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.Subnet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What rules say of fragments that carry no ports: addresses and protocol count alone, or (setting {@code
 * l4-match-nonfirst-fragment} off) rules that ask for more don't match them.
 */
final class LaterFragments {
    /** Ports that a fragment may belong to. */
    private static final Range ALL = Range.ALL;

    /** What rules are held apart by. */
    private record Shape(boolean ip6, Subnet source, Subnet destination, int protocol) {}

    private LaterFragments() {}

    /** A rule for each rule, or null where none counts, or an earlier one says the same. */
    static List<Rule> of(final List<Rule> rules, final boolean match) {
        final Set<Shape> seen = new HashSet<>();
        final List<Rule> later = new ArrayList<>(rules.size());
        for (final Rule rule : rules) {
            final boolean counts = match || !rule.asksForMore();
            final boolean first =
                    counts && seen.add(new Shape(rule.ip6(), rule.source(), rule.destination(), rule.protocol()));
            final Action action = rule.action(true);
            later.add(
                    first
                            ? new Rule(
                                    action,
                                    rule.ip6(),
                                    rule.source(),
                                    rule.destination(),
                                    rule.protocol(),
                                    ALL,
                                    ALL,
                                    0,
                                    0)
                            : null);
        }
        return later;
    }
}
