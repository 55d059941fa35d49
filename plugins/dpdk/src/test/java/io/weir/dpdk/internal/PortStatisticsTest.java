package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.iface.Interface;
import io.weir.platform.stats.NoSegmentException;
import io.weir.platform.stats.SegmentReader;
import io.weir.platform.stats.Statistic;
import io.weir.platform.stats.StatisticsOptions;
import io.weir.testkit.TestInterface;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What drivers count, as other processes read it. */
class PortStatisticsTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("stats.seg");
    }

    private Map<String, Statistic> read() {
        try {
            final SegmentReader reader = SegmentReader.open(file());
            return reader.read(name -> true).stream().collect(Collectors.toMap(Statistic::name, each -> each));
        } catch (final NoSegmentException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPublishExtendedStatisticsWhileThePortIsThere(final int workers) throws IOException {
        try (DpdkHost dpdk = DpdkHost.of(workers, "stats-poll-interval 1")) {
            dpdk.host
                    .host()
                    .openStatistics(
                            new StatisticsOptions(file(), null, 4 << 20, false, TimeUnit.MILLISECONDS.toNanos(50)));
            final Patch in = new Patch();
            dpdk.host.plugin("patch", in);
            final TestInterface left = dpdk.host.addInterface("left");
            final String ring = dpdk.port("vdev net_ring0 num-tx-queues 1");
            final Interface port = dpdk.host.host().interfaces().byName(ring);
            in.join(left.device(), port);
            dpdk.host.until(() -> read().containsKey("/interfaces/" + ring + "/tx_good_packets"));
            for (int i = 0; i < 100; i++) {
                left.send(new byte[64]);
            }
            dpdk.host.until(() -> good(ring) == 100);
            final Statistic link = read().get("/interfaces/" + ring + "/tx_good_packets");
            assertThat(link.target()).isEqualTo("/if/xstats/" + port.swIfIndex());
            assertThat(dpdk.cli("show hardware-interfaces verbose " + ring))
                    .containsPattern("tx_good_packets +100\\b")
                    .doesNotContainPattern("tx_good_packets +0\\b");
            dpdk.cli("delete interface dpdk " + ring);
            dpdk.host.until(() -> read().keySet().stream().noneMatch(name -> name.contains(ring)));
            assertThat(read().keySet()).noneMatch(name -> name.startsWith("/if/xstats"));
        }
    }

    private long good(final String name) {
        return read().get("/interfaces/" + name + "/tx_good_packets").rows()[0][0];
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTakeThemBackWhenThePluginIsReloaded(final int workers) throws IOException {
        try (DpdkHost dpdk = DpdkHost.of(workers, "stats-poll-interval 1")) {
            dpdk.host
                    .host()
                    .openStatistics(
                            new StatisticsOptions(file(), null, 4 << 20, false, TimeUnit.MILLISECONDS.toNanos(50)));
            final String first = dpdk.port("vdev net_null0");
            dpdk.host.until(() -> read().containsKey("/interfaces/" + first + "/rx_good_packets"));
            dpdk.reload();
            dpdk.host.until(() -> !read().containsKey("/interfaces/" + first + "/rx_good_packets"));
            final String second = dpdk.port("vdev net_null1");
            dpdk.host.until(() -> read().containsKey("/interfaces/" + second + "/rx_good_packets"));
        }
    }
}
