package io.weir.benchmarks;

import java.io.IOException;

/** Another job that spins on the core of the thread that starts it, for as long as this process lives. */
final class BusyCore implements AutoCloseable {
    private final Process process;

    BusyCore() throws IOException {
        process = new ProcessBuilder(
                        "sh", "-c", "while kill -0 " + ProcessHandle.current().pid() + "; do :; done")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    boolean isSpinning() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
