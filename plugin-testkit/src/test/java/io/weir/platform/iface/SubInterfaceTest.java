package io.weir.platform.iface;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.FeatureArc;
import io.weir.graph.Frame;
import io.weir.iface.Interface;
import io.weir.iface.Interface.Mode;
import io.weir.iface.InterfaceListener;
import io.weir.iface.Interfaces;
import io.weir.iface.VlanMatch;
import io.weir.memory.Buffer;
import io.weir.net.MacAddress;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sub-interfaces and L2 mode, without a protocol above. */
@Timeout(60)
class SubInterfaceTest {
    private static final byte[] PLAIN = TestPacket.udp("10.0.0.1", "10.0.0.2")
            .toMac(MacAddress.parse("02:00:00:00:00:77"))
            .frame();

    /** Notes by which interface frames came and how long they are, and sends them out of where the test says. */
    private static final class Bridge extends WeirPlugin {
        private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        private final List<String> changes = new ArrayList<>();
        private Registrar host;
        private volatile int target;

        @Override
        public void register(final Registrar registrar) {
            host = registrar;
            registrar.node("bridge", worker -> this::process).feature(FeatureArc.INTERFACE_OUTPUT);
            registrar.interfaces().listen(new InterfaceListener() {
                @Override
                public void changed(final Interface changed) {
                    changes.add(changed.name() + (changed.adminUp() ? " up" : " down"));
                }
            });
        }

        private void process(final Frame frame) {
            for (int i = 0; i < frame.size(); i++) {
                final Interface rx = host.interfaces().byIndex(Buffer.rxInterface(frame.buffer(i)));
                seen.add(rx.name() + " " + Buffer.length(frame.buffer(i)));
            }
            frame.sendOthers(target);
        }
    }

    private final Bridge bridge = new Bridge();

    private static byte[] tagged(final String tags) {
        final byte[] between = HexFormat.of().parseHex(tags);
        final byte[] longer = Arrays.copyOf(PLAIN, PLAIN.length + between.length);
        System.arraycopy(between, 0, longer, 12, between.length);
        System.arraycopy(PLAIN, 12, longer, 12 + between.length, PLAIN.length - 12);
        return longer;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHandFramesOverWholeWhenInL2Mode(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("bridge", bridge)) {
            final Interfaces interfaces = bridge.host.interfaces();
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            final Interface child = interfaces.subInterface(left.device(), 5, VlanMatch.dot1q(5));
            final Interface out = interfaces.subInterface(right.device(), 6, VlanMatch.dot1q(6));
            interfaces.adminUp(child, true);
            interfaces.adminUp(out, true);
            bridge.target = right.device().outputTarget();
            left.send(PLAIN);
            host.until(() -> host.errors("ethernet-input", "unknown-ethernet-type") == 0
                    && host.errors("ethernet-input", "l3-mac-mismatch") == 1);
            interfaces.l2(left.device(), bridge.host.next("bridge"));
            interfaces.l2(child, bridge.host.next("bridge"));
            assertThat(left.device().mode()).isEqualTo(Mode.L2);
            left.send(PLAIN).send(tagged("81000005")).send(tagged("81000007"));
            host.until(() -> right.waitingFrames() == 3);
            final int length = PLAIN.length;
            assertThat(bridge.seen)
                    .containsExactlyInAnyOrder("left " + length, "left.5 " + (length + 4), "left " + (length + 4));
            assertThat(right.received()).contains(PLAIN, tagged("81000005"), tagged("81000007"));

            // In L3 mode a sub-interface puts its tag on what it sends, in L2 mode the frame has what it is to have.
            bridge.target = out.outputTarget();
            left.send(PLAIN);
            host.until(() -> right.waitingFrames() == 1);
            assertThat(right.received()).contains(tagged("81000006"));
            interfaces.l2(out, bridge.host.next("bridge"));
            left.send(tagged("81000006"));
            host.until(() -> right.waitingFrames() == 1);
            assertThat(right.received()).contains(tagged("81000006"));

            interfaces.l3(left.device());
            left.send(PLAIN);
            host.until(() -> host.errors("ethernet-input", "l3-mac-mismatch") == 2);
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldFollowItsParentUpAndDown() {
        try (TestHost host = TestHost.withWorkers(0).plugin("bridge", bridge)) {
            final Interfaces interfaces = bridge.host.interfaces();
            final TestInterface port = host.addInterface("port");
            final Interface wanted = interfaces.subInterface(port.device(), 1, VlanMatch.dot1q(1));
            final Interface unwanted = interfaces.subInterface(port.device(), 2, VlanMatch.dot1q(2));
            assertThat(port.device().children()).hasSize(2);
            assertThat(wanted.parent()).isSameAs(port.device());
            host.cli("set interface state port.1 up");
            bridge.changes.clear();
            host.cli("set interface state port down");
            assertThat(wanted.adminUp()).isFalse();
            assertThat(bridge.changes).contains("port down", "port.1 down");
            host.cli("set interface state port up");
            assertThat(wanted.adminUp()).isTrue();
            assertThat(unwanted.adminUp()).isFalse();
            interfaces.linkUp(port.device(), false);
            assertThat(wanted.linkUp()).isFalse();
            host.cli("set interface mac address port 02:00:00:00:00:05");
            assertThat(wanted.mac()).isEqualTo(MacAddress.parse("02:00:00:00:00:05"));
            assertThat(host.refused("set interface mac address port.1 02:00:00:00:00:06"))
                    .contains("is that of its parent, port");
            assertThat(host.refused("set interface promiscuous on port.1")).contains("is that of its parent, port");
            assertThat(host.refused("set interface mtu 1501 port.1")).contains("port takes 1500 bytes at most");
            assertThat(host.cli("show interface")).contains("port.1 ", "port.2 ");
            assertThat(host.cli("show hardware-interfaces")).doesNotContain("port.1");
            assertThat(host.cli("show hardware-interfaces port.1")).contains("dot1q 1 exact-match");
            host.cli("delete sub-interface port.2");
            assertThat(interfaces.byName("port.2")).isNull();
            interfaces.delete(port.device());
            assertThat(interfaces.byName("port.1")).isNull();
            assertThat(host.host().graph().node("port.1-output")).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create sub-interfaces port 1 | interface `port.1' exists already",
                "create sub-interfaces port 2 dot1q 1 exact-match | port.1 has these frames already: dot1q 1 exact-match",
                "create sub-interfaces port.1 2 | port.1 is a sub-interface itself",
                "create sub-interfaces local0 2 | local0 has no frames",
                "create sub-interfaces port 5000 | number `5000' is no VLAN (1..4094)",
                "create sub-interfaces port 2 inner-dot1q 3 | inner-dot1q `3' stands without the outer tag",
                "create sub-interfaces port 2 dot1q 4095 | dot1q `4095' is no VLAN, expected 1..4094 or any",
                "create sub-interfaces port 2 dot1q 1 inner-dot1q 0 | inner-dot1q `0' is no VLAN",
                "create sub-interfaces port 2 dot1q 1 dot1ad 2 | one of dot1q and dot1ad, not both",
                "create sub-interfaces port 2 default dot1q 1 | names no VLAN",
                "delete sub-interface port | `port' is no sub-interface"
            })
    void shouldRefuseInASentenceAndChangeNothing(final String command, final String sentence) {
        try (TestHost host = TestHost.withWorkers(0)) {
            host.addInterface("port");
            host.cli("create sub-interfaces port 1");
            assertThat(host.refused(command)).contains(sentence);
            assertThat(host.host().interfaces().all()).hasSize(3);
        }
    }
}
