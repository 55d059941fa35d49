package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dpdk.internal.ffi.Calls;
import io.weir.dpdk.internal.ffi.DpdkLibrary;
import io.weir.iface.Interface;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that change while nobody looks: by itself the host looks once a minute. */
class LinkNewsTest {
    private static final String RARELY = "link-state-poll-interval 60000 stats-poll-interval 600";
    private static final int LINK = 1;
    private static final int REMOVED = 6;

    private NetSpace net;

    @AfterEach
    void removeNamespace() throws Exception {
        if (net != null) {
            net.delete();
        }
    }

    private static Interface find(final DpdkHost dpdk, final String name) {
        return dpdk.host.host().interfaces().byName(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldHearOfTheLinkAtOnceWhenTheOtherSideIsTheKernel(final int workers) throws Exception {
        DpdkHost.requireDpdk();
        net = NetSpace.create("link");
        net.enter(() -> {
            try (DpdkHost dpdk = DpdkHost.of(workers, RARELY)) {
                final Interface tap = find(dpdk, dpdk.port("vdev net_tap0,iface=kernel"));
                dpdk.host.until(tap::linkUp);
                net.run("ip link set kernel down");
                dpdk.host.until(() -> !tap.linkUp());
                net.run("ip link set kernel up");
                dpdk.host.until(tap::linkUp);
            }
        });
    }

    /** Has DPDK tell of an event, as a driver does from a thread of its own. */
    private static void tell(final String port, final int event) throws Exception {
        final Calls calls = new Calls(DpdkLibrary.open()::symbol);
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Thread driver = new Thread(() -> {
            try (Arena arena = Arena.ofConfined()) {
                final long device = calls.callLong("rte_eth_dev_allocated", arena.allocateFrom(port));
                assertThat(device).isNotZero();
                assertThat(calls.callInt("rte_eth_dev_callback_process", device, event, 0L))
                        .isZero();
            } catch (final Throwable t) {
                failure.set(t);
            }
        });
        driver.start();
        driver.join();
        assertThat(failure.get()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldBeLostAtOnceWhenADeviceIsPulledOut(final int workers) throws Exception {
        try (DpdkHost dpdk = DpdkHost.of(workers, RARELY)) {
            final Interface one = find(dpdk, dpdk.port("vdev net_null0"));
            final Interface two = find(dpdk, dpdk.port("vdev net_null1"));
            dpdk.host.until(() -> one.linkUp() && two.linkUp());
            tell("net_null1", LINK);
            tell("net_null1", REMOVED);
            dpdk.host.until(() -> !two.linkUp());
            assertThat(one.linkUp()).isTrue();
            assertThat(dpdk.cli("show hardware-interfaces " + two.name())).contains("the device is gone");
            assertThat(dpdk.cli("show hardware-interfaces " + one.name())).doesNotContain("the device is gone");
        }
    }

    @Test
    void shouldCallNobodyWhenThePluginHasGone() throws Exception {
        try (DpdkHost dpdk = DpdkHost.of(0, RARELY)) {
            for (int i = 0; i < 20; i++) {
                dpdk.port("vdev net_null0");
                tell("net_null0", LINK);
                dpdk.reload();
            }
            final Interface last = find(dpdk, dpdk.port("vdev net_null0"));
            dpdk.host.until(last::linkUp);
            tell("net_null0", REMOVED);
            dpdk.host.until(() -> !last.linkUp());
        }
    }
}
