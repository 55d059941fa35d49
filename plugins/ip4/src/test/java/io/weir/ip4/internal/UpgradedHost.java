package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host between two interfaces, whose forwarding is loaded from JARs as it is in the distribution. */
@Timeout(60)
abstract class UpgradedHost {
    static final PluginJar FIB =
            PluginJar.of("fib", "0.1.0", FibPlugin.class).with("Weir-Exports", "io.weir.fib,io.weir.fib.family");
    static final PluginJar JAR = PluginJar.of("ip4", "0.1.0", Ip4Plugin.class)
            .with("Weir-Exports", "io.weir.ip4")
            .with("Plugin-Dependencies", "fib@>=0.1.0");

    @TempDir
    Path directory;

    TestInterface left;
    TestInterface right;

    void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            left = host.addInterface("left");
            right = host.addInterface("right");
            host.load(FIB.write(directory), "--no-shadow");
            host.load(JAR.write(directory), "--no-shadow");
            configure(host);
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    static void configure(final TestHost host) {
        host.cli("set interface ip address left 192.168.1.1/24");
        host.cli("set interface ip address right 192.168.2.1/24");
        host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
    }

    void send(final String destination, final int packets) {
        for (int i = 0; i < packets; i++) {
            left.send(TestPacket.udp("192.168.1.2", destination));
        }
    }

    /** All that an operator sees of the tables. */
    static String tables(final TestHost host) {
        return host.cli("show ip fib")
                + host.cli("show ip mfib")
                + host.cli("show ip fib 10.0.0.1")
                + host.cli("show adjacency")
                + host.cli("show ip pmtu")
                + host.cli("show ip neighbors").replaceAll("(?m)^ *[0-9]+\\.[0-9]+", "")
                + host.cli("show interface address")
                + host.cli("show interface features left")
                + host.cli("show interface features right");
    }
}
