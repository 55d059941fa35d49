package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.platform.host.ReferenceMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The committed reference, held against the registry of a host with the distribution's plugins. */
class ReferenceIT {
    private static final Path PLUGINS = Path.of(System.getProperty("weir.distribution"), "plugins");
    private static final Path COMMITTED = Path.of("..", "docs", "reference");

    @Test
    void shouldMatchWhatIsCommittedWhenTheRegistryIsAsked() throws Exception {
        final Map<String, String> pages = new TreeMap<>(ReferenceMain.pages(PLUGINS));
        assertThat(committed())
                .as("pages of docs/reference; `./weir reference' refreshes them")
                .isEqualTo(pages.keySet());
        for (final Map.Entry<String, String> page : pages.entrySet()) {
            assertThat(Files.readString(COMMITTED.resolve(page.getKey())))
                    .as(
                            "docs/reference/%s is not what the registry says; `./weir reference' refreshes it",
                            page.getKey())
                    .isEqualTo(page.getValue());
        }
    }

    @Test
    void shouldSayTheSameWhenAskedTwice() throws Exception {
        assertThat(ReferenceMain.pages(PLUGINS)).isEqualTo(ReferenceMain.pages(PLUGINS));
    }

    private static Set<String> committed() throws IOException {
        try (Stream<Path> files = Files.list(COMMITTED)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
