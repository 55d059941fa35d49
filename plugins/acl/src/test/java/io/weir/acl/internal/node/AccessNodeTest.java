package io.weir.acl.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.RouterBase;
import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.Rule;
import io.weir.testkit.TestPacket;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets on their way through a router, and lists that they are held against. */
@Timeout(60)
class AccessNodeTest extends RouterBase {
    private static final int SYN = 2;
    private static final int ACK = 16;

    private static TestPacket udp(final boolean ip6, final boolean back, final int from, final int to) {
        final String source = ip6 ? back ? RIGHT6 : LEFT6 : back ? RIGHT4 : LEFT4;
        final String destination = ip6 ? back ? LEFT6 : RIGHT6 : back ? LEFT4 : RIGHT4;
        return TestPacket.udp(source, destination).ports(from, to);
    }

    private static TestPacket tcp(final boolean ip6, final boolean back, final int from, final int to) {
        final String source = ip6 ? back ? RIGHT6 : LEFT6 : back ? RIGHT4 : LEFT4;
        final String destination = ip6 ? back ? LEFT6 : RIGHT6 : back ? LEFT4 : RIGHT4;
        return TestPacket.tcp(source, destination).ports(from, to);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "0, true", "1, false", "1, true", "4, false", "4, true"})
    void shouldLetOnWhatTheFirstMatchingRulePermits(final int workers, final boolean output) {
        run(workers, () -> {
            policies()
                    .put(
                            0,
                            List.of(
                                    to(Action.DENY, "192.168.2.2/32", 17, 53),
                                    to(Action.PERMIT, "192.168.2.0/24", 17, -1),
                                    to(Action.DENY, "2001:db8:2::2/128", 17, 53),
                                    to(Action.PERMIT, "2001:db8:2::/64", 17, -1)));
            apply(output ? right : left, output, 0);
            for (final boolean ip6 : new boolean[] {false, true}) {
                assertThat(passed(left, udp(ip6, false, 1, 53))).isZero();
                assertThat(passed(left, udp(ip6, false, 1, 54), udp(ip6, false, 2, 55)))
                        .isEqualTo(2);
                assertThat(passed(left, tcp(ip6, false, 1, 54)))
                        .as("implicit deny")
                        .isZero();
                assertThat(passed(right, tcp(ip6, true, 1, 54))).as("other way").isEqualTo(1);
            }
            assertThat(policies().packets(0, 0)).isEqualTo(1);
            assertThat(policies().packets(0, 1)).isEqualTo(2);
            assertThat(policies().bytes(0, 1)).isPositive();
            assertThat(policies().packets(0, 3)).isEqualTo(2);
            assertThat(host.errors("acl-deny")).isEqualTo(4);
            apply(output ? right : left, output);
            assertThat(passed(left, udp(false, false, 1, 53), tcp(true, false, 1, 54)))
                    .isEqualTo(2);
            policies().remove(0);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAskListsInTheirOrder(final int workers) {
        run(workers, () -> {
            policies().put(3, List.of(to(Action.PERMIT, "192.168.2.2/32", 17, 1)));
            policies()
                    .put(
                            1,
                            List.of(
                                    to(Action.DENY, "192.168.2.2/32", 17, 1),
                                    to(Action.PERMIT, "192.168.2.2/32", 17, 2)));
            policies().put(2, List.of(rule(Action.PERMIT, true)));
            apply(left, false, 3, 1, 2);
            assertThat(passed(
                            left,
                            udp(false, false, 9, 1),
                            udp(false, false, 9, 2),
                            udp(false, false, 9, 3),
                            udp(true, false, 9, 3)))
                    .isEqualTo(3);
            apply(left, false, 1, 3, 2);
            assertThat(passed(
                            left,
                            udp(false, false, 9, 1),
                            udp(false, false, 9, 2),
                            udp(false, false, 9, 3),
                            udp(true, false, 9, 3)))
                    .isEqualTo(2);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLetAnswersOnAndNothingElseWhereRulesReflect(final int workers) {
        run(workers, () -> {
            policies().put(0, List.of(rule(Action.REFLECT, false), rule(Action.REFLECT, true)));
            policies().put(1, List.of(rule(Action.DENY, false)));
            apply(left, false, 0);
            apply(left, true, 1);
            for (final boolean ip6 : new boolean[] {false, true}) {
                for (int port = 1_000; port < 1_040; port++) {
                    assertThat(passed(right, udp(ip6, true, 53, port)))
                            .as("before")
                            .isZero();
                    assertThat(passed(left, udp(ip6, false, port, 53))).isEqualTo(1);
                    assertThat(passed(right, udp(ip6, true, 53, port)))
                            .as("answer")
                            .isEqualTo(1);
                    assertThat(passed(right, udp(ip6, true, 54, port), tcp(ip6, true, 53, port)))
                            .as("other")
                            .isZero();
                }
                assertThat(passed(
                                left,
                                tcp(ip6, false, 7, 80).flags(SYN),
                                tcp(ip6, false, 7, 80).flags(ACK)))
                        .isEqualTo(2);
                assertThat(passed(right, tcp(ip6, true, 80, 7).flags(SYN | ACK)))
                        .isEqualTo(1);
                final String from = ip6 ? LEFT6 : LEFT4;
                final String to = ip6 ? RIGHT6 : RIGHT4;
                assertThat(passed(left, TestPacket.echo(from, to))).isEqualTo(1);
                assertThat(passed(right, TestPacket.echo(to, from)))
                        .as("a question of the other side")
                        .isZero();
                assertThat(passed(right, TestPacket.echoReply(to, from))).isEqualTo(1);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldHoldLaterFragmentsAgainstAddressesAndProtocol(final boolean ip6) {
        run(1, () -> {
            final String to = ip6 ? "2001:db8:2::/64" : "192.168.2.0/24";
            policies().put(0, List.of(to(Action.PERMIT, to, 17, 80)));
            apply(left, false, 0);
            assertThat(passed(
                            left,
                            udp(ip6, false, 1, 80)
                                    .payload(2_000)
                                    .fragments(1_000)
                                    .toArray(TestPacket[]::new)))
                    .isGreaterThan(2);
            assertThat(passed(
                            left,
                            tcp(ip6, false, 1, 80)
                                    .payload(2_000)
                                    .fragments(1_000)
                                    .toArray(TestPacket[]::new)))
                    .isZero();
            final List<TestPacket> other = udp(ip6, false, 1, 81).payload(2_000).fragments(1_000);
            assertThat(passed(left, other.toArray(TestPacket[]::new))).isEqualTo(other.size() - 1);
            final List<TestPacket> tiny = tcp(ip6, false, 1, 80).payload(64).fragments(8);
            policies().put(0, List.of(to(Action.PERMIT, to, 6, 80)));
            assertThat(passed(left, tiny.getFirst()))
                    .as("flags are in the next fragment")
                    .isZero();
            assertThat(host.errors("acl-truncated")).isEqualTo(1);
            assertThat(passed(left, tiny.get(1)))
                    .as("flags that were looked at in the fragment before would be overwritten")
                    .isZero();
            assertThat(host.errors("acl-truncated")).isEqualTo(2);
            assertThat(passed(left, tiny.get(2))).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGoOnCountingRulesThatStay(final int workers) {
        run(workers, () -> {
            final Rule first = to(Action.PERMIT, "192.168.2.2/32", 17, 1);
            final Rule second = to(Action.PERMIT, "192.168.2.2/32", 17, 2);
            final Rule third = to(Action.PERMIT, "192.168.2.2/32", 17, 3);
            policies().put(0, List.of(first, second));
            apply(left, false, 0);
            assertThat(passed(left, udp(false, false, 9, 1), udp(false, false, 9, 2), udp(false, false, 9, 2)))
                    .isEqualTo(3);
            policies().put(0, List.of(third, second));
            assertThat(passed(left, udp(false, false, 9, 1), udp(false, false, 9, 2), udp(false, false, 9, 3)))
                    .isEqualTo(2);
            assertThat(policies().packets(0, 0)).isEqualTo(1);
            assertThat(policies().packets(0, 1)).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNeedNoRuleForNeighborsThatAskFromTheLink(final int workers) {
        run(workers, () -> {
            policies().put(0, List.of(to(Action.PERMIT, "2001:db8:2::/64", 17, 80)));
            apply(left, false, 0);
            final int solicitation = 135;
            final TestPacket asked =
                    TestPacket.icmp(LEFT6, "2001:db8:1::1", solicitation, 0).payload(16);
            left.send(asked.ttl(255));
            host.untilIdle();
            assertThat(host.errors("acl-deny")).isZero();
            left.send(asked.ttl(64));
            host.untilIdle();
            assertThat(host.errors("acl-deny")).as("from beyond the link").isEqualTo(1);
            policies().put(0, List.of(rule(Action.DENY, true)));
            left.send(asked.ttl(255));
            host.untilIdle();
            assertThat(host.errors("acl-deny")).as("by a rule").isEqualTo(2);
        });
    }
}
