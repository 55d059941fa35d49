package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.platform.fault.QuarantineLimits;
import io.weir.platform.host.HostOptions;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.Lab.Collector;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** A host with a plugin that misuses the API, and one whose traffic must not suffer. Runs with and without checked memory. */
@Timeout(60)
@Tag("production")
abstract class Misuse {
    final Collector a = new Collector();
    final Collector b = new Collector();
    final Lab lab = new Lab(host -> {
        host.node("a", a);
        host.node("b", b);
    });
    Registrar faulty;
    /** What timers go by. */
    final AtomicLong clock = new AtomicLong(1);

    TestHost host(final int workers, final Consumer<Registrar> description) {
        final TestHost host = TestHost.of(HostOptions.workers(workers), clock::get)
                .plugin("lab", lab)
                .plugin("faulty", new WeirPlugin() {
                    @Override
                    public void register(final Registrar registrar) {
                        faulty = registrar;
                        description.accept(registrar);
                    }
                });
        host.host().faults().limits(owner -> QuarantineLimits.ofMillis(0, 1));
        return host;
    }

    static long faults(final TestHost host, final String owner) {
        return host.host().services().quarantine().reports(owner).stream()
                .mapToLong(report -> report.faults())
                .sum();
    }

    /** Other traffic still comes through, whole and to the right place. */
    void assertOthersUnharmed(final TestHost host) {
        final int a0 = a.packets();
        final int b0 = b.packets();
        for (int i = 0; i < 4; i++) {
            lab.send(256, "a");
            lab.send(256, "b");
        }
        host.until(lab::done);
        host.untilIdle();
        assertThat(a.packets() - a0).isEqualTo(1_024);
        assertThat(b.packets() - b0).isEqualTo(1_024);
        assertThat(host.host().services().quarantine().reports("lab")).isEmpty();
        // What nobody could be charged with yet stands there too.
        assertThat(host.host().services().quarantine().reports("core"))
                .allMatch(report -> report.part().equals("unknown"));
        host.assertNoLeaks();
    }
}
