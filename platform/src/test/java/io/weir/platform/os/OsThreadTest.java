package io.weir.platform.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class OsThreadTest {
    private static final int NO_SUCH_CPU = 8_000;

    @Test
    void shouldRunOnOneCoreWhenPinned() throws Exception {
        final int cpu = OsThread.cpus().length() - 1;
        final BitSet cpus = onNewThread(() -> {
            OsThread.pin(cpu);
            return OsThread.cpus();
        });
        assertThat(cpus.stream().toArray()).containsExactly(cpu);
        assertThat(OsThread.cpus().cardinality()).isGreaterThanOrEqualTo(cpus.cardinality());
    }

    @Test
    void shouldBeKnownToTheKernelWhenNamed() throws Exception {
        final String name = onNewThread(() -> {
            OsThread.name("weir-worker-11-and-more");
            return Files.readString(Path.of("/proc/self/task/" + OsThread.id() + "/comm"));
        });
        assertThat(name.strip()).isEqualTo("weir-worker-11-");
    }

    @Test
    void shouldSayWhichCoreWhenItDoesNotExist() {
        assertThatThrownBy(() -> OsThread.pin(NO_SUCH_CPU))
                .hasMessage("sched_setaffinity: cpu {8000}: Invalid argument");
        assertThatThrownBy(() -> OsThread.pin(-1)).hasMessage("cpu -1 does not exist");
    }

    private static <T> T onNewThread(final Callable<T> callable) throws Exception {
        final FutureTask<T> task = new FutureTask<>(callable);
        Thread.ofPlatform().start(task);
        return task.get();
    }
}
