package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.dpdk.internal.ffi.DpdkLibrary;
import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.platform.config.ConfigException;
import io.weir.platform.config.Configuration;
import io.weir.platform.host.HostOptions;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.testkit.TestHost;

/** A host with the plugin under test, whose end checks that all buffers have come back. */
public final class DpdkHost implements AutoCloseable {
    final TestHost host;
    private Ledger plugin;
    /** Faults that the test has asked for. */
    private long forgiven;

    private DpdkHost(final int workers, final String section, final int buffers) {
        requireDpdk();
        host = TestHost.of(HostOptions.workers(workers).withBuffers(buffers));
        try {
            final Configuration configuration = new Configuration();
            configuration.readText("test", "dpdk { no-pci link-state-poll-interval 20 " + section + " }");
            host.host().configuration(configuration.conclude());
        } catch (final ConfigException e) {
            throw new AssertionError(e.sentences().toString(), e);
        }
        host.plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin());
        plugin = host.host().insert("dpdk", new DpdkPlugin());
    }

    /** With so many workers and these settings beside those of all tests. */
    public static DpdkHost of(final int workers, final String section) {
        return new DpdkHost(workers, section, HostOptions.DEFAULT_BUFFERS);
    }

    /** With few buffers. */
    static DpdkHost withBuffers(final int workers, final int buffers) {
        return new DpdkHost(workers, "", buffers);
    }

    static void requireDpdk() {
        try {
            DpdkLibrary.open();
        } catch (final DpdkException e) {
            abort(e.getMessage());
        }
    }

    String cli(final String command) {
        return host.cli(command);
    }

    /** Adds a port; returns its interface's name, which is up. A line about it may follow the name. */
    public String port(final String vdev) {
        final String name =
                cli("create interface dpdk " + vdev).lines().findFirst().orElseThrow();
        cli("set interface state " + name + " up");
        return name;
    }

    @Override
    public void close() {
        for (final String name : host.host().interfaces().all().stream()
                .filter(device -> device.deviceClass().name().equals("dpdk"))
                .map(device -> device.name())
                .toList()) {
            cli("delete interface dpdk " + name);
        }
        host.assertNoLeaks();
        assertThat(host.faults()).isEqualTo(forgiven);
        host.close();
    }

    /** What nodes did wrong so far was to be: the end of the host doesn't complain of it. */
    void forgive() {
        forgiven = host.faults();
    }

    /** Takes the plugin out and brings it in again. */
    void reload() {
        host.host().remove(plugin);
        plugin = host.host().insert("dpdk", new DpdkPlugin());
    }
}
