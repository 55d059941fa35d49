package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for the rest of its packet while the plugin, or forwarding below it, is upgraded. */
@Timeout(60)
class ReassemblyUpgradeTest {
    private static final PluginJar FIB =
            PluginJar.of("fib", "0.1.0", FibPlugin.class).with("Weir-Exports", "io.weir.fib,io.weir.fib.family");
    private static final PluginJar IP4 = PluginJar.of("ip4", "0.1.0", Ip4Plugin.class)
            .with("Weir-Exports", "io.weir.ip4")
            .with("Plugin-Dependencies", "fib@>=0.1.0");
    private static final int PACKETS = 20;

    @TempDir
    private Path directory;

    private static List<TestPacket> parts(final String to, final int id) {
        return TestPacket.echo("192.168.1.2", to)
                .identification(id)
                .payload(900)
                .fragments(304);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPutPacketsTogetherWhenUpgradedInBetween(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            host.load(FIB.write(directory), "--no-shadow");
            host.load(IP4.write(directory), "--no-shadow");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
            host.cli("set interface virtual-reassembly right on ip4 output");
            send(left, 1);
            send(left, 2);
            host.until(() -> host.cli("show ip4-full-reassembly").contains("reassemblies: " + PACKETS)
                    && host.cli("show ip4-sv-reassembly").contains("reassemblies: " + PACKETS));
            host.upgrade(IP4.version("0.2.0").write(directory), "--no-shadow");
            assertThat(host.cli("show interface features right")).contains("ip4-sv-reassembly-output-feature");
            host.upgrade(FIB.version("0.2.0").write(directory), "--no-shadow", "--cascade");
            assertThat(host.cli("show ip4-full-reassembly")).contains("reassemblies: " + PACKETS);
            assertThat(right.received()).isEmpty();
            send(left, 0);
            host.until(() -> left.waitingFrames() == PACKETS && right.waitingFrames() == 3 * PACKETS);
            host.until(() -> host.cli("show ip4-sv-reassembly").contains("reassemblies: 0"));
            host.cli("set interface virtual-reassembly right off ip4 output");
            assertThat(host.cli("show interface features right")).doesNotContain("ip4-sv-reassembly-output-feature");
            // Their time passes in the version that has them now.
            host.cli("set plugin setting ip4 reassembly-timeout 200");
            left.send(parts("192.168.1.1", 77).getLast());
            host.until(() -> host.cli("show ip4-full-reassembly").contains("reassemblies: 1"));
            host.reload("ip4", "--no-shadow");
            host.until(() -> host.cli("show ip4-full-reassembly").contains("reassemblies: 0"));
            left.send(parts("192.168.1.1", 78).getLast());
            host.until(() -> host.cli("show ip4-full-reassembly").contains("reassemblies: 1"));
            host.unload("ip4");
            left.received();
            right.received();
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    /** One part of each packet: half of them for the host, half to be forwarded. */
    private static void send(final TestInterface left, final int part) {
        for (int id = 1; id <= PACKETS; id++) {
            left.send(parts("192.168.1.1", id).get(part));
            left.send(parts("192.168.2.2", id).get(part));
        }
    }
}
