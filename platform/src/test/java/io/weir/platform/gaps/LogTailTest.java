package io.weir.platform.gaps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    private Path directory;

    private final List<String> lines = new ArrayList<>();

    private void write(final Path file, final String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void shouldReadWholeLinesAcrossReplacement() throws IOException {
        final Path file = directory.resolve("log");
        try (LogTail tail = new LogTail(file)) {
            tail.read(lines::add);
            assertThat(lines).isEmpty();
            write(file, "one\ntw");
            tail.read(lines::add);
            assertThat(lines).containsExactly("one");
            write(file, "o\n");
            tail.read(lines::add);
            write(file, "three\n");
            Files.move(file, directory.resolve("log.0"));
            tail.read(lines::add);
            write(directory.resolve("log.0"), "four\n");
            write(file, "five\n");
            tail.read(lines::add);
            write(file, "six\n");
            tail.read(lines::add);
            assertThat(lines).containsExactly("one", "two", "three", "four", "five", "six");
        }
    }

    @Test
    void shouldReadOnlySoMuchAtOnceAndGoOn() throws IOException {
        final Path file = directory.resolve("log");
        final int count = 20_000;
        write(file, ("x".repeat(99) + "\n").repeat(count));
        try (LogTail tail = new LogTail(file)) {
            tail.read(lines::add);
            assertThat(lines).hasSizeBetween(1, count / 2);
            for (int i = 0; i < 10; i++) {
                tail.read(lines::add);
            }
            assertThat(lines).hasSize(count).allMatch(line -> line.length() == 99);
        }
    }
}
