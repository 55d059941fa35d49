package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.net.MacAddress;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes through routes, in shapes that the model of a router found wrong once. */
@Timeout(60)
class RecursionTest {
    private static final int FLOWS = 100;

    private TestInterface in;
    private final List<TestInterface> paths = new ArrayList<>();

    @BeforeEach
    void forget() {
        paths.clear();
    }

    private void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            in = host.addInterface("in");
            host.cli("set interface ip address in 192.168.0.1/24");
            for (int i = 1; i <= 2; i++) {
                paths.add(host.addInterface("path" + i));
                host.cli("set interface ip address path" + i + " 192.168." + i + ".1/24");
                host.cli("set ip neighbor static path" + i + " 192.168." + i + ".2 02:00:00:00:00:0" + i);
            }
            body.accept(host);
            host.assertNoLeaks();
        }
    }

    /** Sends flows; returns the MAC addresses that those went to that left by a path. */
    private List<Long> taken(final TestHost host, final int path) {
        send();
        host.until(() -> paths.stream().mapToInt(TestInterface::waitingFrames).sum() == FLOWS);
        final List<List<byte[]>> frames =
                paths.stream().map(TestInterface::received).toList();
        return frames.get(path).stream()
                .map(PacketView::of)
                .peek(packet -> assertThat(packet.destination()).isEqualTo("10.9.0.1"))
                .map(PacketView::destinationMac)
                .toList();
    }

    private void send() {
        for (int flow = 0; flow < FLOWS; flow++) {
            in.send(TestPacket.udp("192.168.0.2", "10.9.0.1").ports(1_000 + flow, 53));
        }
    }

    /** The next hop is on the link, not the packet's destination. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLeadToTheNextHopWhenOnePathOfItsRouteIsALink(final int workers) {
        run(workers, host -> {
            host.cli("set ip neighbor static path1 10.7.0.5 02:00:00:00:00:77");
            host.cli("ip route add 10.7.0.0/16 via 192.168.2.2 path2 via path1");
            host.cli("ip route add 10.9.0.0/16 via 10.7.0.5");
            assertThat(taken(host, 0)).isNotEmpty().containsOnly(MacAddress.parse("02:00:00:00:00:77"));
        });
    }

    /** Of 64 paths by 5 there is room for the first 4: those that have gone are not among them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTakeThePathsThatAreThereWhenThereIsNoRoomForAll(final int workers) {
        run(workers, host -> {
            final StringBuilder through = new StringBuilder("ip route add 10.8.0.1/32");
            Stream.of(3, 4, 5, 6, 2).forEach(last -> through.append(" via 192.168.2." + last + " path2"));
            host.cli(through.toString());
            for (int last = 3; last <= 6; last++) {
                host.cli("ip route del 10.8.0.1/32 via 192.168.2." + last + " path2");
            }
            final StringBuilder route = new StringBuilder("ip route add 10.9.0.0/16 via 10.8.0.1");
            for (int i = 0; i < 63; i++) {
                host.cli("ip route add 10.8.1." + i + "/32 via 192.168.1.2 path1");
                route.append(" via 10.8.1.").append(i);
            }
            host.cli(route.toString());
            taken(host, 0);
            host.cli("set interface state path1 down");
            assertThat(taken(host, 1)).hasSize(FLOWS);
        });
    }

    /** Of 64 paths by 4 by 2 there is room for the first of these, which goes; the lists between have room for both. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTakeTheNextPathWhenTheOnlyOneThereIsRoomForIsDeleted(final int workers) {
        run(workers, host -> {
            host.cli("ip route add 10.8.2.0/24 via 10.99.0.1 via 192.168.2.2 path2");
            host.cli(
                    "ip route add 10.8.0.1/32 via 10.8.2.1 via 192.168.1.3 path1 via 192.168.1.4 path1 via 192.168.1.5 path1");
            final StringBuilder route = new StringBuilder("ip route add 10.9.0.0/16 via 10.8.0.1");
            for (int i = 0; i < 63; i++) {
                host.cli("ip route add 10.8.1." + i + "/32 via 192.168.1.2 path1");
                route.append(" via 10.8.1.").append(i);
            }
            host.cli(route.toString());
            host.cli("ip route del 10.8.2.0/24 via 10.99.0.1");
            host.cli("set interface state path1 down");
            assertThat(taken(host, 1)).hasSize(FLOWS);
        });
    }

    /** A path that goes from the route of the next hop leaves one link, which takes none of the flows of others. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldLeaveFlowsOfOthersWhenTheRouteOfANextHopKeepsALinkAlone(final int workers) {
        run(workers, host -> {
            host.cli("ip route add 10.7.0.0/16 via 192.168.2.2 path2 weight 3 via path1");
            // The router on the link is not known, so that it has no route of its own.
            host.cli("ip route add 10.9.0.0/16 via 10.7.0.5 via 192.168.1.2 path1");
            final Set<Integer> before = flowsToTheFirst(host);
            host.cli("ip route del 10.7.0.0/16 via 192.168.2.2 path2");
            assertThat(flowsToTheFirst(host)).containsAll(before).hasSizeLessThan(FLOWS);
        });
    }

    /** Sends flows; returns the source ports of those that went to the router of the first path. */
    private Set<Integer> flowsToTheFirst(final TestHost host) {
        send();
        host.untilIdle();
        paths.get(1).received();
        return paths.getFirst().received().stream()
                .map(PacketView::of)
                .filter(packet -> packet.destinationMac() == MacAddress.parse("02:00:00:00:00:01"))
                .map(PacketView::sourcePort)
                .collect(Collectors.toSet());
    }

    /** As of two commands, the second weight counts. */
    @ParameterizedTest
    @ValueSource(ints = {0})
    void shouldTakeTheLastWeightWhenOneCommandSaysAWayTwice(final int workers) {
        run(workers, host -> {
            host.cli(
                    "ip route add 10.9.0.0/16 via 192.168.1.2 path1 via 192.168.2.2 path2 via 192.168.1.2 path1 weight 3");
            assertThat(host.cli("show ip fib 10.9.0.0/16").split("path:\\[")).hasSize(3);
            assertThat(host.cli("show ip fib 10.9.0.0/16")).contains("weight=3");
        });
    }

    /**
     * So many paths that one list has no room for all: what leads through it has a path that it has not, so that nothing of the change
     * shows in its own shares.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldForgetADeadInterfaceWhenThereIsNoRoomForAllPaths(final int workers) {
        run(workers, host -> {
            host.cli("ip table add 8");
            for (final String change : List.of(
                    "add 10.0.2.128/30 via 10.1.1.128 via path2 via 10.100.1.2 path2 via 10.1.2.66",
                    "del 10.0.2.128/30 via 10.1.2.66",
                    "del 10.0.2.128/30 via path2",
                    "add 10.1.1.0/24 via 10.100.1.3 via path1 weight 46 via 10.100.0.4 path2"
                            + " via 10.101.0.2 next-hop-table 8",
                    "add 10.102.2.0/30 via 10.0.1.0 via 10.100.1.1 via path1",
                    "add 10.0.0.0/9 via 10.103.0.2 path1",
                    "add 10.0.0.0/22 via 10.103.1.1 weight 2 via 10.102.2.0 via 10.1.2.194 via 10.0.0.0 weight 99",
                    "del 10.0.2.128/30 via 10.100.1.2 path2",
                    "add 10.0.0.0/22 via 10.102.1.1 path1",
                    "add 10.0.0.0/22 via 10.100.1.3 path2",
                    "add 10.100.0.0/16 via local",
                    "add 10.0.0.0/22 via 10.0.0.2 weight 4",
                    "del 10.0.0.0/22 via 10.100.1.3 path2",
                    "del 10.1.1.0/24 via path1",
                    "add 10.0.0.0/9 via 10.0.0.64 via 10.100.0.1 via 10.0.1.2 via 10.0.2.129 weight 2")) {
                host.cli("ip route " + change);
            }
            assertThat(host.cli("show ip fib 10.102.2.1")).contains("path2");
            host.cli("set interface state path2 down");
            assertThat(host.cli("show ip fib 10.102.2.1")).contains("path1").doesNotContain("path2");
        });
    }
}
