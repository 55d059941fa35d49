package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What drivers keep is counted exactly, so that what nobody has is seen. */
class DriverBuffersTest {
    private static final Pattern IN_RINGS = Pattern.compile("in rings of ports +(\\d+)");
    private static final Pattern UNACCOUNTED = Pattern.compile("Unaccounted: (-?\\d+)");

    private static int number(final Pattern pattern, final String text) {
        final Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static int inRings(final DpdkHost dpdk) {
        return number(IN_RINGS, dpdk.cli("show dpdk buffer"));
    }

    private static int unaccounted(final DpdkHost dpdk) {
        return number(UNACCOUNTED, dpdk.cli("show buffers"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCountSegmentsWhenPacketsWaitInARing(final int workers) {
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final Patch in = new Patch();
            dpdk.host.plugin("patch", in);
            final TestInterface left = dpdk.host.addInterface("left");
            final String endless = dpdk.port("vdev net_null0");
            final String ring = dpdk.cli("create interface dpdk vdev net_ring0 num-tx-queues 1")
                    .strip();
            dpdk.cli("set interface mtu 9000 " + ring);
            dpdk.cli("set interface state " + ring + " up");
            dpdk.cli("test l2patch rx " + ring + " tx " + ring);
            in.join(left.device(), dpdk.host.host().interfaces().byName(ring));
            for (int i = 0; i < 7; i++) {
                left.send(new byte[9_000]);
            }
            // What comes back is sent again, so that packets of five segments always wait.
            dpdk.host.until(() -> inRings(dpdk) == 35);
            assertThat(unaccounted(dpdk)).isZero();
            dpdk.cli("set interface state " + endless + " down");
            dpdk.cli("set interface state " + ring + " down");
            assertThat(inRings(dpdk)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCountWhatATapHasAtHandWhenItIsUpOrDown(final int workers) {
        assumeTrue(
                Files.isWritable(Path.of("/dev/net/tun")), "no /dev/net/tun that may be opened: tests of taps skipped");
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final String link = "wdb" + ProcessHandle.current().pid() % 100_000;
            final String tap = dpdk.cli("create interface dpdk vdev net_tap0,iface=" + link + " num-rx-desc 256")
                    .strip();
            assertThat(inRings(dpdk)).isEqualTo(256);
            assertThat(unaccounted(dpdk)).isZero();
            dpdk.cli("set interface state " + tap + " up");
            dpdk.host.until(() -> inRings(dpdk) == 256 && unaccounted(dpdk) == 0);
            assertThat(dpdk.host.refused("create interface dpdk vdev net_tap1,iface=" + link))
                    .contains(link + " is the network device of " + tap + " already");
            dpdk.cli("delete interface dpdk " + tap);
            assertThat(inRings(dpdk)).isZero();
            assertThat(unaccounted(dpdk)).isZero();
        }
    }

    /** Loses buffers. */
    private static final class Loser extends WeirPlugin {
        private Registrar host;

        @Override
        public void register(final Registrar registrar) {
            host = registrar;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldShowWhatIsLostWhenPortsRun(final int workers) {
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final Loser loser = new Loser();
            dpdk.host.plugin("loser", loser);
            dpdk.port("vdev net_null0");
            dpdk.port("vdev net_ring0");
            final int[] lost = new int[5];
            loser.host.workers().getFirst().buffers().allocate(lost, 0, lost.length);
            assertThat(unaccounted(dpdk)).isEqualTo(lost.length);
            loser.host.workers().getFirst().buffers().free(lost, 0, lost.length);
            assertThat(unaccounted(dpdk)).isZero();
        }
    }
}
