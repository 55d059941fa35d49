package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.platform.os.OsThread;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose core others have for tenths of a second, while plugins change. */
@Timeout(300)
class StarvedWorkerTest {
    private static final int CHANGES = 8;

    /** Brings nothing. */
    public static final class Empty extends WeirPlugin {
        @Override
        public void register(final Registrar host) {}
    }

    @Test
    void shouldBlameNoPartForACoreThatOthersHave(@TempDir final Path directory) throws Exception {
        final AtomicBoolean stop = new AtomicBoolean();
        try (TestHost host = TestHost.withWorkers(1)) {
            final TestInterface port = host.addInterface("port");
            final PluginJar jar = PluginJar.of("empty", "0.1.0", Empty.class);
            host.load(jar.write(directory), "--no-shadow");
            final int cpu = OsThread.cpus().length() - 1;
            final String lwp = String.valueOf(host.host().workers().getFirst().lwp());
            run("taskset", "-pc", String.valueOf(cpu), lwp);
            run("renice", "-n", "19", "-p", lwp);
            final Thread rival = Thread.ofPlatform().daemon().start(() -> {
                OsThread.pin(cpu);
                while (!stop.get()) {
                    Thread.onSpinWait();
                }
            });
            for (int i = 0; i < CHANGES; i++) {
                for (int k = 0; k < 2_000; k++) {
                    port.send(TestPacket.udp("10.0.0.1", "10.0.0.2"));
                }
                // It may be refused: the worker may not come to the barrier in time.
                host.host()
                        .interpreter()
                        .execute(
                                "plugin reload empty --no-shadow",
                                io.weir.cli.CommandSession.into(new StringBuilder()));
            }
            stop.set(true);
            rival.join();
            host.untilIdle();
            assertThat(host.faults()).isZero();
            assertThat(host.cli("show interface rx-placement")).doesNotContain("quarantined");
        } finally {
            stop.set(true);
        }
    }

    private static void run(final String... command) throws IOException, InterruptedException {
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String said =
                new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
