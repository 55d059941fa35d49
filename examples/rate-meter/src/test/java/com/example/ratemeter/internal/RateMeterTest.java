package com.example.ratemeter.internal;

import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.ratemeter.RateMeter;
import io.weir.cli.CommandException;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin in a host whose clock is the test's. */
@Timeout(60)
class RateMeterTest {
    private static final long SECOND_NS = 1_000_000_000;

    /** Uses the service, as another plugin does. */
    private static final class User extends WeirPlugin {
        private RateMeter meter;

        @Override
        public void register(final Registrar host) {
            meter = host.service(RateMeter.class);
        }
    }

    private final AtomicLong clock = new AtomicLong(SECOND_NS);
    private final User user = new User();
    private TestInterface port;

    private TestHost host(final int workers) {
        final TestHost host = TestHost.withWorkers(workers, clock::get)
                .plugin("rate-meter", new RateMeterPlugin())
                .plugin("user", user);
        port = host.addInterface("port");
        // The process begins with the first turn of main's loop, and measures from there on.
        host.untilIdle();
        interval(host);
        return host;
    }

    /** Lets an interval pass, and its reports. */
    private void interval(final TestHost host) {
        final long before = host.counter("rate-meter/reports");
        clock.addAndGet(SECOND_NS);
        host.until(() -> host.counter("rate-meter/reports") > before);
        host.untilIdle();
    }

    private void traffic(final TestHost host, final int packets) {
        for (int i = 0; i < packets; i++) {
            port.send(udp("10.0.0.1", "10.0.0.2"));
        }
        host.untilIdle();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldMeasurePacketsPerSecond(final int workers) {
        try (TestHost host = host(workers)) {
            traffic(host, 500);
            interval(host);
            assertThat(user.meter.packetsPerSecond(port.swIfIndex())).isEqualTo(500);
            assertThat(host.cli("show rate-meter")).containsPattern("port +500 +0\n");
            interval(host);
            assertThat(user.meter.packetsPerSecond(port.swIfIndex())).isZero();
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldKeepPeaksOfInterfacesThatWantThem(final int workers) {
        try (TestHost host = host(workers)) {
            traffic(host, 100);
            interval(host);
            host.cli("set rate-meter peak port on");
            traffic(host, 300);
            interval(host);
            traffic(host, 200);
            interval(host);
            assertThat(host.cli("show rate-meter")).containsPattern("port +200 +300\n");
            host.cli("set rate-meter peak port off");
            traffic(host, 400);
            interval(host);
            assertThat(host.cli("show rate-meter")).containsPattern("port +400 +300\n");
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldTakeItsIntervalFromTheConfigurationAndFromACommand() {
        try (TestHost host = TestHost.withWorkers(0)
                .configure("rate-meter { interval-ms 100 }")
                .plugin("rate-meter", new RateMeterPlugin())) {
            assertThat(host.cli("show rate-meter")).startsWith("interval 100 ms\n");
            host.cli("set rate-meter interval 20");
            assertThat(host.cli("show rate-meter")).startsWith("interval 20 ms\n");
            assertThat(host.refused("set rate-meter interval 9")).contains("9", "10..60000");
        }
        try (TestHost host = TestHost.withWorkers(0).configure("rate-meter { interval-ms 1 }")) {
            assertThatThrownBy(() -> host.plugin("rate-meter", new RateMeterPlugin()))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("interval-ms");
        }
    }

    @Test
    void shouldTraceReports() {
        try (TestHost host = host(0)) {
            host.cli("trace add rate-report-input 10");
            interval(host);
            assertThat(host.cli("show trace")).contains("rate-report-input", "rate-report-end", "0 packets/s");
        }
    }
}
