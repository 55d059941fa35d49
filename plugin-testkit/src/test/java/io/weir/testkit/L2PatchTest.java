package io.weir.testkit;

import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
}
