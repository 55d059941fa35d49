package com.example.ratemeter.alarm;

import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.ratemeter.RateReport;
import io.weir.graph.Counter;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The alarm alone, and on top of rate-meter, which is found on the class path by its id. */
@Timeout(60)
class AlarmTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final AtomicLong clock = new AtomicLong(SECOND_NS);
    private TestInterface port;

    private static byte[] report(final int swIfIndex, final long rate) {
        return ByteBuffer.allocate(RateReport.LENGTH)
                .order(ByteOrder.nativeOrder())
                .putLong(swIfIndex)
                .putLong(rate)
                .putLong(SECOND_NS)
                .array();
    }

    @Test
    void shouldRaiseOncePerCrossing() {
        try (TestNode test = new TestNode()) {
            final Counter raised = test.counter("raised");
            final AlarmNode node = new AlarmNode(
                    test.setting(AlarmPlugin.LIMIT, 100),
                    raised.on(test.worker()),
                    new AlarmNode.Alarms(LoggerFactory.getLogger("test")));
            assertThat(test.run(node, report(1, 100), report(2, 101), report(2, 500))
                            .ways())
                    .containsOnly("default");
            assertThat(raised.sum()).isEqualTo(1);
            test.run(node, report(2, 3), report(2, 101));
            assertThat(raised.sum()).isEqualTo(2);
            test.assertNoLeaks();
        }
    }

    /** Sends packets, then lets an interval pass, and its reports. */
    private void second(final TestHost host, final int packets) {
        for (int i = 0; i < packets; i++) {
            port.send(udp("10.0.0.1", "10.0.0.2"));
        }
        host.untilIdle();
        final long before = host.counter("rate-meter/reports");
        clock.addAndGet(SECOND_NS);
        host.until(() -> host.counter("rate-meter/reports") > before);
        host.untilIdle();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRaiseAndEndAlarmsOfWatchedInterfaces(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers, clock::get)
                .plugin("rate-meter")
                .plugin("rate-meter-alarm", new AlarmPlugin())) {
            port = host.addInterface("port");
            host.cli("set rate-meter alarm limit 100");
            second(host, 0);
            second(host, 101);
            assertThat(host.cli("show rate-meter alarm")).isEqualTo("limit 100 packets/s\n");
            host.cli("set rate-meter alarm port on");
            second(host, 100);
            assertThat(host.counter("rate-meter-alarm/raised")).isZero();
            second(host, 101);
            assertThat(host.cli("show rate-meter alarm")).endsWith("ALARM port: 101 packets/s\n");
            second(host, 1);
            assertThat(host.cli("show rate-meter alarm")).isEqualTo("limit 100 packets/s\n");
            assertThat(host.counter("rate-meter-alarm/raised")).isEqualTo(1);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldBeRefusedWithoutRateMeter() {
        try (TestHost host = TestHost.withWorkers(0)) {
            assertThatThrownBy(() -> host.plugin("rate-meter-alarm", new AlarmPlugin()))
                    .hasMessageContaining("plugin rate-meter-alarm: register()")
                    .hasMessageContaining("RateMeter");
        }
    }
}
