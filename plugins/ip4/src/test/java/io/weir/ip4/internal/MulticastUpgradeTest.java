package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes to groups whose numbers change hands while plugins are upgraded and packets name them. */
class MulticastUpgradeTest extends UpgradedHost {
    private static final int ROUNDS = 6;
    private static final int BURST = 64;
    private static final long PAUSE_NS = 100_000;
    private static final String COUNT = "to:\\[";
    private static final String NUMBER = "index:";
    private static final List<String> GROUPS = List.of("232.1.1.1", "232.2.2.2");

    private final AtomicReference<String> astray = new AtomicReference<>();

    /** Sends to both groups; what leaves by the other's interface is astray. */
    private void traffic(final List<TestInterface> ways, final AtomicBoolean stopping) {
        while (!stopping.get()) {
            for (int i = 0; i < BURST; i++) {
                left.send(TestPacket.udp("192.168.1.2", GROUPS.get(i & 1)));
            }
            ways.forEach(way -> look(ways, way));
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private void look(final List<TestInterface> ways, final TestInterface way) {
        for (final byte[] frame : way.received()) {
            final PacketView view = PacketView.of(frame);
            if (view.etherType() == 0x0800 && !view.destination().equals(GROUPS.get(ways.indexOf(way)))) {
                astray.set(view.destination() + " left by " + way.device().name());
            }
        }
    }

    /** What stands behind a word in what is shown of a group. */
    private static long shown(final TestHost host, final String group, final String word) {
        final Matcher number = Pattern.compile(word + "(\\d+)").matcher(host.cli("show ip mfib " + group));
        assertThat(number.find()).isTrue();
        return Long.parseLong(number.group(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSendNothingAstrayWhenANumberIsAnothersRightBehindAnUpgrade(final int workers) {
        run(workers, host -> {
            final List<TestInterface> ways = List.of(right, host.addInterface("other"));
            host.cli("set interface ip address other 192.168.3.1/24");
            final AtomicBoolean stopping = new AtomicBoolean();
            host.cli("ip mroute add " + GROUPS.get(0) + " via left Accept via right Forward");
            final Thread sender = Thread.ofPlatform().start(() -> traffic(ways, stopping));
            for (int round = 0; round < ROUNDS && astray.get() == null; round++) {
                final String gone = GROUPS.get(round & 1);
                final String came = GROUPS.get(1 - (round & 1));
                host.until(() -> shown(host, gone, COUNT) > BURST);
                final long number = shown(host, gone, NUMBER);
                host.cli("ip mroute del " + gone);
                host.cli("plugin reload " + (round % 3 == 2 ? "fib --cascade" : "ip4") + " --no-shadow");
                host.cli("ip mroute add " + came + " via left Accept via "
                        + ways.get(1 - (round & 1)).device().name() + " Forward");
                assertThat(shown(host, came, NUMBER)).isEqualTo(number);
            }
            stopping.set(true);
            host.until(() -> !sender.isAlive());
            host.untilIdle();
            ways.forEach(way -> look(ways, way));
            assertThat(astray).hasNullValue();
        });
    }
}
