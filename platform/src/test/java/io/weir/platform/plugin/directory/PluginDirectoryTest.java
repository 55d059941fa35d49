package io.weir.platform.plugin.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.CommandException;
import io.weir.platform.plugin.archive.PluginArchive;
import io.weir.platform.plugin.archive.PluginManifest;
import io.weir.platform.plugin.archive.TestJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    /** Loads whatever it is told to, but what needs a plugin that isn't there. */
    private static final class Recorder implements PluginOperations {
        private final Map<String, Loaded> loaded = new HashMap<>();
        private final List<String> done = new ArrayList<>();

        private void take(final String what, final Path jar) {
            try {
                final PluginManifest manifest = PluginManifest.read(jar);
                done.add(what + " " + manifest.id() + " " + manifest.version());
                if (!loaded.keySet().containsAll(manifest.requires())) {
                    throw new CommandException("plugin `" + manifest.id() + "' needs " + manifest.requires());
                }
                loaded.put(manifest.id(), new Loaded(jar, PluginArchive.digest(jar)));
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void load(final Path jar) {
            take("load", jar);
        }

        @Override
        public void upgrade(final Path jar) {
            take("upgrade", jar);
        }

        @Override
        public void unload(final String id) {
            done.add("unload " + id);
            loaded.remove(id);
        }

        @Override
        public boolean wanted(final String id) {
            return true;
        }

        @Override
        public Map<String, Loaded> loaded() {
            return Map.copyOf(loaded);
        }
    }

    @TempDir
    private Path scratch;

    private final BlockingQueue<Runnable> requests = new LinkedBlockingQueue<>();
    private final Recorder host = new Recorder();
    private PluginDirectory watcher;

    private Path directory() throws IOException {
        return Files.createDirectories(scratch.resolve("plugins"));
    }

    private void watch() throws IOException {
        watcher = new PluginDirectory(directory(), requests::add, SystemNanoClock.INSTANCE, host);
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
    void shouldWaitWhenAJarIsOnlyHalfThere() throws Exception {
        watch();
        final byte[] whole = Files.readAllBytes(jar("acl", "1.0.0").write(scratch.resolve("whole.jar")));
        final Path half = directory().resolve("acl.jar");
        Files.write(half, Arrays.copyOf(whole, whole.length / 2));
        // By the time that this one is loaded the half one has been looked at too.
        jar("zzz", "1.0.0").write(directory().resolve("zzz.jar"));
        expect("load zzz 1.0.0");
        Files.write(half, whole);
        expect("load acl 1.0.0");
    }

    @Test
    void shouldTryAgainWhenWhatItLackedComes() throws Exception {
        watch();
        jar("nat64", "1.0.0")
                .with("Plugin-Dependencies", "ip4@>=1.0.0")
                .write(directory().resolve("nat64.jar"));
        expect("load nat64 1.0.0");
        assertThat(host.loaded).isEmpty();
        jar("ip4", "1.0.0").write(directory().resolve("ip4.jar"));
        expect("load ip4 1.0.0", "load nat64 1.0.0");
        assertThat(host.loaded).containsOnlyKeys("ip4", "nat64");
    }

    @Test
    void shouldGoOnWhenTheDirectoryVanishesAndComesBack() throws Exception {
        watch();
        jar("acl", "1.0.0").write(directory().resolve("acl.jar"));
        expect("load acl 1.0.0");
        final Path moved = Files.move(directory(), scratch.resolve("moved"));
        jar("ip4", "1.0.0").write(directory().resolve("ip4.jar"));
        // The same bytes: a JAR written anew bears another time, and were an upgrade.
        Files.copy(moved.resolve("acl.jar"), directory().resolve("acl.jar"));
        expect("load ip4 1.0.0");
        assertThat(host.loaded).containsOnlyKeys("acl", "ip4");
    }
}
