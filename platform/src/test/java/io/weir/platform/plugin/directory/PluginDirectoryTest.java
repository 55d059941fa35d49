package io.weir.platform.plugin.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.platform.plugin.archive.Digests;
import io.weir.platform.plugin.archive.JarRules;
import io.weir.platform.plugin.archive.PluginManifest;
import io.weir.platform.plugin.archive.TestJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real directory, watched; the test's thread is main. */
@Timeout(60)
class PluginDirectoryTest {
    @TempDir
    private Path scratch;

    private final BlockingQueue<Runnable> requests = new LinkedBlockingQueue<>();
    private final Recorder host = new Recorder(PluginDirectoryTest::read, content -> {});
    private PluginDirectory watcher;

    private static Recorder.Content read(final Path jar) {
        try {
            final PluginManifest manifest = PluginManifest.read(jar);
            final String name = manifest.id() + " " + manifest.version();
            return new Recorder.Content(manifest.id(), name, manifest.requires(), Digests.of(jar));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path directory() throws IOException {
        return Files.createDirectories(scratch.resolve("plugins"));
    }

    private void watch() throws IOException {
        watcher = new PluginDirectory(directory(), JarRules.ANY, requests::add, SystemNanoClock.INSTANCE, host);
        watcher.start();
    }

    @AfterEach
    void close() {
        watcher.close();
    }

    /** Does what main is asked to, until all of this was done. */
    private void expect(final String... done) throws InterruptedException {
        while (host.done.size() < done.length) {
            final Runnable request = requests.poll(20, TimeUnit.SECONDS);
            assertThat(request).as("done so far: %s", host.done).isNotNull();
            request.run();
        }
        assertThat(host.done).containsExactly(done);
        host.done.clear();
    }

    private TestJar jar(final String id, final String version) {
        return new TestJar(id, version);
    }

    @Test
    void shouldFollowWhenFilesComeChangeAndGo() throws Exception {
        jar("ip4", "1.0.0").write(directory().resolve("ip4.jar"));
        host.load(directory().resolve("ip4.jar"));
        host.done.clear();
        watch();
        final Path acl = jar("acl", "1.0.0").write(directory().resolve("acl.jar"));
        expect("load acl 1.0.0");
        final Path next = jar("acl", "1.1.0").write(directory().resolve(".acl.jar"));
        Files.move(next, acl, StandardCopyOption.REPLACE_EXISTING);
        expect("upgrade acl 1.1.0");
        Files.delete(acl);
        expect("unload acl");
        assertThat(host.loaded).containsOnlyKeys("ip4");
    }

    @Test
    void shouldWaitWhenAJarIsOnlyHalfThereAndSoShouldWhatNeedsIt() throws Exception {
        watch();
        final byte[] whole = Files.readAllBytes(jar("acl", "1.0.0").write(scratch.resolve("whole.jar")));
        final Path half = directory().resolve("acl.jar");
        Files.write(half, Arrays.copyOf(whole, whole.length / 2));
        // By the time that this one is tried the half one has been looked at too.
        jar("zzz", "1.0.0")
                .with("Plugin-Dependencies", "acl@>=1.0.0")
                .write(directory().resolve("zzz.jar"));
        expect("load zzz 1.0.0");
        assertThat(host.loaded).isEmpty();
        Files.write(half, whole);
        expect("load acl 1.0.0", "load zzz 1.0.0");
        assertThat(host.loaded).containsOnlyKeys("acl", "zzz");
    }

    @Test
    void shouldPassOverWhatIsNoFile() throws Exception {
        final Path real = jar("real", "1.0.0").write(scratch.resolve("real.jar"));
        try (Logged log = new Logged(PluginDirectory.class)) {
            watch();
            assertThat(new ProcessBuilder(
                                    "mkfifo", directory().resolve("fifo.jar").toString())
                            .start()
                            .waitFor())
                    .isZero();
            Files.createSymbolicLink(directory().resolve("link.jar"), real);
            Files.createDirectory(directory().resolve("directory.jar"));
            jar("acl", "1.0.0").write(directory().resolve("acl.jar"));
            expect("load acl 1.0.0");
            assertThat(log.warnings())
                    .containsExactlyInAnyOrder(
                            directory().resolve("fifo.jar") + " is passed over: it is no file",
                            directory().resolve("link.jar") + " is passed over: it is no file",
                            directory().resolve("directory.jar") + " is passed over: it is no file");
        }
    }

    @Test
    void shouldGoOnWhenTheDirectoryVanishesAndComesBack() throws Exception {
        watch();
        jar("acl", "1.0.0").write(directory().resolve("acl.jar"));
        expect("load acl 1.0.0");
        final Path next = Files.createDirectory(scratch.resolve("next"));
        jar("ip4", "1.0.0").write(next.resolve("ip4.jar"));
        // The same bytes: a JAR written anew bears another time, and were an upgrade.
        Files.copy(directory().resolve("acl.jar"), next.resolve("acl.jar"));
        // What stays away for a second is gone, so it comes back at once.
        final Path plugins = directory();
        Files.move(plugins, scratch.resolve("moved"));
        Files.move(next, plugins);
        expect("load ip4 1.0.0");
        assertThat(host.loaded).containsOnlyKeys("acl", "ip4");
    }
}
