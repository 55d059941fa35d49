package io.weir.acl.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.RouterBase;
import io.weir.acl.internal.Seeds;
import io.weir.testkit.TestPacket;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets of few flows in any order, with any flags and at any time, beside a model of what the lists and sessions let on. */
@Timeout(120)
class SessionModelTest extends RouterBase {
    private static final int STEPS = Boolean.getBoolean("weir.slow") ? 200_000 : 800;
    private static final int SYN = 2;
    private static final int ACK = 16;
    private static final int CLOSING = 1 | 4;
    private static final int UDP_S = 600;
    private static final int TCP_OPEN_S = 86_400;
    private static final int TCP_S = 120;
    /** No few of them together are a timeout. */
    private static final int[] PAUSES_MS = {7_001, 53_001, 131_001, 709_001, 90_001_001};

    private static final int[] FLAGS = {SYN, SYN | ACK, ACK, ACK, ACK | 1, 4, 0};

    /** As the side inside sends: to a port outside; the other side is the reverse. */
    private record Flow(boolean ip6, boolean tcp, int inside, int outside) {}

    /** A session: when it was touched last, and flags of both sides. */
    private static final class Session {
        private long touchedMs;
        private int seenInside;
        private int seenOutside;

        private long timeoutS(final Flow flow) {
            if (!flow.tcp) {
                return UDP_S;
            }
            return seenInside == (SYN | ACK) && seenOutside == (SYN | ACK) ? TCP_OPEN_S : TCP_S;
        }

        private void see(final Flow flow, final boolean back, final int flags) {
            if (!flow.tcp) {
                return;
            }
            final int both = SYN | ACK;
            final boolean open = seenInside == both && seenOutside == both;
            if (!back && (flags & (both | CLOSING)) == SYN && !open && (seenOutside & both) != 0) {
                seenInside = SYN;
                seenOutside = 0;
            } else if (back) {
                seenOutside |= flags & (both | CLOSING);
            } else {
                seenInside |= flags & (both | CLOSING);
            }
        }
    }

    private final Map<Flow, Session> sessions = new HashMap<>();
    private final AtomicLong milliseconds = new AtomicLong();

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldLetOnWhatTheModelLetsOn(final int workers) {
        final long seed = Seeds.seed();
        final long startNs = System.nanoTime();
        run(workers, () -> startNs + milliseconds.get() * 1_000_000L, () -> {
            host.cli(
                    "set acl-plugin acl deny proto udp dport 9, deny ipv6 proto udp dport 9, permit+reflect, permit+reflect ipv6");
            host.cli("set acl-plugin acl permit proto tcp dport 2, permit ipv6 proto tcp dport 2");
            host.cli("set acl-plugin interface left input acl 0");
            host.cli("set acl-plugin interface left output acl 1");
            final SplittableRandom random = new SplittableRandom(seed);
            for (int step = 0; step < STEPS; step++) {
                if (random.nextInt(6) == 0) {
                    milliseconds.addAndGet(PAUSES_MS[random.nextInt(PAUSES_MS.length)]);
                    host.untilIdle();
                }
                final Flow flow = new Flow(
                        random.nextBoolean(),
                        random.nextBoolean(),
                        1 + random.nextInt(3),
                        random.nextBoolean() ? 9 : 80);
                final boolean back = random.nextBoolean();
                final int flags = FLAGS[random.nextInt(FLAGS.length)];
                assertThat(passed(back ? right : left, packet(flow, back, flags)) == 1)
                        .as("seed %d, step %d: %s back %s flags %d", seed, step, flow, back, flags)
                        .isEqualTo(passes(flow, back, flags));
            }
        });
    }

    private static TestPacket packet(final Flow flow, final boolean back, final int flags) {
        final String inside = flow.ip6 ? LEFT6 : LEFT4;
        final String outside = flow.ip6 ? RIGHT6 : RIGHT4;
        final String from = back ? outside : inside;
        final String to = back ? inside : outside;
        final TestPacket packet = flow.tcp ? TestPacket.tcp(from, to).flags(flags) : TestPacket.udp(from, to);
        return packet.ports(back ? flow.outside : flow.inside, back ? flow.inside : flow.outside);
    }

    private boolean passes(final Flow flow, final boolean back, final int flags) {
        Session session = sessions.get(flow);
        if (session != null && milliseconds.get() - session.touchedMs > session.timeoutS(flow) * 1_000) {
            sessions.remove(flow);
            session = null;
        }
        if (session == null) {
            if (back) {
                return flow.tcp && flow.inside == 2;
            }
            if (!flow.tcp && flow.outside == 9) {
                return false;
            }
            session = new Session();
            sessions.put(flow, session);
        }
        session.see(flow, back, flags);
        session.touchedMs = milliseconds.get();
        return true;
    }
}
