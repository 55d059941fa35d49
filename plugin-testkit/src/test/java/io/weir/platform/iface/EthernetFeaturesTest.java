package io.weir.platform.iface;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.FeatureArc;
import io.weir.graph.Frame;
import io.weir.iface.Interface;
import io.weir.iface.VlanMatch;
import io.weir.memory.Buffer;
import io.weir.net.EthernetHeader;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features on the arc ethernet-l3. */
@Timeout(30)
class EthernetFeaturesTest {
    /** Takes IPv4, and notes by which interface it comes. */
    private static final class Taker extends WeirPlugin {
        private final ConcurrentLinkedQueue<String> taken = new ConcurrentLinkedQueue<>();
        private Registrar host;

        @Override
        public void register(final Registrar registrar) {
            host = registrar;
            host.node("taker", worker -> this::process);
            host.etherType(EthernetHeader.TYPE_IP4, host.next("taker"));
        }

        private void process(final Frame frame) {
            for (int i = 0; i < frame.size(); i++) {
                final long buffer = frame.buffer(i);
                taken.add(host.interfaces().byIndex(Buffer.rxInterface(buffer)).name() + " " + Buffer.length(buffer));
                frame.drop(i, host.dropReason("taken"));
            }
        }
    }

    /** Notes what comes by on the arc. */
    public static final class Keeper extends WeirPlugin {
        private static final ConcurrentLinkedQueue<String> SEEN = new ConcurrentLinkedQueue<>();

        @Override
        public void register(final Registrar host) {
            host.node("keeper", worker -> frame -> {
                        for (int i = 0; i < frame.size(); i++) {
                            final long buffer = frame.buffer(i);
                            SEEN.add(host.interfaces()
                                            .byIndex(Buffer.rxInterface(buffer))
                                            .name() + " "
                                    + Integer.toHexString(EthernetHeader.type(Buffer.data(buffer))) + " "
                                    + Buffer.length(buffer));
                        }
                    })
                    .feature(FeatureArc.ETHERNET_L3)
                    .unshadowed();
        }
    }

    private final Taker taker = new Taker();

    private static TestPacket packet(final TestInterface to) {
        return TestPacket.udp("10.0.0.1", "10.0.0.2").toMac(to.mac());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSeeFramesOfItsInterfaceOnlyAndLetThemOnByTheirType(final int workers, @TempDir final Path directory) {
        Keeper.SEEN.clear();
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("taker", taker).plugin("keeper", new Keeper())) {
            final TestInterface left = host.addInterface("left");
            final Interface child = taker.host.interfaces().subInterface(left.device(), 5, VlanMatch.dot1q(5));
            taker.host.interfaces().adminUp(child, true);
            final int ip = packet(left).frame().length - EthernetHeader.LENGTH;
            final int whole = ip + EthernetHeader.LENGTH;

            left.send(packet(left)).send(packet(left).vlan(5));
            host.untilIdle();
            assertThat(taker.taken).containsExactlyInAnyOrder("left " + ip, "left.5 " + ip);
            assertThat(Keeper.SEEN).as("without a feature").isEmpty();

            taker.host.features().enable(FeatureArc.ETHERNET_L3, "keeper", child.swIfIndex(), true);
            taker.taken.clear();
            left.send(packet(left))
                    .send(packet(left).vlan(5))
                    .send(packet(left).vlan(0).vlan(5))
                    .send(packet(left).vlan(5).toMac(1L << 33));
            host.untilIdle();
            assertThat(taker.taken).containsExactlyInAnyOrder("left " + ip, "left.5 " + ip, "left.5 " + ip);
            assertThat(Keeper.SEEN).containsExactly("left.5 800 " + whole, "left.5 800 " + whole);
            assertThat(host.errors("l3-mac-mismatch")).isEqualTo(1);

            Keeper.SEEN.clear();
            taker.taken.clear();
            host.enable(FeatureArc.ETHERNET_L3, "keeper", left);
            left.send(packet(left)).send(TestPacket.arp(1, 2, "10.0.0.1", "10.0.0.2"));
            host.untilIdle();
            assertThat(taker.taken).containsExactly("left " + ip);
            assertThat(Keeper.SEEN).hasSize(2).contains("left 800 " + whole);
            assertThat(host.errors("ethernet-l3-end-of-arc", "unknown-ethernet-type"))
                    .isEqualTo(1);

            Keeper.SEEN.clear();
            host.disable(FeatureArc.ETHERNET_L3, "keeper", left);
            taker.host.interfaces().delete(child);
            final Interface again = taker.host.interfaces().subInterface(left.device(), 5, VlanMatch.dot1q(5));
            taker.host.interfaces().adminUp(again, true);
            assertThat(again.swIfIndex()).isEqualTo(child.swIfIndex());
            left.send(packet(left)).send(packet(left).vlan(5));
            host.untilIdle();
            assertThat(Keeper.SEEN).as("the number is another's").isEmpty();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldLetAllOnWhenTheFeatureHasGone(final int workers, @TempDir final Path directory) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("taker", taker)) {
            final TestInterface left = host.addInterface("left");
            host.load(PluginJar.of("keeper", "0.1.0", Keeper.class).write(directory), "--no-shadow");
            host.enable(FeatureArc.ETHERNET_L3, "keeper", left);
            left.send(packet(left));
            host.untilIdle();
            assertThat(host.cli("show runtime")).contains("keeper");
            host.unload("keeper");
            left.send(packet(left));
            host.untilIdle();
            assertThat(taker.taken).hasSize(2);
            assertThat(left.device().adminUp()).isTrue();
            host.assertNoLeaks();
        }
    }
}
