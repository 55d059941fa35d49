package io.weir.acl.internal.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.Seeds;
import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.RuleParser;
import io.weir.acl.internal.space.Explainer.Finding;
import io.weir.acl.internal.space.Explainer.Kind;
import io.weir.acl.internal.space.SmallWorld.Packet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of rules, beside trying all packets. */
class ExplainerTest {
    private static final int ROUNDS = Boolean.getBoolean("weir.slow") ? 20_000 : 400;
    private static final long ENOUGH = 1_000_000_000L;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSayOfEachRuleWhatTryingAllPacketsSays(final boolean ip6) {
        final long seed = Seeds.seed();
        final SplittableRandom random = new SplittableRandom(seed);
        final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (int round = 0; round < ROUNDS; round++) {
            final SmallWorld world = new SmallWorld(random.nextLong(), ip6);
            final List<Rule> rules = world.rules(1 + random.nextInt(14));
            final boolean matchLater = random.nextBoolean();
            final List<Packet> packets = world.packets();
            final List<Finding> findings = new Explainer(rules, matchLater, ENOUGH, () -> {}).all();
            final BitSet reached = new BitSet();
            packets.forEach(packet -> reached.set(SmallWorld.first(rules, packet, matchLater) + 1));
            for (int i = 0; i < rules.size(); i++) {
                final Kind kind = findings.get(i).kind();
                kinds.add(kind);
                final String what = "seed " + seed + " round " + round + " rule " + i + " of " + rules;
                final boolean comes = kind == Kind.NEEDED || kind == Kind.SUPERFLUOUS;
                assertThat(comes).as(what).isEqualTo(reached.get(i + 1));
                if (comes) {
                    final boolean same = sameWithout(rules, i, reached, packets, matchLater);
                    assertThat(kind).as(what).isEqualTo(same ? Kind.SUPERFLUOUS : Kind.NEEDED);
                } else {
                    assertThat(kind).as(what).isEqualTo(kind(rules, findings.get(i)));
                }
            }
        }
        // Rules that can't be reached for several others that differ are rare: a test of their own has one.
        assertThat(kinds)
                .contains(Kind.NEEDED, Kind.REDUNDANT, Kind.CONTRADICTORY, Kind.SUPERFLUOUS)
                .doesNotContain(Kind.UNKNOWN);
    }

    private static boolean sameWithout(
            final List<Rule> rules,
            final int rule,
            final BitSet reached,
            final List<Packet> packets,
            final boolean matchLater) {
        final List<Rule> others = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            if (i != rule
                    && (reached.get(i + 1)
                            || rules.get(i).action() != rules.get(rule).action())) {
                others.add(rules.get(i));
            }
        }
        return packets.stream()
                .allMatch(packet ->
                        SmallWorld.action(others, packet, matchLater) == SmallWorld.action(rules, packet, matchLater));
    }

    private static Kind kind(final List<Rule> rules, final Finding finding) {
        final Action action = rules.get(finding.rule()).action();
        assertThat(finding.by()).isNotEmpty().allMatch(by -> by < finding.rule());
        final long same = finding.by().stream()
                .filter(by -> rules.get(by).action() == action)
                .count();
        return same == 0 ? Kind.CONTRADICTORY : same == finding.by().size() ? Kind.REDUNDANT : Kind.UNREACHABLE;
    }

    @Test
    void shouldTellApartWhyRulesDoNothing() {
        final List<Rule> rules = RuleParser.list("permit src 10.0.0.0/9 proto tcp, permit src 10.128.0.0/9 proto tcp,"
                        + " permit src 10.0.0.0/8 proto tcp dport 80, deny src 10.0.0.0/8 proto tcp dport 81,"
                        + " deny proto udp dport 0-99, permit proto udp dport 100-65535, deny proto udp,"
                        + " permit proto gre, permit proto 50, deny")
                .rules();
        final List<Finding> findings = new Explainer(rules, true, ENOUGH, () -> {}).all();
        assertThat(findings)
                .contains(
                        new Finding(2, Kind.REDUNDANT, List.of(0, 1)),
                        new Finding(3, Kind.CONTRADICTORY, List.of(0, 1)),
                        new Finding(6, Kind.UNREACHABLE, List.of(4, 5)),
                        new Finding(7, Kind.NEEDED, List.of()),
                        new Finding(9, Kind.NEEDED, List.of()));
        assertThat(new Explainer(rules, false, ENOUGH, () -> {}).all().get(6).kind())
                .as("fragments come to it")
                .isEqualTo(Kind.SUPERFLUOUS);
    }

    @Test
    void shouldLeaveOutNothingThatKeepsAnotherRuleFromMatching() {
        final List<Rule> rules = RuleParser.list("deny proto udp, permit proto udp dport 53, deny")
                .rules();
        assertThat(new Explainer(rules, true, ENOUGH, () -> {}).all())
                .extracting(Finding::kind)
                .containsExactly(Kind.NEEDED, Kind.CONTRADICTORY, Kind.NEEDED);
    }

    @Test
    void shouldSayWhenItWouldTakeTooLong() {
        final List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rules.add(RuleParser.rule("deny src " + i + ".0.0.0/8 proto tcp dport " + i * 2));
            rules.add(RuleParser.rule("deny dst " + i + ".0.0.0/8 proto tcp sport " + i * 2));
        }
        rules.add(RuleParser.rule("deny src 0.0.0.0/1 proto tcp"));
        rules.add(RuleParser.rule("deny src 128.0.0.0/1 proto tcp"));
        rules.add(RuleParser.rule("permit proto tcp"));
        final int[] pauses = new int[1];
        final List<Finding> findings = new Explainer(rules, true, 3_000_000, () -> pauses[0]++).all();
        assertThat(findings.getLast().kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(findings.getFirst().kind()).isEqualTo(Kind.SUPERFLUOUS);
        assertThat(pauses[0]).isPositive();
    }
}
