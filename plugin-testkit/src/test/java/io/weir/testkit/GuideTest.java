package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The code in the documents is code that is built: each block of Java says after {@code ```java} which directory it is from, and
 * its pieces, between lines of {@code ...}, stand there line by line, whatever their indentation.
 */
class GuideTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final String FENCE = "```";
    private static final String OMITTED = "...";

    /** A block as it stands in a document. */
    private record Block(String place, String source, List<String> lines) {}

    @TestFactory
    Stream<DynamicTest> shouldQuoteWhatIsBuilt() throws IOException {
        final List<Block> blocks = new ArrayList<>();
        for (final Path document : list(ROOT.resolve("docs"), ".md")) {
            blocks.addAll(blocks(document));
        }
        blocks.addAll(blocks(ROOT.resolve("README.md")));
        assertThat(blocks).hasSizeGreaterThan(5);
        return blocks.stream().map(block -> DynamicTest.dynamicTest(block.place(), () -> check(block)));
    }

    private static void check(final Block block) throws IOException {
        assertThat(block.source()).as("the directory that the code is from").isNotEmpty();
        final List<String> sources = new ArrayList<>();
        for (final Path file : list(ROOT.resolve(block.source()), ".java")) {
            sources.add(join(Files.readAllLines(file)));
        }
        for (final String piece : pieces(block.lines())) {
            assertThat(sources)
                    .as("files of " + block.source() + " with\n" + piece)
                    .anyMatch(source -> source.contains(piece));
        }
    }

    /** Lines without indentation and the stars of comments; those that are empty don't count. */
    private static String join(final List<String> lines) {
        final StringBuilder all = new StringBuilder("\n");
        for (final String line : lines) {
            final String text = line.strip().replaceFirst("^\\*\\s+", "");
            if (!text.isEmpty()) {
                all.append(text).append('\n');
            }
        }
        return all.toString();
    }

    private static List<String> pieces(final List<String> lines) {
        final List<String> pieces = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= lines.size(); i++) {
            if (i == lines.size() || lines.get(i).strip().equals(OMITTED)) {
                pieces.add(join(lines.subList(begin, i)));
                begin = i + 1;
            }
        }
        return pieces;
    }

    private static List<Block> blocks(final Path document) throws IOException {
        final List<String> lines = Files.readAllLines(document);
        final List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(FENCE + "java")) {
                final int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
                final String source =
                        lines.get(i).substring(FENCE.length() + "java".length()).strip();
                blocks.add(new Block(ROOT.relativize(document) + ":" + (i + 1), source, lines.subList(i + 1, end)));
                i = end;
            }
        }
        return blocks;
    }

    private static List<Path> list(final Path directory, final String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(each -> each.toString().endsWith(suffix))
                    .filter(each -> !each.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }
}
