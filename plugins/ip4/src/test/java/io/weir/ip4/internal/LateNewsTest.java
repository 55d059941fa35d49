package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.platform.thread.MainLoop;
import io.weir.testkit.PacketView;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of interfaces while main turns between the taking over of tables and the coming of the version that took them. */
class LateNewsTest extends UpgradedHost {
    private static final PluginJar PREPARING =
            PluginJar.of("preparing", "0.1.0", Preparing.class).with("Plugin-Dependencies", "fib@>=0.1.0, ip4@>=0.1.0");

    private boolean told;

    @AfterEach
    void forget() {
        System.clearProperty(Preparing.BEGUN);
    }

    /** Has main do something as soon as it turns in the middle of a change of plugins. */
    private void meanwhile(final MainLoop main, final Runnable news) {
        main.execute(() -> {
            if (Boolean.getBoolean(Preparing.BEGUN)) {
                news.run();
                told = true;
            } else {
                meanwhile(main, news);
            }
        });
    }

    private void reload(final TestHost host, final String plugin, final Runnable news) {
        host.load(PREPARING.write(directory), "--no-shadow");
        System.clearProperty(Preparing.BEGUN);
        meanwhile(host.host().main(), news);
        host.cli("plugin reload " + plugin + " --cascade --no-shadow");
        assertThat(told).isTrue();
    }

    private int forwarded(final TestHost host, final TestInterface by) {
        by.received();
        for (int i = 0; i < 32; i++) {
            left.send(TestPacket.udp("192.168.1.2", "10.0.0.9").ports(1_000 + i, 53));
        }
        host.untilIdle();
        return (int) by.received().stream()
                .filter(frame -> PacketView.of(frame).etherType() == 0x0800)
                .count();
    }

    @ParameterizedTest
    @CsvSource({"0, fib", "1, fib", "0, ip4", "1, ip4"})
    void shouldSendNothingToAnInterfaceThatWentDown(final int workers, final String plugin) {
        run(workers, host -> {
            final TestInterface other = host.addInterface("other");
            host.cli("set interface ip address other 192.168.3.1/24");
            host.cli("set ip neighbor static other 192.168.3.2 6:5:4:3:3:2");
            host.cli("ip route add 10.0.0.0/24 via 192.168.2.2 right via 192.168.3.2 other");
            assertThat(forwarded(host, other)).isBetween(1, 31);
            reload(host, plugin, () -> host.host().interfaces().adminUp(right.device(), false));
            assertThat(forwarded(host, other)).isEqualTo(32);
            host.cli("set interface state right up");
            assertThat(forwarded(host, other)).isBetween(1, 31);
        });
    }

    @ParameterizedTest
    @CsvSource({"0, fib", "1, fib", "0, ip4", "1, ip4"})
    void shouldForgetAnInterfaceThatHasGone(final int workers, final String plugin) {
        run(workers, host -> {
            final TestInterface other = host.addInterface("other");
            host.cli("set interface ip address other 192.168.3.1/24");
            host.cli("set ip neighbor static other 192.168.3.2 6:5:4:3:3:2");
            host.cli("ip route add 10.0.0.0/24 via 192.168.3.2 other");
            host.cli("ip mroute add 232.1.1.1 via left Accept via other Forward");
            reload(host, plugin, () -> host.host().interfaces().delete(other.device()));
            final TestInterface another = host.addInterface("another");
            assertThat(another.swIfIndex()).isEqualTo(other.swIfIndex());
            assertThat(host.cli("show ip fib") + host.cli("show interface address") + host.cli("show ip neighbors"))
                    .doesNotContain("192.168.3.", "10.0.0.0/24");
            assertThat(host.cli("show ip mfib")).doesNotContain("another");
            assertThat(forwarded(host, another)).isZero();
        });
    }
}
