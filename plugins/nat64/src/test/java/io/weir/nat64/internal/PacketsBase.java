package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.nat64.Nat64Plugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.List;
import java.util.function.LongSupplier;

/** A translator between clients at port left, which are 2001:db8:1::2 and following, and servers at port right. */
abstract class PacketsBase {
    static final String PREFIX = "2001:db8:64::";
    static final String CLIENT = "2001:db8:1::2";
    static final String OTHER_CLIENT = "2001:db8:1::3";
    static final String SERVER = "192.0.2.2";
    static final String SERVER6 = PREFIX + "c000:202";
    static final String POOL = "198.51.100.1";
    static final String POOL6 = PREFIX + "c633:6401";

    TestHost host;
    TestInterface left;
    TestInterface right;

    final void run(final int workers, final Runnable body) {
        run(workers, System::nanoTime, body);
    }

    final void run(final int workers, final LongSupplier clock, final Runnable body) {
        try (TestHost made = TestHost.withWorkers(workers, clock)
                .plugin("fib", new FibPlugin())
                .plugin("ip4", new Ip4Plugin())
                .plugin("ip6", new Ip6Plugin())
                .plugin("nat64", new Nat64Plugin())) {
            host = made;
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            left = host.addInterface("left");
            right = host.addInterface("right");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("set interface ip address right 192.0.2.1/24");
            for (final String client : List.of(CLIENT, OTHER_CLIENT)) {
                host.cli("set ip neighbor static left " + client + " 02:00:00:00:00:aa");
            }
            for (final String server : List.of(SERVER, "192.0.2.3")) {
                host.cli("set ip neighbor static right " + server + " 02:00:00:00:00:aa");
            }
            host.cli("nat64 plugin enable");
            host.cli("nat64 add prefix " + PREFIX + "/96");
            host.cli("nat64 add pool address " + POOL);
            host.cli("set interface nat64 in left");
            host.cli("set interface nat64 out right");
            host.untilIdle();
            left.received();
            right.received();
            body.run();
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    /** Sends packets into a port; what leaves by another then. */
    final List<PacketView> passed(final TestInterface from, final TestInterface to, final TestPacket... packets) {
        for (final TestPacket packet : packets) {
            from.send(packet);
        }
        host.untilIdle();
        return to.received().stream().map(PacketView::of).toList();
    }

    /** The one packet that leaves for servers. */
    final PacketView out(final TestPacket packet) {
        return one(passed(left, right, packet));
    }

    /** The one packet that leaves for clients. */
    final PacketView in(final TestPacket packet) {
        return one(passed(right, left, packet));
    }

    private PacketView one(final List<PacketView> packets) {
        assertThat(packets).as(() -> host.cli("show errors")).hasSize(1);
        assertThat(packets.getFirst().checksumGood())
                .as(() -> packets.getFirst().toString())
                .isTrue();
        return packets.getFirst();
    }

    /** How many packets were given up for a reason. */
    final long given(final String reason) {
        return host.errors("nat64-" + reason);
    }
}
