package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Plugins that lie in a directory which the configuration names: their sections, their coming and going. */
class PackagedPluginsIT extends PackagedHost {
    @Test
    void shouldGiveAPluginItsSectionWhenTheManifestClaimsIt() throws IOException, InterruptedException {
        final Process host = startReady(claimingPlugin("claiming"), "claiming { depth 7 }");
        assertThat(ctl("show claiming")).isEqualTo(new Answer(0, "depth 7\n"));
        assertThat(ctl("show configuration").text()).contains("claiming {", "depth 7");
        assertThat(ctl("show reference plugin claiming").text()).contains("| `depth` | 1..9 | `3` | How deep |");
        assertThat(end(host)).isZero();
    }

    @Test
    void shouldNotStartWhenAPluginsSectionIsWrong() throws IOException, InterruptedException {
        final Process host = start(claimingPlugin("claiming"), "cpu { workers 1 }", "claiming { depth 99 width 3 }");
        assertThat(host.waitFor()).isEqualTo(2);
        assertThat(log().lines().filter(line -> line.startsWith("weir: ")))
                .hasSize(2)
                .anyMatch(line -> line.endsWith("claiming depth: value 99, allowed is 1..9"))
                .anyMatch(line -> line.endsWith("claiming: unknown setting width, allowed is depth"));
        assertThat(directory.resolve("cli.sock")).doesNotExist();
    }

    @Test
    void shouldCheckAPluginsSectionWhenAskedTo() throws IOException, InterruptedException {
        final Process wrong = start(claimingPlugin("claiming"), "claiming { depth 99 }", "--check");
        assertThat(wrong.waitFor()).isEqualTo(2);
        assertThat(log().strip())
                .startsWith("weir: ")
                .endsWith("claiming depth: value 99, allowed is 1..9")
                .hasLineCount(1);
        final Process right = start(claimingPlugin("claiming"), "claiming { depth 7 }", "--check");
        assertThat(new String(right.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .containsPattern("claiming \\{\\s+depth 7 ");
        assertThat(right.waitFor()).isZero();
    }

    @Test
    void shouldRefuseASectionWhenNoManifestClaimsIt() throws IOException, InterruptedException {
        final Process host = start(claimingPlugin("other"), "claiming { depth 7 }");
        assertThat(host.waitFor()).isEqualTo(2);
        assertThat(log()).contains("unknown section claiming, there are unix, cpu, buffers, statseg, plugins, other");
        final Process checked = start(claimingPlugin("other"), "claiming { depth 7 }", "--check");
        assertThat(checked.waitFor()).isEqualTo(2);
    }

    @Test
    void shouldGoOnWhenTheChecksumsForbidThePluginOfASection() throws IOException, InterruptedException {
        final Path sums = Files.writeString(directory.resolve("sums"), "# none\n");
        final Process host =
                startReady(claimingPlugin("claiming"), "plugins { checksums " + sums + " }", "claiming { depth 7 }");
        assertThat(log())
                .contains("claiming.jar: its SHA-256 ", " is not listed in " + sums)
                .contains("section claiming has no effect: the plugin that claims it is not loaded");
        assertThat(ctl("show", "claiming").status()).isEqualTo(1);
        assertThat(end(host)).isZero();
    }

    @Test
    void shouldLoadAndUnloadWhenAJarComesToTheDirectoryAndGoes() throws IOException, InterruptedException {
        final String path = claimingPlugin("claiming");
        final Path jar = directory.resolve("plugins/claiming.jar");
        final byte[] content = Files.readAllBytes(jar);
        Files.delete(jar);
        final Process host = startReady(path, "cpu { workers 1 }");
        assertThat(ctl("show claiming").status()).isEqualTo(1);
        Files.write(jar, content);
        while (ctl("show claiming").status() != 0) {
            Thread.onSpinWait();
        }
        assertThat(ctl("show plugins").text()).contains("claiming");
        Files.delete(jar);
        while (ctl("show claiming").status() == 0) {
            Thread.onSpinWait();
        }
        assertThat(ctl("show plugins").text()).doesNotContain("claiming");
        assertThat(end(host)).isZero();
        assertThat(log()).doesNotContain("ERROR");
    }
}
