package io.weir.platform.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.cli.CommandException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that is really full, small and in memory: what was there stays whole, and nothing is left of what failed. */
class FullDiskTest {
    private static final String NO_SPACE = "No space left on device";

    @TempDir
    private Path scratch;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(scratch.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "skipped: this machine grants no file system to mount");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (mounted) {
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    private static int run(final String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(disk.resolve("filler"))) {
            assertThatThrownBy(() -> {
                        while (true) {
                            out.write(new byte[4096]);
                        }
                    })
                    .hasMessage(NO_SPACE);
        }
    }

    private List<String> names(final Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(each -> each.getFileName().toString())
                    .filter(name -> !name.equals("filler"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldKeepTheOldVersionWhenTheNewOneFindsNoRoom() throws IOException {
        try (PluginFiles files = new PluginFiles(scratch.resolve("run"), JarRules.ANY)) {
            final PluginStore store = new PluginStore(disk, files);
            final Path old = TestJar.plugin("one", "1.0.0").write(disk.resolve("one-1.0.0.jar"));
            final String digest = Digests.of(old);
            store.disable("one");
            final PluginArchive next = files.take(TestJar.plugin("one", "2.0.0").write(scratch.resolve("next.jar")));
            fill();
            assertThatThrownBy(() -> store.persist(next))
                    .isInstanceOf(CommandException.class)
                    .hasMessageStartingWith("it is done, but not persisted: " + disk.resolve("one-2.0.0.jar"))
                    .hasMessageContaining(NO_SPACE)
                    .hasMessageNotContaining("\n");
            assertThat(Digests.of(old)).isEqualTo(digest);
            assertThat(names(disk)).containsExactly("disabled.txt", "one-1.0.0.jar");
            assertThat(store.disabled()).containsExactly("one");
            Files.delete(disk.resolve("filler"));
            store.persist(next);
            assertThat(names(disk)).containsExactly("disabled.txt", "one-2.0.0.jar");
            assertThat(store.disabled()).isEmpty();
        }
    }

    /** As {@code plugin unload ID --persist} does. */
    @Test
    void shouldKeepWhoIsDisabledWhenOneMoreFindsNoRoom() throws IOException {
        try (PluginFiles files = new PluginFiles(scratch.resolve("run"), JarRules.ANY)) {
            final PluginStore store = new PluginStore(disk, files);
            store.disable("one");
            fill();
            assertThatThrownBy(() -> store.disable("two"))
                    .isInstanceOf(CommandException.class)
                    .hasMessageStartingWith("it is done, but not persisted: " + disk.resolve("disabled.txt"))
                    .hasMessageContaining(NO_SPACE);
            assertThat(store.disabled()).containsExactly("one");
            assertThat(names(disk)).containsExactly("disabled.txt");
            Files.delete(disk.resolve("filler"));
            store.disable("two");
            assertThat(store.disabled()).containsExactly("one", "two");
        }
    }

    @Test
    void shouldRefuseJarsOfWhichNoCopyFindsRoom() throws IOException {
        final Path jar = TestJar.plugin("one", "1.0.0").write(scratch.resolve("one.jar"));
        try (PluginFiles files = new PluginFiles(disk, JarRules.ANY)) {
            final Path held =
                    files.hold(files.take(TestJar.plugin("held", "1.0.0").write(scratch.resolve("held.jar"))));
            final String digest = Digests.of(held);
            fill();
            assertThatThrownBy(() -> files.take(jar))
                    .isInstanceOf(CommandException.class)
                    .hasMessageStartingWith("no copy of " + jar + " can be made: ")
                    .hasMessageContaining(NO_SPACE);
            assertThat(names(disk)).contains(held.getFileName().toString()).doesNotContain("part");
            assertThat(Digests.of(held)).isEqualTo(digest);
            Files.delete(disk.resolve("filler"));
            assertThat(files.take(jar).id()).isEqualTo("one");
        }
    }
}
