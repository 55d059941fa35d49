package io.weir.acl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.policy.Policies;
import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.Range;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.Subnet;
import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.net.Ip4Prefix;
import io.weir.net.Ip6Prefix;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.List;
import java.util.function.LongSupplier;

/** A router of both families with lists: left is the inside, right the outside. */
public abstract class RouterBase {
    protected static final String LEFT4 = "192.168.1.2";
    protected static final String RIGHT4 = "192.168.2.2";
    protected static final String LEFT6 = "2001:db8:1::2";
    protected static final String RIGHT6 = "2001:db8:2::2";

    protected TestHost host;
    protected TestInterface left;
    protected TestInterface right;
    protected AclPlugin plugin;

    protected final void run(final int workers, final Runnable body) {
        run(workers, System::nanoTime, body);
    }

    protected final void run(final int workers, final LongSupplier clock, final Runnable body) {
        runWithout(workers, clock, () -> {
            plugin = new AclPlugin();
            host.plugin("acl", plugin);
            body.run();
        });
    }

    /** Without the plugin. */
    protected final void runWithout(final int workers, final Runnable body) {
        runWithout(workers, System::nanoTime, body);
    }

    private void runWithout(final int workers, final LongSupplier clock, final Runnable body) {
        try (TestHost made = TestHost.withWorkers(workers, clock)
                .plugin("fib", new FibPlugin())
                .plugin("ip4", new Ip4Plugin())
                .plugin("ip6", new Ip6Plugin())) {
            host = made;
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            left = host.addInterface("left");
            right = host.addInterface("right");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("set interface ip address right 2001:db8:2::1/64");
            host.cli("set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static right 192.168.2.2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static left 2001:db8:1::2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static right 2001:db8:2::2 02:00:00:00:00:aa");
            host.untilIdle();
            left.received();
            right.received();
            body.run();
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    protected final Policies policies() {
        return plugin.policies();
    }

    protected static Rule rule(final Action action, final boolean ip6) {
        return new Rule(action, ip6, Subnet.ALL, Subnet.ALL, 0, Range.ALL, Range.ALL, 0, 0);
    }

    protected static Rule to(final Action action, final String prefix, final int protocol, final int port) {
        return new Rule(
                action,
                prefix.contains(":"),
                Subnet.ALL,
                subnet(prefix),
                protocol,
                Range.ALL,
                port < 0 ? Range.ALL : new Range(port, port),
                0,
                0);
    }

    protected static Subnet subnet(final String prefix) {
        if (prefix.contains(":")) {
            final Ip6Prefix ip6 = Ip6Prefix.parse(prefix);
            return new Subnet(ip6.address().high(), ip6.address().low(), ip6.length());
        }
        final Ip4Prefix ip4 = Ip4Prefix.parse(prefix);
        return Subnet.ip4(ip4.address(), ip4.length());
    }

    protected final void apply(final TestInterface port, final boolean output, final Integer... lists) {
        policies().apply(port.swIfIndex(), output, List.of(lists));
    }

    /** What comes out at the other side when these come in. */
    protected final int passed(final TestInterface from, final TestPacket... packets) {
        final TestInterface other = from == left ? right : left;
        for (final TestPacket packet : packets) {
            from.send(packet);
        }
        host.untilIdle();
        return other.received().size();
    }
}
