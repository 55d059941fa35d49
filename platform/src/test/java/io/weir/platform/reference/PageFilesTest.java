package io.weir.platform.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages on disk. */
class PageFilesTest {
    @Test
    void shouldDeleteOnlyItsOwnPagesWhenAPluginIsGone(@TempDir final Path directory) throws IOException {
        final Path pages = directory.resolve("docs/reference");
        PageFiles.write(pages, Map.of("a.md", new Markdown().toString(), "b.md", new Markdown().toString()));
        Files.writeString(pages.resolve("by-hand.md"), "# Mine\n");
        PageFiles.write(pages, Map.of("a.md", new Markdown().heading(1, "a").toString()));
        assertThat(pages.resolve("a.md")).hasContent(Markdown.MARK + "\n\n# a\n");
        assertThat(pages.resolve("b.md")).doesNotExist();
        assertThat(pages.resolve("by-hand.md")).exists();
    }
}
