package io.weir.testkit;

import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any two interfaces cross-connected. */
class L2PatchTest {
    private static final byte[] FRAME =
            udp("10.0.0.1", "10.0.0.2").vlan(7).toMac(0x0200_0000_0001L).frame();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSendAllOutOfTheOtherAsItIs(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            final List<TestInterface> ports =
                    List.of(host.addInterface("a"), host.addInterface("b"), host.addInterface("c"));
            host.cli("test l2patch rx a tx b");
            host.cli("test l2patch rx b tx c");
            for (int i = 0; i < 300; i++) {
                ports.get(0).send(FRAME);
                ports.get(1).send(FRAME);
            }
            host.untilIdle();
            assertThat(ports.get(1).received()).hasSize(300).first().isEqualTo(FRAME);
            assertThat(ports.get(2).received()).hasSize(300).first().isEqualTo(FRAME);
            assertThat(host.cli("show l2patch")).isEqualTo("a -> b\nb -> c\n");
            host.cli("test l2patch rx a tx b del");
            ports.get(0).send(FRAME);
            host.untilIdle();
            assertThat(ports.get(1).received()).isEmpty();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldEndWithEitherInterface(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            final TestInterface a = host.addInterface("a");
            final TestInterface b = host.addInterface("b");
            host.cli("test l2patch rx a tx b");
            host.host().interfaces().delete(b.device());
            assertThat(host.cli("show l2patch")).isEqualTo("no l2patch entries\n");
            a.send(FRAME);
            host.untilIdle();
            host.addInterface("d");
            a.send(FRAME);
            host.untilIdle();
            assertThat(host.faults()).isZero();
            assertThat(host.refused("test l2patch rx a tx d del")).contains("is not patched to");
            host.assertNoLeaks();
        }
    }

    /** As in VPP: frames for other hosts leave too. What else wants the mode keeps it. */
    @Test
    void shouldSwitchPromiscuousModeOnWhileItReceivesForAnother() {
        try (TestHost host = TestHost.withWorkers(0)) {
            final TestInterface a = host.addInterface("a");
            final TestInterface b = host.addInterface("b");
            final TestInterface c = host.addInterface("c");
            host.cli("test l2patch rx a tx b");
            assertThat(a.device().promiscuous()).isTrue();
            assertThat(b.device().promiscuous()).isFalse();
            host.cli("test l2patch rx a tx c");
            assertThat(a.device().promiscuous()).isTrue();
            host.cli("test l2patch rx a tx c del");
            assertThat(a.device().promiscuous()).isFalse();
            host.cli("test l2patch rx a tx c");
            host.host().interfaces().delete(c.device());
            assertThat(a.device().promiscuous()).isFalse();
            host.cli("set interface promiscuous on a");
            host.cli("test l2patch rx a tx b");
            host.cli("test l2patch rx a tx b del");
            assertThat(a.device().promiscuous()).isTrue();
            host.cli("test l2patch rx a tx b");
            host.cli("set interface promiscuous off a");
            assertThat(a.device().promiscuous()).isTrue();
            host.cli("test l2patch rx a tx b del");
            assertThat(a.device().promiscuous()).isFalse();
        }
    }

    @Test
    void shouldPatchAndSaySoWhenTheDeviceHasNoPromiscuousMode() {
        try (TestHost host = TestHost.withWorkers(0)) {
            host.addInterface("b");
            host.host().interfaces().register(new Plain(), new Interfaces.Spec("plain0", 0, 1_500));
            assertThat(host.cli("test l2patch rx plain0 tx b"))
                    .isEqualTo("interface `plain0' of class plain has no promiscuous mode\n");
            assertThat(host.cli("show l2patch")).isEqualTo("plain0 -> b\n");
            assertThat(host.cli("test l2patch rx plain0 tx b del")).isEmpty();
        }
    }

    /** A device that can do next to nothing. */
    private static final class Plain implements DeviceClass {
        @Override
        public String name() {
            return "plain";
        }

        @Override
        public PacketNode tx(final Worker worker, final Interface device) {
            return frame -> frame.sink();
        }
    }
}
