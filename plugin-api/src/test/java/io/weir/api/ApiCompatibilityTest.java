package io.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.Arguments;
import io.weir.cli.CommandPattern;
import io.weir.cli.CommandSpec;
import io.weir.graph.FrameControl;
import io.weir.memory.FreeList;
import io.weir.memory.PageSize;
import io.weir.plugin.WeirPlugin;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Breaks the build when the API breaks plugins of the versions before. With {@code -Dweir.api.write=true} it writes down
 * what this version promises; for a version that may break (0.x: another x; from 1.0 on: another major) in a file of its own.
 */
class ApiCompatibilityTest {
    private static final Path PROMISES = Path.of("api");
    private static final String VERSION = System.getProperty("weir.api.version");
    private static final String REMEDY =
            "Plugins that were built against this break. Keep it (deprecate it, add beside it),"
                    + " or begin a version that may break: docs/compatibility.md";

    /** Versions that plugins of one of them may expect to run with, in ascending order. */
    private record Version(int major, int minor, int patch) implements Comparable<Version> {
        private static final Pattern TEXT = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)(-SNAPSHOT|\\.txt)?");

        static Version of(final String text) {
            final Matcher matcher = TEXT.matcher(text);
            assertThat(matcher.matches()).as("version " + text).isTrue();
            return new Version(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)));
        }

        boolean promisesTo(final Version older) {
            return major == older.major && (major > 0 || minor == older.minor);
        }

        @Override
        public int compareTo(final Version other) {
            return Comparator.comparingInt(Version::major)
                    .thenComparingInt(Version::minor)
                    .thenComparingInt(Version::patch)
                    .compare(this, other);
        }

        @Override
        public String toString() {
            return major + "." + minor + "." + patch;
        }
    }

    private static Promise current() throws IOException, URISyntaxException {
        return new Promise(ApiText.of(classes()));
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(WeirPlugin.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static Optional<Version> latestBinding(final Version version) throws IOException {
        try (Stream<Path> files = Files.list(PROMISES)) {
            return files.map(file -> Version.of(file.getFileName().toString()))
                    .filter(older -> version.promisesTo(older) && older.compareTo(version) <= 0)
                    .max(Comparator.naturalOrder());
        }
    }

    @Test
    void shouldKeepWhatWasPromised() throws IOException, URISyntaxException {
        final Version version = Version.of(VERSION);
        final Optional<Version> binding = latestBinding(version);
        final Promise now = current();
        if (binding.isPresent()) {
            final Path file = PROMISES.resolve(binding.get() + ".txt");
            assertThat(Promise.read(file).brokenBy(now)).as(REMEDY).isEmpty();
        }
        if (Boolean.getBoolean("weir.api.write")) {
            now.write(PROMISES.resolve(version + ".txt"));
        } else {
            assertThat(binding)
                    .as("nothing is written down for version %s: -Dweir.api.write=true", version)
                    .isPresent();
        }
    }

    @Test
    void shouldPromiseNothingOfWhatIsTheHostsAlone() throws IOException, URISyntaxException {
        final SortedMap<String, SortedSet<String>> visible = ApiText.of(classes());
        assertThat(visible).containsKeys("io.weir.graph.Next", "io.weir.memory.BufferPool");
        assertThat(visible.get("io.weir.memory.BufferPool")).noneMatch(fact -> fact.contains("lend("));
        assertThat(visible.get("io.weir.graph.Next")).noneMatch(fact -> fact.startsWith("new("));
        for (final Class<?> hidden : List.of(
                FrameControl.class,
                FreeList.class,
                PageSize.class,
                Arguments.class,
                CommandPattern.class,
                CommandSpec.class)) {
            assertThat(visible).doesNotContainKey(hidden.getName());
            visible.forEach((type, facts) -> assertThat(facts)
                    .as(type + " leads to " + hidden.getName())
                    .noneMatch(fact -> fact.matches(".*\\b" + Pattern.quote(hidden.getName()) + "\\b.*")));
        }
    }

    /** A type as versions of it. */
    interface Before {
        int CONSTANT = 1;

        void toImplement();

        default void withBody() {}

        String kept(List<String> names);
    }

    interface More {
        int CONSTANT = 1;
        int ANOTHER = 2;

        default void toImplement() {}

        default void withBody() {}

        default void isNew() {}

        String kept(List<String> names);
    }

    interface Less {
        int CONSTANT = 2;

        void withBody();

        void isNew();

        String kept(List<Integer> names);
    }

    private static Promise as(final Class<?> version) {
        final SortedSet<String> facts = new TreeSet<>(ApiText.facts(version));
        final TreeMap<String, SortedSet<String>> types = new TreeMap<>();
        types.put("Type", facts);
        return new Promise(types);
    }

    @Test
    void shouldAllowAdditionsOnly() {
        assertThat(as(Before.class).brokenBy(as(Before.class))).isEmpty();
        assertThat(as(Before.class).brokenBy(as(More.class))).isEmpty();
        assertThat(as(Before.class).brokenBy(new Promise(new TreeMap<>()))).containsExactly("Type is gone");
        assertThat(as(Before.class).brokenBy(as(Less.class)))
                .hasSize(7)
                .anyMatch(sentence -> sentence.contains("CONSTANT = 1"))
                .anyMatch(sentence -> sentence.contains("toImplement()"))
                .anyMatch(sentence -> sentence.contains("`void withBody()' is gone"))
                .anyMatch(sentence -> sentence.contains("`abstract void withBody()' is new"))
                .anyMatch(sentence -> sentence.contains("`abstract void isNew()' is new"))
                .anyMatch(sentence -> sentence.contains("List<java.lang.String>"));
    }
}
