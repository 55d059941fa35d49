package io.weir.platform.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are let in, and how one takes another's place. */
class PluginStoreTest {
    @TempDir
    private Path scratch;

    private Path directory;
    private PluginFiles files;
    private PluginStore store;

    @BeforeEach
    void shouldHaveDirectory() throws IOException {
        directory = Files.createDirectory(scratch.resolve("plugins"));
        use(JarRules.ANY);
    }

    @AfterEach
    void close() {
        files.close();
    }

    private void use(final JarRules rules) {
        files = new PluginFiles(scratch.resolve("run"), rules);
        store = new PluginStore(directory, files);
    }

    private Path jar(final String version) throws IOException {
        return TestJar.plugin("one", version).write(directory.resolve("one.jar"));
    }

    private List<String> failures() {
        final List<String> failures = new ArrayList<>();
        store.readAll((jar, sentence) -> failures.add(sentence));
        return failures;
    }

    @Test
    void shouldRefuseFilesThatAreNotInTheListOfThoseAllowed() throws IOException {
        final Path list = Files.writeString(scratch.resolve("sums"), "");
        use(new JarRules(new Checksums(list), JarRules.DEFAULT_LIMIT_BYTES));
        final Path jar = jar("1.0.0");
        final String sum = Digests.of(jar);
        assertThatThrownBy(() -> files.take(jar))
                .isInstanceOf(CommandException.class)
                .hasMessage(jar + ": its SHA-256 " + sum + " is not listed in " + list);
        assertThat(failures()).hasSize(1);
        Files.writeString(list, sum + "  one.jar\n");
        assertThat(files.take(jar).id()).isEqualTo("one");
    }

    @Test
    void shouldNotLookIntoWhatIsNotAllowed() throws IOException {
        final Path list = Files.writeString(scratch.resolve("sums"), "");
        use(new JarRules(new Checksums(list), JarRules.DEFAULT_LIMIT_BYTES));
        final Path garbage = Files.writeString(directory.resolve("x.jar"), "garbage");
        assertThatThrownBy(() -> files.take(garbage)).hasMessageContaining("is not listed in");
    }

    @Test
    void shouldNameWhatIsNoFile() throws Exception {
        final Path fifo = directory.resolve("fifo.jar");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        final Path real = TestJar.plugin("real", "1.0.0").write(scratch.resolve("real.jar"));
        Files.createSymbolicLink(directory.resolve("link.jar"), real);
        Files.createDirectory(directory.resolve("directory.jar"));
        jar("1.0.0");
        final List<String> failures = new ArrayList<>();
        assertThat(store.readAll((jar, sentence) -> failures.add(sentence))).hasSize(1);
        assertThat(failures)
                .containsExactly(
                        directory.resolve("directory.jar") + " is passed over: it is a directory, no file",
                        fifo + " is passed over: it is a device, FIFO or socket, no file",
                        directory.resolve("link.jar") + " is passed over: it is a symbolic link, no file");
        assertThatThrownBy(() -> files.take(fifo)).hasMessageContaining("FIFO");
        assertThat(PluginManifest.in(directory, JarRules.ANY)).hasSize(1);
    }

    @Test
    void shouldRefuseWhatIsTooLong() throws IOException {
        use(new JarRules(Checksums.ANY, 100));
        assertThatThrownBy(() -> files.take(jar("1.0.0")))
                .hasMessageEndingWith("is longer than plugins { jar-size-limit 100 } allows, in bytes");
    }

    @Test
    void shouldGoOnWithTheCopyWhateverBecomesOfTheFile() throws IOException {
        final Path jar = jar("1.0.0");
        final PluginArchive archive = files.take(jar);
        jar("1.0.1");
        final Path copy = files.hold(archive);
        assertThat(Digests.of(copy)).isEqualTo(archive.sha256());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.getParent())))
                .isEqualTo("rwx------");
        files.sweep();
        assertThat(copy).exists();
        files.release(archive);
        files.sweep();
        assertThat(copy).doesNotExist();
    }

    @Test
    void shouldMakeItsDirectoryAnewWhenItWasClearedAway() throws IOException {
        final Path jar = jar("1.0.0");
        final PluginArchive archive = files.take(jar);
        final Path copy = files.hold(archive);
        Files.delete(copy);
        Files.delete(copy.resolveSibling("lock"));
        Files.delete(copy.getParent());
        assertThat(files.hold(archive)).exists();
        jar("1.0.1");
        assertThat(files.take(jar).version()).isEqualTo("1.0.1");
        Files.delete(files.content(archive));
        assertThatThrownBy(() -> files.hold(archive)).hasMessageContaining("has changed since");
    }

    @Test
    void shouldClearWhatAHostThatWasKilledHasLeft() throws IOException {
        final Path left = Files.createDirectories(scratch.resolve("run/weir-plugins-1"));
        Files.writeString(left.resolve("lock"), "");
        Files.writeString(left.resolve("x.jar"), "x");
        try (PluginFiles living = new PluginFiles(scratch.resolve("run"), JarRules.ANY)) {
            final Path copy = living.hold(living.take(jar("1.0.0")));
            files.take(jar("1.0.1"));
            assertThat(left).doesNotExist();
            assertThat(copy).exists();
        }
        files.close();
        assertThat(scratch.resolve("run")).isEmptyDirectory();
    }

    @Test
    void shouldTrustNoParentInWhichAnyoneMayRename() throws IOException {
        final Path run = Files.createDirectory(scratch.resolve("run"));
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> files.take(jar("1.0.0"))).hasMessageContaining("anyone may write to " + run);
    }

    @Test
    void shouldKeepTheOldOneWhenTheNewOneCannotBeWritten() throws IOException {
        final Path old = jar("1.0.0");
        final PluginArchive next = files.take(TestJar.plugin("one", "2.0.0").write(scratch.resolve("new.jar")));
        // What lies there in its place can't be replaced.
        final Path target =
                Files.createDirectories(directory.resolve("one-2.0.0.jar/x")).getParent();
        assertThatThrownBy(() -> store.persist(next)).hasMessageContaining("not persisted: " + target);
        assertThat(old).exists();
        Files.delete(target.resolve("x"));
        Files.delete(target);
        store.persist(next);
        assertThat(old).doesNotExist();
        assertThat(Digests.of(target)).isEqualTo(next.sha256());
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(target);
        }
    }
}
