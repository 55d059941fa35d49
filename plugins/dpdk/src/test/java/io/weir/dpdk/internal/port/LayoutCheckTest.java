package io.weir.dpdk.internal.port;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dpdk.internal.DpdkHost;
import io.weir.dpdk.internal.ffi.Abi;
import io.weir.dpdk.internal.ffi.Calls;
import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.dpdk.internal.ffi.DpdkLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is looked at before a port is used, by the table of the installed release and by tables that are wrong. */
class LayoutCheckTest {
    private DpdkHost dpdk;
    private DpdkLibrary library;
    private Calls calls;
    private int port;

    @BeforeEach
    void addPort() {
        dpdk = DpdkHost.of(0, "");
        dpdk.port("vdev net_null0");
        library = DpdkLibrary.open();
        calls = new Calls(library::symbol);
        port = IntStream.range(0, 32)
                .filter(id -> calls.callInt("rte_eth_dev_is_valid_port", id) != 0)
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void close() {
        if (dpdk != null) {
            dpdk.close();
        }
    }

    /** The check passes with the right table and refuses with each wrong one, in a sentence that names the release. */
    private void refuses(final Consumer<Abi> check, final List<Abi> wrong) {
        assertThatCode(() -> check.accept(library.abi())).doesNotThrowAnyException();
        for (final Abi abi : wrong) {
            assertThatThrownBy(() -> check.accept(abi))
                    .isInstanceOf(DpdkException.class)
                    .hasMessageMatching("DPDK's .* not laid out as th(at|ose) of release " + abi.release());
        }
    }

    @Test
    void shouldRefuseWhenTheBurstFunctionsLieElsewhere() {
        final Abi.Burst right = library.abi().burst();
        refuses(
                abi -> BurstCheck.layout(library.symbol("rte_eth_fp_ops").address(), port, abi),
                List.of(
                        with(new Abi.Burst(128, right.rxQueues(), right.rx(), right.tx(), right.txQueues())),
                        with(new Abi.Burst(128, right.rx(), right.rxQueues(), right.txQueues(), right.tx())),
                        with(new Abi.Burst(112, right.rx(), right.rxQueues(), right.tx(), right.txQueues()))));
    }

    @Test
    void shouldRefuseWhenTheConfigurationHasAnotherLength() {
        final Abi.Conf right = library.abi().conf();
        refuses(
                abi -> PortCheck.conf(calls, port, abi),
                List.of(with(resized(right, -8)), with(resized(right, 8)), with(resized(right, 1_024))));
    }

    @Test
    void shouldRefuseWhenTheDescriptionIsAnother() {
        final Abi.Info right = library.abi().info();
        refuses(
                this::describe,
                List.of(
                        with(info(right.bytes() - 8, right.maxRxQueues(), right.rxDescriptors(), right.speeds())),
                        with(info(right.bytes() + 8, right.maxRxQueues(), right.rxDescriptors(), right.speeds())),
                        with(info(right.bytes(), right.maxRxQueues() + 4, right.rxDescriptors(), right.speeds())),
                        with(info(right.bytes(), right.maxRxQueues() - 4, right.rxDescriptors(), right.speeds())),
                        with(info(right.bytes(), right.maxRxQueues(), right.rxDescriptors(), right.speeds() - 4))));
    }

    private void describe(final Abi abi) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment info = PortCheck.marked(arena, abi.info().bytes());
            calls.callInt("rte_eth_dev_info_get", port, info);
            PortCheck.info(info, abi);
            PortCheck.queues(info, 1, 1, abi);
        }
    }

    private static Abi.Conf resized(final Abi.Conf conf, final int more) {
        return new Abi.Conf(
                conf.bytes() + more,
                conf.rxMqMode(),
                conf.rxMtu(),
                conf.rxMaxLro(),
                conf.rxOffloads(),
                conf.txOffloads(),
                conf.rssTypes(),
                conf.interrupts());
    }

    private Abi.Info info(final int bytes, final int queues, final int descriptors, final int speeds) {
        final Abi.Info right = library.abi().info();
        return new Abi.Info(
                bytes,
                right.maxRxPacket(),
                queues,
                queues + 2,
                right.maxMacs(),
                right.rxOffloads(),
                right.txOffloads(),
                right.rssTypes(),
                right.defaultRx(),
                right.defaultTx(),
                descriptors,
                descriptors + 10,
                speeds);
    }

    private Abi with(final Abi.Burst burst) {
        final Abi right = library.abi();
        return new Abi(right.number(), right.release(), right.info(), right.conf(), burst, right.pool());
    }

    private Abi with(final Abi.Conf conf) {
        final Abi right = library.abi();
        return new Abi(right.number(), right.release(), right.info(), conf, right.burst(), right.pool());
    }

    private Abi with(final Abi.Info info) {
        final Abi right = library.abi();
        return new Abi(right.number(), right.release(), info, right.conf(), right.burst(), right.pool());
    }
}
