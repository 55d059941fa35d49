package io.weir.platform.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.CommandException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JARs that were made to harm whoever reads them, or by accident do. */
class HostileJarTest {
    @TempDir
    private Path directory;

    private PluginArchive read(final Path jar) {
        try (PluginFiles files = new PluginFiles(directory, JarRules.ANY)) {
            return files.take(jar);
        }
    }

    private void assertRefused(final Path jar, final String sentence) {
        assertThatThrownBy(() -> read(jar))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith(jar.toString())
                .hasMessageContaining(sentence);
        assertThat(PluginManifest.in(directory, JarRules.ANY)).isEmpty();
    }

    /** A file of some kilobytes with an entry that is much longer. */
    private Path bomb(final String entry) throws IOException {
        final Path jar = directory.resolve("bomb.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(entry));
            final byte[] block = new byte[1 << 20];
            Arrays.fill(block, (byte) 'x');
            for (int i = 0; i < 300; i++) {
                out.write(block);
            }
            out.closeEntry();
        }
        return jar;
    }

    @Test
    void shouldReadNoMoreOfAManifestThanOneCanHave() throws IOException {
        assertRefused(bomb("META-INF/MANIFEST.MF"), "META-INF/MANIFEST.MF in it is longer than 1048576 bytes");
        assertRefused(bomb("meta-inf/manifest.mf"), "meta-inf/manifest.mf in it is longer than 1048576 bytes");
    }

    @Test
    void shouldRefuseTwoManifests() throws IOException {
        final Path jar = directory.resolve("two.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            out.putNextEntry(new ZipEntry("META-INF/Manifest.mf"));
        }
        assertRefused(jar, "it has several manifests");
    }

    @Test
    void shouldRefuseADirectoryOfEntriesThatTakesTheHeap() throws IOException {
        final Path jar = directory.resolve("long.jar");
        try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
            file.setLength(200 << 20);
            file.seek(file.length());
            final byte[] end = new byte[22];
            end[0] = 'P';
            end[1] = 'K';
            end[2] = 5;
            end[3] = 6;
            end[15] = 10;
            file.write(end);
        }
        assertRefused(jar, "its directory of entries is longer than 16777216 bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Class-Path          | other.jar           | its manifest has a Class-Path",
                "Plugin-Version      | 2026.01.05          | Plugin-Version `2026.01.05' is not a version such as 1.2.3",
                "Plugin-Version      | 1.0.0-01            | Plugin-Version `1.0.0-01' is not a version",
                "Plugin-Version      | 1.0.99999999999     | Plugin-Version `1.0.99999999999' is not a version",
                "Plugin-Dependencies | one                 | plugin one 1.0.0 needs itself",
            })
    void shouldRefuseByName(final String attribute, final String value, final String sentence) throws IOException {
        final Path jar = TestJar.plugin("one", "1.0.0").with(attribute, value).write(directory.resolve("one.jar"));
        assertThatThrownBy(() -> read(jar))
                .hasMessageStartingWith(jar.toString())
                .hasMessageContaining(sentence);
    }

    @Test
    void shouldRefuseRangesThatAreNone() throws IOException {
        final Path jar = TestJar.plugin("one", "1.0.0")
                .with("Plugin-Dependencies", "two@nonsense")
                .write(directory.resolve("one.jar"));
        assertThatThrownBy(() -> read(jar)).hasMessage("plugin one 1.0.0: `nonsense' is no range of versions");
        final Path deep = TestJar.plugin("one", "1.0.0")
                .with("Plugin-Requires", "(".repeat(10_000))
                .write(directory.resolve("deep.jar"));
        assertThatThrownBy(() -> read(deep)).hasMessageContaining("range of versions is longer than 256");
    }
}
