package io.weir.platform.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of what may be loaded. */
class ChecksumsTest {
    /** What {@code printf abc | sha256sum} prints. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    /** The same of {@code abd}. */
    private static final String OTHER = "a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9";

    @TempDir
    private Path directory;

    @Test
    void shouldAllowOnlyWhatIsListed() throws IOException {
        final Path listed = directory.resolve("listed.jar");
        final Path other = directory.resolve("other.jar");
        final Path sums = directory.resolve("sums");
        Files.writeString(sums, "# ours\n\n" + ABC.toUpperCase(Locale.ROOT) + " *elsewhere/a.jar\n");
        new Checksums(sums).require(listed, ABC);
        Checksums.ANY.require(other, OTHER);
        assertThatThrownBy(() -> new Checksums(sums).require(other, OTHER))
                .hasMessage(other + ": its SHA-256 " + OTHER + " is not listed in " + sums);
        Files.writeString(sums, OTHER + "  other.jar\n" + ABC + "  listed.jar\n");
        new Checksums(sums).require(other, OTHER);
    }

    @Test
    void shouldRefuseEverythingWhenTheListIsGoneOrBroken() throws IOException {
        final Path jar = directory.resolve("a.jar");
        final Path sums = directory.resolve("sums");
        assertThatThrownBy(() -> new Checksums(sums).require(jar, ABC)).hasMessageContaining("can't be held against");
        Files.writeString(sums, ABC + "  a.jar\n" + ABC.substring(1) + "  a.jar\n");
        assertThatThrownBy(() -> new Checksums(sums).require(jar, ABC)).hasMessageStartingWith(sums + ":2: ");
    }

    @Test
    void shouldReadWhatTheManifestSays() throws IOException {
        final Path jar = new TestJar("nat64", "1.2.0")
                .with("Plugin-Dependencies", "ip4@>=0.1.0, ip6, acl?@1.x")
                .with("Weir-Config", "nat64,  nat66")
                .write(directory.resolve("nat64.jar"));
        final PluginManifest manifest = PluginManifest.read(jar);
        assertThat(manifest.id()).isEqualTo("nat64");
        assertThat(manifest.version()).isEqualTo("1.2.0");
        assertThat(manifest.requires()).containsExactly("ip4", "ip6");
        assertThat(manifest.sections()).containsExactly("nat64", "nat66");
        Files.writeString(directory.resolve("half.jar"), "PK");
        Files.copy(jar, directory.resolve(".hidden.jar"));
        assertThat(PluginManifest.in(directory, JarRules.ANY)).containsExactly(manifest);
        assertThat(PluginManifest.in(directory.resolve("nowhere"), JarRules.ANY))
                .isEmpty();
    }
}
