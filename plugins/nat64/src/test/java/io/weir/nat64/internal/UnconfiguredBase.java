package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.nat64.Nat64Plugin;
import io.weir.net.TcpHeader;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.List;
import java.util.function.LongSupplier;

/** A router with clients of IPv6 on the left and servers of IPv4 on the right, and NAT64 that isn't enabled. */
public abstract class UnconfiguredBase {
    protected static final String SERVER = "192.0.2.2";
    protected static final String POOL = "198.51.100.1";

    protected TestHost host;
    protected TestInterface left;
    protected TestInterface right;

    protected final void run(final int workers, final Runnable body) {
        run(workers, System::nanoTime, body);
    }

    protected final void run(final int workers, final LongSupplier clock, final Runnable body) {
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
            for (final String server : List.of(SERVER, "192.0.2.3")) {
                host.cli("set ip neighbor static right " + server + " 02:00:00:00:00:aa");
            }
            for (int client = 2; client < 10; client++) {
                host.cli("set ip neighbor static left " + client(client) + " 02:00:00:00:00:aa");
            }
            prepare();
            host.untilIdle();
            left.received();
            right.received();
            body.run();
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    /** What is configured before a test. */
    protected void prepare() {}

    /** Translates for clients under 2001:db8:64::/96, with one address. */
    protected final void translate() {
        host.cli("nat64 plugin enable");
        configure();
    }

    /** The same without enabling it. */
    protected final void configure() {
        host.cli("nat64 add prefix 2001:db8:64::/96");
        host.cli("nat64 add pool address " + POOL);
        host.cli("set interface nat64 in left");
        host.cli("set interface nat64 out right");
    }

    protected static String client(final int number) {
        return "2001:db8:1::" + number;
    }

    /** What a client sends to the server. */
    protected static TestPacket udp(final int client, final int from, final int to) {
        return TestPacket.udp(client(client), "2001:db8:64::c000:202").ports(from, to);
    }

    /** The same, that begins a connection. */
    protected static TestPacket tcp(final int client, final int from, final int to) {
        return TestPacket.tcp(client(client), "2001:db8:64::c000:202")
                .ports(from, to)
                .flags(TcpHeader.SYN);
    }

    /** How many of these leave by the other interface. */
    protected final int passed(final TestInterface from, final TestPacket... packets) {
        return through(from, packets).size();
    }

    /** Those that leave by the other interface. */
    protected final List<PacketView> through(final TestInterface from, final TestPacket... packets) {
        final TestInterface to = from == left ? right : left;
        for (final TestPacket packet : packets) {
            from.send(packet);
        }
        host.untilIdle();
        return to.received().stream().map(PacketView::of).toList();
    }

    /** What is said of how many sessions there are, without the heading. */
    protected final int sessions(final String filter) {
        return (int) host.cli("show nat64 session table " + filter).lines().count() - 1;
    }

    protected final int bindings() {
        return (int) host.cli("show nat64 bib all").lines().count() - 1;
    }
}
