package io.weir.acl.internal.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.Seeds;
import io.weir.acl.internal.classify.RandomRules;
import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.FiveTuple;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.RuleParser;
import io.weir.acl.internal.space.SmallWorld.Packet;
import io.weir.net.IpProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of the difference between lists, beside asking both about packets. */
class DifferenceTest {
    private static final int ROUNDS = Boolean.getBoolean("weir.slow") ? 20_000 : 400;
    private static final long ENOUGH = 1_000_000_000L;

    private static Action action(
            final List<Rule> rules, final Packet packet, final boolean later, final boolean denied) {
        final Action action = SmallWorld.action(rules, packet, later);
        return action == null && denied ? Action.DENY : action;
    }

    /** A few rules go, come and change places. */
    private static List<Rule> changed(final List<Rule> rules, final SplittableRandom random, final List<Rule> others) {
        final List<Rule> changed = new ArrayList<>(rules);
        for (final Rule other : others) {
            final int kind = random.nextInt(3);
            if (kind < 2 && !changed.isEmpty()) {
                final Rule taken = changed.remove(random.nextInt(changed.size()));
                if (kind == 0) {
                    changed.add(random.nextInt(changed.size() + 1), taken);
                }
            }
            changed.add(random.nextInt(changed.size() + 1), other);
        }
        return changed;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellAllPacketsOfASmallWorldThatFareOtherwise(final boolean ip6) {
        final long seed = Seeds.seed();
        final SplittableRandom random = new SplittableRandom(seed);
        int told = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final SmallWorld world = new SmallWorld(random.nextLong(), ip6);
            final List<Rule> before = world.rules(1 + random.nextInt(12));
            final List<Rule> after = changed(before, random, world.rules(random.nextInt(3)));
            final boolean later = random.nextBoolean();
            final boolean denied = random.nextBoolean();
            final Difference difference = new Difference(before, after, later, denied, ENOUGH, () -> {});
            final String what = "seed " + seed + " round " + round + "\n" + before + "\n" + after;
            assertThat(difference.complete()).as(what).isTrue();
            told += difference.changes().size();
            compare(difference, before, after, later, denied, world.packets(), what);
            examples(difference, before, after, later, denied, what);
        }
        assertThat(told).isGreaterThan(ROUNDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellAllThatRandomPacketsFind(final boolean ip6) {
        final long seed = Seeds.seed();
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS / 4; round++) {
            final RandomRules world = new RandomRules(random.nextLong(), ip6);
            final List<Rule> before = world.list(1 + random.nextInt(40));
            final List<Rule> others = world.list(1 + random.nextInt(3));
            final List<Rule> after = changed(before, random, others);
            final Difference difference = new Difference(before, after, true, true, ENOUGH, () -> {});
            final List<Packet> packets = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                packets.add(new Packet(possible(world.packet(i % 2 == 0 ? others : before)), i % 5 == 0));
            }
            final String what = "seed " + seed + " round " + round + "\n" + before + "\n" + after;
            if (difference.complete()) {
                compare(difference, before, after, true, true, packets, what);
            }
            examples(difference, before, after, true, true, what);
        }
    }

    /** What has no ports has none. */
    private static FiveTuple possible(final FiveTuple packet) {
        final int mask = Universe.ports(packet.protocol()).last();
        return new FiveTuple(
                packet.ip6(),
                packet.sourceHigh(),
                packet.sourceLow(),
                packet.destinationHigh(),
                packet.destinationLow(),
                packet.protocol(),
                packet.sourcePort() & mask,
                packet.destinationPort() & mask,
                packet.protocol() == IpProtocol.TCP ? packet.flags() : 0);
    }

    private static void compare(
            final Difference difference,
            final List<Rule> before,
            final List<Rule> after,
            final boolean later,
            final boolean denied,
            final List<Packet> packets,
            final String what) {
        for (final Packet packet : packets) {
            final Action was = action(before, packet, later, denied);
            final Action is = action(after, packet, later, denied);
            final List<Change> with = difference.changes().stream()
                    .filter(change -> change.later() == packet.later() && change.contains(packet.tuple()))
                    .toList();
            assertThat(with).as("%s\n%s: %s, %s", what, packet, was, is).hasSize(was == is ? 0 : 1);
            if (was != is) {
                assertThat(with.getFirst().before()).as(what).isEqualTo(was);
                assertThat(with.getFirst().after()).as(what).isEqualTo(is);
            }
        }
    }

    private static void examples(
            final Difference difference,
            final List<Rule> before,
            final List<Rule> after,
            final boolean later,
            final boolean denied,
            final String what) {
        for (final Change change : difference.changes()) {
            final FiveTuple example = change.example();
            final Packet packet = new Packet(example, change.later());
            assertThat(possible(example)).as(what).isEqualTo(example);
            assertThat(change.contains(example))
                    .as("%s\n%s in %s", what, example, change)
                    .isTrue();
            assertThat(action(before, packet, later, denied)).as(what).isEqualTo(change.before());
            assertThat(action(after, packet, later, denied)).as(what).isEqualTo(change.after());
            assertThat(change.before()).isNotEqualTo(change.after());
        }
    }

    @Test
    void shouldTellWhatBelongsTogetherOnce() {
        final List<Rule> before = RuleParser.list(
                        "deny src 10.1.0.0/16, permit src 10.0.0.0/8 proto tcp dport 80, deny")
                .rules();
        final List<Rule> after = RuleParser.list("deny src 10.1.0.0/16, permit src 192.0.2.0/24, deny")
                .rules();
        assertThat(new Difference(before, after, true, true, ENOUGH, () -> {}).changes())
                .extracting(change -> change.before() + " " + change.after() + " " + change)
                .containsExactlyInAnyOrder(
                        "permit deny ipv4 src 10.0.0.0/16 dst 0.0.0.0/0 proto 6 sport 0-65535 dport 80-80",
                        "permit deny ipv4 src 10.2.0.0-10.255.255.255 dst 0.0.0.0/0 proto 6 sport 0-65535 dport 80-80",
                        "permit deny ipv4 fragments without ports src 10.0.0.0/16 dst 0.0.0.0/0 proto 6",
                        "permit deny ipv4 fragments without ports src 10.2.0.0-10.255.255.255 dst 0.0.0.0/0 proto 6",
                        "deny permit ipv4 src 192.0.2.0/24 dst 0.0.0.0/0 proto any sport 0-65535 dport 0-65535",
                        "deny permit ipv4 fragments without ports src 192.0.2.0/24 dst 0.0.0.0/0 proto any");
    }

    @Test
    void shouldFindOneChangedRuleAmongManyAndSayWhenItGaveUp() {
        final List<Rule> before = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            before.add(RuleParser.rule(
                    "permit src 10." + (i >>> 8) + "." + (i & 0xff) + ".0/24 proto tcp dport " + i % 1000));
        }
        final List<Rule> after = new ArrayList<>(before);
        after.set(30_000, RuleParser.rule("deny src 10.0.0.0/24 proto udp"));
        final Difference few = new Difference(before, after, true, false, 10_000_000, () -> {});
        assertThat(few.complete()).isTrue();
        assertThat(few.changes()).hasSize(4);
        after.addFirst(RuleParser.rule("deny"));
        final Difference many = new Difference(before, after, true, false, 1_000_000, () -> {});
        assertThat(many.complete()).isFalse();
        examples(many, before, after, true, false, "many");
    }
}
