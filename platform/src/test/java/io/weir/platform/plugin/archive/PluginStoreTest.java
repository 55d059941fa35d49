package io.weir.platform.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are let in. */
class PluginStoreTest {
    @TempDir
    private Path directory;

    private Path jar(final String version) throws IOException {
        final Path jar = directory.resolve("one.jar");
        final Manifest manifest = new Manifest();
        final Attributes attributes = manifest.getMainAttributes();
        attributes.putValue("Manifest-Version", "1.0");
        attributes.putValue("Plugin-Id", "one");
        attributes.putValue("Plugin-Version", version);
        attributes.putValue("Plugin-Class", "One");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    @Test
    void shouldRefuseFilesThatAreNotInTheListOfThoseAllowed() throws IOException {
        final Path list = Files.writeString(directory.resolve("sums"), "");
        final PluginStore store = new PluginStore(directory, new Checksums(list));
        final Path jar = jar("1.0.0");
        final String sum = PluginArchive.read(jar).sha256();
        assertThatThrownBy(() -> store.read(jar))
                .isInstanceOf(CommandException.class)
                .hasMessage(jar + ": its SHA-256 " + sum + " is not listed in " + list);
        final List<String> failures = new ArrayList<>();
        assertThat(store.readAll(failures)).isEmpty();
        assertThat(failures).hasSize(1);
        Files.writeString(list, sum + "  one.jar\n");
        assertThat(store.read(jar).id()).isEqualTo("one");
    }

    @Test
    void shouldRefuseCopyOfFileThatHasChangedSinceItWasChecked() throws IOException {
        try (PluginFiles files = new PluginFiles()) {
            final Path jar = jar("1.0.0");
            final PluginArchive archive = PluginArchive.read(jar);
            Files.delete(files.copy(archive, jar));
            jar("1.0.1");
            assertThatThrownBy(() -> files.copy(archive, jar)).hasMessage(jar + " has changed since it was looked at");
        }
    }
}
