package io.weir.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.CommandSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code exec} reads, and what it refuses to. */
@Timeout(60)
final class ScriptFileTest {
    @TempDir
    private Path directory;

    private final Interpreter interpreter = new Interpreter(new CommandTree());

    @BeforeEach
    void register() {
        BasicCommands.register(interpreter, MainTime.alone());
    }

    private String exec(final String file) {
        return interpreter
                .execute("exec " + file, CommandSession.into(new StringBuilder()))
                .sentence();
    }

    @Test
    void shouldRefuseWhenTheFileIsNoRegularOne() throws Exception {
        final Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        assertThat(exec(fifo.toString())).contains("is no regular file, only regular files are read");
        assertThat(exec("/dev/zero")).contains("no regular file");
        assertThat(exec(directory.toString())).contains("is a directory");
        assertThat(exec("/nonexistent")).contains("no such file");
    }

    @Test
    void shouldSkipTheByteOrderMark() throws IOException {
        final Path file = Files.writeString(directory.resolve("bom"), "\ufeffcomment { a }\r\ncomment { b }");
        assertThat(interpreter
                        .execute("exec " + file, CommandSession.into(new StringBuilder()))
                        .isDone())
                .isTrue();
    }
}
