package io.weir.nat64.internal;

import static io.weir.nat64.internal.KernelPair.fetch;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.nat64.Nat64Plugin;
import io.weir.testkit.Netns;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another version of the plugin, and of what it stands on, in the middle of a transfer between kernels. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReloadTest {
    private static final int BYTES = 12_000_000;

    @TempDir
    private Path directory;

    private PluginJar depending(
            final String id, final Class<? extends io.weir.plugin.WeirPlugin> type, final String on) {
        return PluginJar.of(id, "0.1.0", type).with("Plugin-Dependencies", on);
    }

    private void load(final TestHost host) {
        host.load(
                PluginJar.of("fib", "0.1.0", FibPlugin.class)
                        .with("Weir-Exports", "io.weir.fib,io.weir.fib.family")
                        .write(directory),
                "--no-shadow");
        host.load(
                depending("ip4", Ip4Plugin.class, "fib@>=0.1.0")
                        .with("Weir-Exports", "io.weir.ip4")
                        .write(directory),
                "--no-shadow");
        host.load(
                depending("ip6", Ip6Plugin.class, "fib@>=0.1.0")
                        .with("Weir-Exports", "io.weir.ip6")
                        .write(directory),
                "--no-shadow");
        host.load(
                depending("nat64", Nat64Plugin.class, "fib@>=0.1.0, ip4@>=0.1.0, ip6@>=0.1.0")
                        .write(directory),
                "--no-shadow");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGoOnWithATransferInItsMiddle(final int workers) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (TestHost host = TestHost.withWorkers(workers)) {
            load(host);
            try (KernelPair pair = new KernelPair(host)) {
                pair.untilReached();
                pair.serve(BYTES);
                final CompletableFuture<String> transfer =
                        KernelPair.start(pair.client, fetch("--limit-rate 1M --max-time 60"));
                host.until(() -> host.cli("show nat64 session table tcp").contains("established"));
                final String before = host.cli("show nat64 bib tcp");
                host.cli("plugin reload nat64 --no-shadow");
                assertThat(host.cli("show nat64 bib tcp")).isEqualTo(before);
                if (workers == 1) {
                    host.cli("plugin reload nat64");
                }
                host.cli("plugin reload ip6 --cascade --no-shadow");
                assertThat(transfer.isDone())
                        .as(() -> transfer.join() + pair.sum() + host.cli("show errors"))
                        .isFalse();
                assertThat(host.cli("show nat64 bib tcp")).isEqualTo(before);
                assertThat(pair.until(transfer)).isEqualTo(pair.sum());
                assertThat(host.cli("show nat64 interfaces"))
                        .contains("tap0 in")
                        .contains("tap1 out");
                host.cli("nat64 plugin disable");
            }
            assertThat(host.faults()).isZero();
            host.cli("delete tap tap0");
            host.cli("delete tap tap1");
            host.assertNoLeaks();
        }
    }
}
