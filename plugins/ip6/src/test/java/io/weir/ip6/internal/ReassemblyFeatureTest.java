package io.weir.ip6.internal;

import static io.weir.graph.Order.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.family.ReassemblyFeatures.Kind;
import io.weir.fib.family.TransportWord;
import io.weir.fib.internal.FibPlugin;
import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.ip6.Ip6Reassembly;
import io.weir.net.Ip6Header;
import io.weir.net.Layers;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fragments that are forwarded: put together on the way, or told their ports. */
@Timeout(60)
class ReassemblyFeatureTest {
    private static final int PACKETS = 60;
    private static final int TO_PORT = 4_000;

    private TestInterface left;
    private TestInterface right;
    private Ports ports;

    /** Drops what hasn't the ports that its identification says. */
    private static final class Ports extends WeirPlugin {
        private Ip6Reassembly reassembly;
        private Registrar host;

        @Override
        public void register(final Registrar registrar) {
            host = registrar;
            reassembly = host.service(Ip6Reassembly.class);
            final DropReason wrong = host.dropReason("wrong-ports");
            declare("ports", FeatureArc.IP6_UNICAST, "ip6-sv-reassembly-feature", wrong, 0);
            declare("ports-out", FeatureArc.IP6_OUTPUT, "ip6-sv-reassembly-output-feature", wrong, 14);
        }

        private void declare(
                final String name, final FeatureArc arc, final String behind, final DropReason wrong, final int skip) {
            host.node(name, worker -> frame -> {
                        for (int i = 0, size = frame.size(); i < size; i++) {
                            final long buffer = frame.buffer(i);
                            final int layers = skip > 0 ? Layers.ethernet(buffer) : Layers.ip6(buffer);
                            final long word = reassembly.word(buffer, layers);
                            // Not in the packet otherwise, if it is whole.
                            final int id = Ip6Header.hopLimit(frame.packet(i) + skip) - 100;
                            if (!TransportWord.hasPorts(word)
                                    || TransportWord.protocol(word) != 17
                                    || TransportWord.sourcePort(word) != id + (skip > 0 ? 1 : 0)
                                    || TransportWord.destinationPort(word) != TO_PORT) {
                                frame.drop(i, wrong);
                            }
                        }
                    })
                    .feature(arc, after(behind));
        }
    }

    private void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip6", new Ip6Plugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            ports = new Ports();
            host.plugin("ports", ports);
            left = host.addInterface("left");
            right = host.addInterface("right");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("set interface ip address right 2001:db8:2::1/64");
            host.cli("set ip neighbor static left 2001:db8:1::2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static right 2001:db8:2::2 6:5:4:3:2:1");
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    private static TestPacket datagram(final int id, final int payload) {
        return TestPacket.udp("2001:db8:1::2", "2001:db8:2::2")
                .identification(id)
                .ttl(100 + id)
                .ports(id, TO_PORT)
                .payload(payload);
    }

    private static List<TestPacket> shuffled() {
        final Random random = new Random(11);
        final List<TestPacket> all = new ArrayList<>();
        for (int id = 1; id <= PACKETS; id++) {
            final TestPacket whole = datagram(id, 200 + random.nextInt(1_000));
            all.addAll(id % 10 == 0 ? List.of(whole) : whole.fragments(64 + 8 * random.nextInt(20)));
        }
        Collections.shuffle(all, random);
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldForwardWholePacketsWhenFragmentsArePutTogether(final int workers) {
        run(workers, host -> {
            assertThat(host.refused("set interface reassembly left on ip4")).contains("ip4 is not there");
            host.cli("set interface reassembly left on ip6");
            shuffled().forEach(left::send);
            assertThat(host.receive(right, PACKETS)).allSatisfy(packet -> {
                assertThat(packet.checksumGood()).isTrue();
                assertThat(packet.destinationPort()).isEqualTo(TO_PORT);
            });
            assertThat(host.cli("show ip6-full-reassembly"))
                    .contains("Current number of full reassemblies: 0", "Reassembly timeout: 60000 ms");
            host.cli("set interface reassembly left off ip6");
            datagram(5, 800).fragments(400).forEach(left::send);
            assertThat(host.receive(right, 3)).hasSize(3);
        });
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "4, false", "0, true", "1, true", "4, true"})
    void shouldTellFragmentsTheirPortsWhenTheyComeInAnyOrder(final int workers, final boolean out) {
        run(workers, host -> {
            host.cli(
                    out
                            ? "set interface virtual-reassembly right on ip6 output"
                            : "set interface virtual-reassembly left on ip6");
            host.enable(
                    out ? FeatureArc.IP6_OUTPUT : FeatureArc.IP6_UNICAST,
                    out ? "ports-out" : "ports",
                    out ? right : left);
            final List<TestPacket> all = shuffled();
            all.forEach(left::send);
            assertThat(host.receive(right, all.size())).hasSize(all.size());
            assertThat(host.errors("wrong-ports")).isZero();
            host.until(() -> host.cli("show ip6-sv-reassembly").contains("reassemblies: 0"));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldDropRestWhenFragmentsOverlap(final int workers) {
        run(workers, host -> {
            host.cli("set interface virtual-reassembly left on ip6");
            final List<TestPacket> parts = datagram(7, 600).fragments(200);
            left.send(parts.get(1));
            host.until(() -> host.cli("show ip6-sv-reassembly").contains("reassemblies: 1"));
            left.send(datagram(7, 600).fragments(208).get(1));
            host.until(() -> host.errors("ip6-fragment-overlap") == 2);
            left.send(parts.get(0));
            host.until(() -> host.errors("ip6-fragment-overlap") == 3);
            left.send(parts.get(1));
            host.until(() -> host.errors("ip6-fragment-overlap") == 4);
            assertThat(right.received()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGiveUpInTimeWhenFirstFragmentNeverComes(final int workers) {
        run(workers, host -> {
            host.cli("set interface virtual-reassembly left on ip6");
            host.cli("set plugin setting ip6 reassembly-timeout 100");
            datagram(7, 600).fragments(200).subList(1, 3).forEach(left::send);
            host.until(() -> host.counter("ip6/packets whose fragments did not all pass in time") == 1);
            host.until(() -> host.buffersInUse() == 0);
            assertThat(right.received()).isEmpty();
        });
    }

    @Test
    void shouldDropAllWhenMoreFragmentsWaitThanMay() {
        run(0, host -> {
            host.cli("set interface virtual-reassembly left on ip6");
            datagram(7, 600).fragments(16).subList(1, 36).forEach(left::send);
            host.until(() -> host.errors("ip6-fragment-many") == 33);
            host.until(() -> host.errors("ip6-fragment-overlap") == 2);
        });
    }

    /** The sender of an unfinished packet is told so, on the way as at its end. */
    @Test
    void shouldTellSenderWhenRestOfForwardedPacketDoesNotCome() {
        run(0, host -> {
            host.cli("set interface reassembly left on ip6");
            host.cli("set plugin setting ip6 reassembly-timeout 100");
            left.send(datagram(7, 600).fragments(200).getFirst());
            assertThat(host.receive(left, 1).getFirst().icmp()).isEqualTo(0x0301);
        });
    }

    @Test
    void shouldCountWhoAsksWhenPluginAndOperatorDo() {
        run(0, host -> {
            final int on = ports.host.interfaces().byName("left").swIfIndex();
            host.cli("set interface virtual-reassembly left on ip6");
            host.cli("set interface virtual-reassembly left on ip6");
            ports.reassembly.enable(Kind.VIRTUAL, on, true);
            host.cli("set interface virtual-reassembly left off ip6");
            assertThat(host.cli("show interface features left")).contains("ip6-sv-reassembly-feature");
            ports.reassembly.enable(Kind.VIRTUAL, on, false);
            ports.reassembly.enable(Kind.VIRTUAL, on, false);
            assertThat(host.cli("show interface features left")).doesNotContain("ip6-sv-reassembly-feature");
        });
    }
}
