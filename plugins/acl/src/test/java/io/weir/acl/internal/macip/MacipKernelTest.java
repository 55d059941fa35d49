package io.weir.acl.internal.macip;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.AclPlugin;
import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.testkit.Netns;
import io.weir.testkit.TestHost;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host with the kernel's stack behind a tap: its own addresses work, others that it takes don't. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MacipKernelTest {
    private static final String OWN = "02:00:00:00:00:01";
    private static final String STRANGER = "02:00:00:00:00:02";
    private static final String MINE = " mac " + OWN + " mask ff:ff:ff:ff:ff:ff";

    private Netns kernel;
    private TestHost host;

    private String sh(final String command) {
        final CompletableFuture<String> done = CompletableFuture.supplyAsync(
                () -> Netns.output(kernel.exec("sh", "-c", "(" + command + ") 2>&1; true")));
        host.until(done::isDone);
        return done.join();
    }

    private boolean reaches(final String options) {
        return sh("ping -c 2 -i 0.1 -W 1 " + options).contains(" 2 received");
    }

    private void cutOff(final String options) {
        final long before = host.errors("macip-deny");
        assertThat(sh("ping -c 2 -i 0.1 -W 1 " + options)).contains(" 0 received");
        assertThat(host.errors("macip-deny")).isGreaterThan(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCutOffAKernelThatTakesAddressesOfOthers(final int workers) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (Netns made = new Netns();
                TestHost with = TestHost.withWorkers(workers)
                        .plugin("fib", new FibPlugin())
                        .plugin("ip4", new Ip4Plugin())
                        .plugin("ip6", new Ip6Plugin())
                        .plugin("acl", new AclPlugin())) {
            kernel = made;
            host = with;
            host.cli("create tap host-ns " + kernel.name() + " host-if-name port host-mac-addr " + OWN
                    + " host-ip4-addr 10.1.0.2/24 host-ip6-addr 2001:db8:1::2/64");
            host.cli("set interface state tap0 up");
            host.cli("set interface ip address tap0 10.1.0.1/24");
            host.cli("set interface ip address tap0 2001:db8:1::1/64");
            host.cli("set acl-plugin macip acl permit ip 10.1.0.2/32" + MINE + ", permit ip 2001:db8:1::2/128" + MINE
                    + ", permit ip fe80::/10" + MINE);
            host.cli("set acl-plugin macip interface tap0 add acl 0");
            // The kernel asks for duplicates first; its address then is held against the rule.
            host.until(() -> reaches("10.1.0.1"));
            host.until(() -> reaches("2001:db8:1::1"));

            sh("ip addr add 10.1.0.3/24 dev port; ip addr add 2001:db8:1::3/64 dev port nodad");
            cutOff("-I 10.1.0.3 10.1.0.1");
            cutOff("-I 2001:db8:1::3 2001:db8:1::1");
            assertThat(host.cli("show ip neighbors")).doesNotContain("10.1.0.3").doesNotContain("2001:db8:1::3");
            // With another's MAC address it announces the addresses that it has: whose they are is known.
            sh("echo 1 > /proc/sys/net/ipv4/conf/port/arp_notify");
            sh("ip link set port down; ip link set port address " + STRANGER + "; ip link set port up");
            sh("ip addr add 2001:db8:1::2/64 dev port nodad");
            cutOff("-I 10.1.0.2 10.1.0.1");
            cutOff("-I 2001:db8:1::2 2001:db8:1::1");
            assertThat(host.cli("show ip neighbors")).contains(OWN).doesNotContain(STRANGER);
            sh("ip link set port down; ip link set port address " + OWN + "; ip link set port up");
            sh("ip addr add 2001:db8:1::2/64 dev port nodad");
            host.until(() -> reaches("10.1.0.1"));
            host.until(() -> reaches("-I 2001:db8:1::2 2001:db8:1::1"));
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }
}
