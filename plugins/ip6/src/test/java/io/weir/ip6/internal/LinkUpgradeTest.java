package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the host does on its links goes on in another version. */
@Timeout(60)
class LinkUpgradeTest {
    private static final PluginJar FIB =
            PluginJar.of("fib", "0.1.0", FibPlugin.class).with("Weir-Exports", "io.weir.fib,io.weir.fib.family");
    private static final PluginJar JAR = PluginJar.of("ip6", "0.1.0", Ip6Plugin.class)
            .with("Weir-Exports", "io.weir.ip6")
            .with("Plugin-Dependencies", "fib@>=0.1.0");

    @TempDir
    private Path directory;

    /** What is said of the interface, less what is counted. */
    private static String shown(final TestHost host) {
        return host.cli("show ip6 interface left").replaceAll("(?m)^.*(sent|received) \\d.*$", "");
    }

    private static List<Integer> lifetimes(final TestInterface left) {
        return left.received().stream()
                .map(PacketView::of)
                .filter(view -> view.icmp() >> 8 == 134)
                .map(view -> view.u16(view.transport() + 6))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGoOnAsRouterAndSayThatItCeasesOnlyWhenItDoes(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            final TestInterface left = host.addInterface("left");
            host.load(FIB.write(directory), "--no-shadow");
            host.load(JAR.write(directory), "--no-shadow");
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("ip6 nd left prefix 2001:db8:7::/64 3600 1800 off-link");
            host.cli("ip6 nd left dns 2001:db8::53 600");
            host.cli("ip6 nd left no ra-suppress ra-managed-config-flag");
            host.cli("ip6 nd left ra-interval 1000 ra-lifetime 3000");
            host.untilIdle();
            final String before = shown(host);
            assertThat(before).contains("2001:db8:7::/64, valid 3600 s, preferred 1800 s, off-link");
            assertThat(host.upgrade(JAR.version("0.2.0").write(directory), "--no-shadow"))
                    .contains("0.2.0 (was 0.1.0)");
            host.untilIdle();
            assertThat(shown(host)).isEqualTo(before);
            assertThat(lifetimes(left)).isNotEmpty().doesNotContain(0);
            host.cli("plugin unload ip6");
            host.until(() -> lifetimes(left).contains(0));
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGoOnAnsweringForOthersAndUsingTheirAddresses(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            host.addInterface("left");
            host.addInterface("right");
            host.load(FIB.write(directory), "--no-shadow");
            host.load(JAR.write(directory), "--no-shadow");
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("create loopback interface");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("set interface ip address loop0 2001:db8:9::7/128");
            host.cli("set interface unnumbered right use loop0");
            host.cli("set ip6 nd proxy right 2001:db8:1::99");
            final List<String> before = answered(host);
            assertThat(before)
                    .contains(
                            "unnumbered, use loop0",
                            "2001:db8:1::99 behind right",
                            "ff02::1:ff00:7",
                            "ff02::1:ff00:99");
            host.upgrade(JAR.version("0.2.0").write(directory), "--no-shadow");
            assertThat(answered(host)).isEqualTo(before);
            assertThat(host.cli("show ip6 fib 2001:db8:1::99")).contains("2001:db8:1::99/128");
            host.cli("set ip6 nd proxy right del 2001:db8:1::99");
            assertThat(host.cli("show ip6 fib 2001:db8:1::99")).doesNotContain("2001:db8:1::99/128");
            host.cli("set interface unnumbered del right");
            assertThat(answered(host)).doesNotContain("unnumbered", "ff02::1:ff00:7", "ff02::1:ff00:99");
            host.assertNoLeaks();
        }
    }

    /** A duplicate stays one until it is given anew, which no upgrade does; what is tentative is looked for anew. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldNotUseAddressThatSomebodyHasWhenUpgraded(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers, () -> 1_000_000_000L)) {
            final TestInterface left = host.addInterface("left");
            // No time passes, so that what is tentative stays so.
            host.load(FIB.write(directory), "--no-shadow");
            host.load(JAR.write(directory), "--no-shadow");
            host.cli("set plugin setting ip6 dad-transmits 10");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("set interface ip address left 2001:db8:1::2/64");
            host.untilIdle();
            final String target = "20010db8000100000000000000000001";
            left.send(TimedLink.message("2001:db8:1::1", "ff02::1", 136, "20000000" + target + "0201 0200000000bb"));
            host.until(() -> shown(host).contains("2001:db8:1::1/64, subnet is 2001:db8:1::/64 [duplicate]"));
            final String before = shown(host);
            final String route = host.cli("show ip6 fib 2001:db8:1::1");
            left.received();
            for (int version = 2; version < 4; version++) {
                host.upgrade(JAR.version("0." + version + ".0").write(directory), "--no-shadow");
                assertThat(shown(host))
                        .isEqualTo(before)
                        .contains("2001:db8:1::2/64, subnet is 2001:db8:1::/64 [tentative]");
                assertThat(host.cli("show ip6 fib 2001:db8:1::1")).isEqualTo(route);
            }
            host.until(() -> left.waitingFrames() > 2);
            assertThat(left.received())
                    .extracting(PacketView::of)
                    .filteredOn(view -> view.icmp() >> 8 == 135)
                    .isNotEmpty()
                    .noneMatch(view -> HexFormat.of().formatHex(view.bytes()).contains(target));
            host.assertNoLeaks();
        }
    }

    /** In no order, as groups have none; without those of loop0, which has that address itself. */
    private static List<String> answered(final TestHost host) {
        final String all = host.cli("show interface address")
                + host.cli("show ip6 nd proxy")
                + shown(host)
                + host.cli("show ip6 interface right");
        return all.lines().map(String::strip).sorted().toList();
    }
}
