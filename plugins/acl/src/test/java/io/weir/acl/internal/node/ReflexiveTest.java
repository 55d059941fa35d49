package io.weir.acl.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.RouterBase;
import io.weir.acl.internal.rule.Action;
import io.weir.testkit.TestPacket;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions: how long they last, how many there may be, and what becomes of them when rules change. */
@Timeout(60)
class ReflexiveTest extends RouterBase {
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;

    private final AtomicLong offsetNs = new AtomicLong();

    private long now() {
        return System.nanoTime() + offsetNs.get();
    }

    private void later(final long seconds) {
        offsetNs.addAndGet(seconds * 1_000_000_000L);
        host.untilIdle();
    }

    private static TestPacket udp(final boolean back, final int port) {
        return (back ? TestPacket.udp(RIGHT4, LEFT4) : TestPacket.udp(LEFT4, RIGHT4))
                .ports(back ? 53 : port, back ? port : 53);
    }

    private static TestPacket tcp(final boolean back, final int flags) {
        return (back ? TestPacket.tcp(RIGHT4, LEFT4) : TestPacket.tcp(LEFT4, RIGHT4))
                .ports(back ? 80 : 7, back ? 7 : 80)
                .flags(flags);
    }

    private void closed() {
        policies().put(0, List.of(rule(Action.REFLECT, false), rule(Action.REFLECT, true)));
        policies().put(1, List.of(rule(Action.DENY, false)));
        apply(left, false, 0);
        apply(left, true, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldForgetWhatIsIdle(final int workers) {
        run(workers, this::now, () -> {
            closed();
            host.cli("set acl-plugin session timeout udp idle 50");
            assertThat(passed(left, udp(false, 1))).isEqualTo(1);
            later(40);
            assertThat(passed(right, udp(true, 1))).isEqualTo(1);
            later(40);
            assertThat(passed(right, udp(true, 1))).as("touched").isEqualTo(1);
            assertThat(host.cli("show acl-plugin sessions"))
                    .contains("Sessions: 1 of 500000", "proto 17 192.168.1.2:1 -> 192.168.2.2:53 acl 0 rule 0");
            later(60);
            assertThat(passed(right, udp(true, 1))).as("over").isZero();
            assertThat(host.cli("show acl-plugin sessions")).contains("Sessions: 0 of");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldKeepOpenConnectionsLongAndOthersNot(final int workers) {
        run(workers, this::now, () -> {
            closed();
            assertThat(passed(left, tcp(false, SYN))).isEqualTo(1);
            later(130);
            assertThat(passed(right, tcp(true, SYN | ACK))).as("half open").isZero();
            assertThat(passed(left, tcp(false, SYN))).isEqualTo(1);
            assertThat(passed(right, tcp(true, SYN | ACK))).isEqualTo(1);
            assertThat(passed(left, tcp(false, ACK))).isEqualTo(1);
            later(80_000);
            assertThat(passed(right, tcp(true, ACK))).as("open").isEqualTo(1);
            assertThat(passed(right, tcp(true, FIN | ACK))).isEqualTo(1);
            later(130);
            assertThat(passed(right, tcp(true, ACK))).as("closed").isZero();
            assertThat(passed(left, tcp(false, SYN))).isEqualTo(1);
            assertThat(passed(right, tcp(true, SYN | ACK))).isEqualTo(1);
            assertThat(passed(left, tcp(false, ACK), tcp(false, RST))).isEqualTo(2);
            assertThat(passed(left, tcp(false, SYN)))
                    .as("anew, while the old one is kept")
                    .isEqualTo(1);
            assertThat(passed(right, tcp(true, SYN | ACK))).isEqualTo(1);
            assertThat(passed(left, tcp(false, ACK))).isEqualTo(1);
            later(1_000);
            assertThat(passed(right, tcp(true, ACK))).as("open again").isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldRefuseSessionsBeyondTheLimitAndCountThem(final int workers) {
        run(workers, () -> {
            closed();
            host.cli("set acl-plugin session table max-entries 3");
            for (int port = 1; port <= 5; port++) {
                assertThat(passed(left, udp(false, port))).isEqualTo(port <= 3 ? 1 : 0);
            }
            assertThat(host.errors("acl-too-many-sessions")).isEqualTo(2);
            assertThat(passed(right, udp(true, 1), udp(true, 3)))
                    .as("those that are there")
                    .isEqualTo(2);
            host.cli("clear acl-plugin sessions");
            host.untilIdle();
            assertThat(host.cli("show acl-plugin sessions")).contains("Sessions: 0 of 3");
            assertThat(passed(right, udp(true, 1))).isZero();
            assertThat(passed(left, udp(false, 9))).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldLetAFlowOnWhoseFirstPacketTookTheLastPlaceInTheSameVector(final int workers) {
        run(workers, () -> {
            closed();
            host.cli("set acl-plugin session table max-entries 2");
            assertThat(passed(left, udp(false, 1), udp(false, 2), udp(false, 2), udp(false, 3), udp(false, 2)))
                    .isEqualTo(4);
            assertThat(host.errors("acl-too-many-sessions")).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHoldSessionsAgainstChangedRulesIfWanted(final int workers) {
        run(workers, () -> {
            closed();
            assertThat(passed(left, udp(false, 1), udp(false, 2))).isEqualTo(2);
            policies().put(0, List.of(to(Action.DENY, "192.168.2.2/32", 17, 53), rule(Action.REFLECT, false)));
            assertThat(passed(right, udp(true, 1))).as("goes on").isEqualTo(1);
            assertThat(passed(left, udp(false, 1))).as("goes on").isEqualTo(1);
            host.cli("set acl-plugin reclassify-sessions 1");
            assertThat(passed(left, udp(false, 1))).isZero();
            assertThat(passed(right, udp(true, 2))).isZero();
            host.untilIdle();
            assertThat(host.cli("show acl-plugin sessions")).contains("Sessions: 0 of");
            policies().put(0, List.of(rule(Action.REFLECT, false)));
            assertThat(passed(left, udp(false, 1))).isEqualTo(1);
            policies().put(0, List.of(to(Action.PERMIT, "192.168.2.2/32", 17, 53)));
            assertThat(passed(right, udp(true, 1))).as("still permitted").isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldEndSessionsWithTheListsOfTheirInterface(final int workers) {
        run(workers, () -> {
            closed();
            assertThat(passed(left, udp(false, 1))).isEqualTo(1);
            apply(left, false);
            apply(left, true);
            apply(left, true, 1);
            apply(left, false, 0);
            assertThat(passed(right, udp(true, 1))).isZero();
            host.untilIdle();
            assertThat(host.cli("show acl-plugin sessions summary")).contains("Sessions: 0 of");
        });
    }
}
