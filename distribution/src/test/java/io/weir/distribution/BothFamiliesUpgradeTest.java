package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.distribution.NumberedFlows.Flow;
import io.weir.fib.internal.FibPlugin;
import io.weir.iface.InterfaceCounters;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.mssclamp.internal.MssClampPlugin;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All of forwarding, upgraded over and over while packets of both families go through it. */
@Timeout(100)
class BothFamiliesUpgradeTest {
    private static final int ROUNDS = 3;
    private static final int WAITING = 10;
    /** Which flows, of each family, {@link Family#flows} puts where; those of 6 follow those of 4. */
    private static final int ROUTED = 2;

    private static final int FRAGMENTS = 7;
    private static final int PER_FAMILY = 10;
    private static final Pattern COUNT = Pattern.compile("to:\\[(\\d+):");

    @TempDir
    private Path directory;

    private TestHost host;
    private TestInterface left;

    /** Addresses of a family. */
    private record Family(String name, String net, String peer, String routes, int bits, String group) {
        static final Family IP4 = new Family("ip4", "192.168.%d.%d", "192.168.1.2", "10.%d.0.", 16, "232.1.1.1");
        static final Family IP6 =
                new Family("ip6", "2001:db8:%d::%d", "2001:db8:1::2", "2001:db8:a%d::", 48, "ff0e::8:1:2");

        String on(final int link, final int host) {
            return net.formatted(link, host);
        }

        /** A network behind routers. */
        String behind(final int number) {
            return routes.formatted(number) + (bits == 16 ? "0/" : "/") + bits;
        }

        String in(final int number, final int host) {
            return routes.formatted(number) + host;
        }

        String show() {
            return "show " + (bits == 16 ? "ip" : "ip6");
        }

        List<Flow> flows() {
            final List<Flow> flows = new ArrayList<>();
            flows.add(plain(on(2, 2)));
            flows.add(plain(on(2, 3)));
            flows.add(plain(in(1, 8)));
            // Of several paths each flow has one.
            for (int i = 1; i < 4; i++) {
                flows.add(plain(in(2, i)));
            }
            flows.add(plain(in(3, 1)));
            flows.add(new Flow(peer, in(4, 1), NumberedFlows.Kind.FRAGMENTS, 1));
            flows.add(new Flow(peer, group, NumberedFlows.Kind.PLAIN, 2));
            flows.add(new Flow(peer, in(4, 2), NumberedFlows.Kind.SYN, 1));
            return flows;
        }

        private Flow plain(final String destination) {
            return new Flow(peer, destination, NumberedFlows.Kind.PLAIN, 1);
        }
    }

    private static final List<Family> FAMILIES = List.of(Family.IP4, Family.IP6);

    private static PluginJar jar(final Family family) {
        return (family.bits == 16
                        ? PluginJar.of("ip4", "0.1.0", Ip4Plugin.class)
                        : PluginJar.of("ip6", "0.1.0", Ip6Plugin.class))
                .with("Weir-Exports", "io.weir." + family.name)
                .with("Plugin-Dependencies", "fib@>=0.1.0");
    }

    private void load() {
        host.load(
                PluginJar.of("fib", "0.1.0", FibPlugin.class)
                        .with("Weir-Exports", "io.weir.fib,io.weir.fib.family")
                        .write(directory),
                "--no-shadow");
        FAMILIES.forEach(family -> host.load(jar(family).write(directory), "--no-shadow"));
        host.load(PluginJar.of("mss_clamp", "0.1.0", MssClampPlugin.class).write(directory), "--no-shadow");
        host.cli("set plugin setting ip6 dad-transmits 0");
    }

    private void configure(final Family family) {
        host.cli("set plugin setting " + family.name + " reassembly-timeout 90000");
        final List<String> names = List.of("left", "right", "other");
        for (int i = 0; i < 3; i++) {
            host.cli("set interface ip address " + names.get(i) + " " + family.on(i + 1, 1)
                    + (family.bits == 16 ? "/24" : "/64"));
        }
        host.cli("set ip neighbor static right " + family.on(2, 2) + " 6:5:4:3:2:2");
        host.cli("set ip neighbor right " + family.on(2, 3) + " 6:5:4:3:2:3");
        host.cli("set ip neighbor other " + family.on(3, 2) + " 6:5:4:3:2:4");
        host.cli((family.bits == 16 ? "ip" : "ip6") + " table add 7");
        final String via = " via " + family.on(2, 2) + " right";
        host.cli("ip route add " + family.behind(1) + via);
        host.cli("ip route add " + family.behind(2) + via + " weight 1 via " + family.on(3, 2) + " other weight 3");
        host.cli("ip route add " + family.behind(3) + " via " + family.name + "-lookup-in-table 7");
        host.cli("ip route add table 7 " + family.behind(3) + via);
        host.cli("ip route add " + family.behind(4) + " via " + family.in(1, 7));
        host.cli("ip mroute add " + family.group + " via left Accept via right Forward via other Forward");
        host.cli("set ip pmtu peer " + family.in(1, 8) + " 1300");
        host.cli("set interface reassembly left on " + family.name);
    }

    /** All that an operator sees of the tables, counters and ages apart. */
    private String tables() {
        final StringBuilder all = new StringBuilder(host.cli("show ip pmtu"));
        for (final Family family : FAMILIES) {
            all.append(host.cli(family.show() + " fib")).append(host.cli(family.show() + " mfib"));
            all.append(host.cli(family.show() + " neighbors").replaceAll("(?m)^ *[0-9]+\\.[0-9]+", ""));
        }
        return all.append(host.cli("show adjacency"))
                .append(host.cli("show interface address"))
                .append(host.cli("show interface features left"))
                .append(host.cli("show interface tcp-mss-clamp"))
                .toString()
                .replaceAll("\\[\\d+:\\d+]", "[]");
    }

    private long counted(final String command) {
        final Matcher count = COUNT.matcher(host.cli(command));
        assertThat(count.find()).isTrue();
        return Long.parseLong(count.group(1));
    }

    private boolean waiting(final Family family) {
        return host.cli("show " + family.name + "-full-reassembly").contains("reassemblies: " + WAITING);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLoseNothingWhenUpgradedUnderTraffic(final int workers) throws InterruptedException {
        try (TestHost with = TestHost.withWorkers(workers)) {
            host = with;
            left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            final TestInterface other = host.addInterface("other");
            load();
            FAMILIES.forEach(this::configure);
            host.cli("set interface tcp-mss-clamp left ip4 rx ip4-mss 1300 ip6 rx ip6-mss 1300");
            final List<Flow> flows = new ArrayList<>(Family.IP4.flows());
            flows.addAll(Family.IP6.flows());
            for (final Family family : FAMILIES) {
                flows.add(new Flow(family.peer, family.in(4, 3), NumberedFlows.Kind.FRAGMENTS, 1));
            }
            // The last two wait for the rest of their packets all the time.
            final NumberedFlows waiting = new NumberedFlows(left, flows.subList(2 * PER_FAMILY, flows.size()), right);
            final List<TestPacket> rest = new ArrayList<>(waiting.begin(0, WAITING));
            rest.addAll(waiting.begin(1, WAITING));
            host.until(() -> FAMILIES.stream().allMatch(this::waiting));

            final NumberedFlows running = new NumberedFlows(left, flows.subList(0, 2 * PER_FAMILY), right, other);
            final String before = tables();
            final Thread sender = Thread.ofPlatform().start(running);
            for (int round = 0; round < ROUNDS && running.fault() == null; round++) {
                for (final String plugin : List.of("ip4", "ip6", "fib --cascade", "mss_clamp")) {
                    host.cli("plugin reload " + plugin + " --no-shadow");
                }
            }
            running.stop();
            host.until(() -> !sender.isAlive());
            host.until(running::complete);
            host.untilIdle();
            assertThat(running.fault()).as(host.cli("show errors")).isNull();
            assertThat(running.left()).isEqualTo(running.expected());
            assertThat(FAMILIES).allMatch(this::waiting);
            assertThat(tables()).isEqualTo(before);
            expectCounts(running, running.frames() + waiting.frames());

            rest.forEach(waiting::put);
            host.until(waiting::complete);
            host.untilIdle();
            assertThat(waiting.fault()).isNull();
            assertThat(waiting.left()).isEqualTo(2 * WAITING);
            right.received();
            other.received();
            left.received();
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    private void expectCounts(final NumberedFlows running, final long frames) {
        final int index = left.swIfIndex();
        final var interfaces = host.host().interfaces();
        assertThat(interfaces.count(InterfaceCounters.Kind.RX, index)[0]).isEqualTo(frames);
        assertThat(interfaces.count(InterfaceCounters.Kind.DROP, index)[0]).isZero();
        for (int i = 0; i < 2; i++) {
            final Family family = FAMILIES.get(i);
            final int first = i * PER_FAMILY;
            assertThat(counted(family.show() + " fib " + family.in(1, 8))).isEqualTo(running.sent(first + ROUTED));
            assertThat(counted(family.show() + " fib " + family.behind(2)))
                    .isEqualTo((long) running.sent(first + 3) + running.sent(first + 4) + running.sent(first + 5));
            assertThat(counted(family.show() + " fib " + family.behind(4)))
                    .isEqualTo((long) running.sent(first + FRAGMENTS) + running.sent(first + FRAGMENTS + 2));
            assertThat(counted(family.show() + " mfib " + family.group)).isEqualTo(running.sent(first + 8));
        }
    }
}
