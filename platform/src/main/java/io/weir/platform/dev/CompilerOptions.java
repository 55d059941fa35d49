package io.weir.platform.dev;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Maven's compiler plugin told javac, taken from its log.
 *
 * @param words all but where output goes
 * @param roots of the sources
 */
record CompilerOptions(List<String> words, List<Path> roots) {
    private static final Set<String> WITH_VALUE = Set.of(
            "-d",
            "-s",
            "-h",
            "-classpath",
            "-sourcepath",
            "--release",
            "-source",
            "-target",
            "-encoding",
            "--add-exports",
            "--add-modules",
            "--add-reads");
    /** Code of others that takes part in compiling: Maven knows what it needs. */
    private static final List<String> FOREIGN = List.of("-processor", "--processor", "-Xplugin", "-proc:full", "-J");

    /**
     * Reads the line that the log has behind {@code Command line options:}.
     *
     * @throws UnfitException if javac alone would not do the same with it
     */
    static CompilerOptions of(final String line) throws UnfitException {
        final String[] given = line.strip().split(" +");
        final List<String> words = new ArrayList<>();
        final List<Path> roots = new ArrayList<>();
        String output = "";
        String classPath = "";
        for (int i = 0; i < given.length; i++) {
            final String word = given[i];
            if (!word.startsWith("-") || FOREIGN.stream().anyMatch(word::startsWith)) {
                throw new UnfitException("the compiler is told `" + word + "', which only Maven knows to follow");
            }
            final String value = WITH_VALUE.contains(word) && i + 1 < given.length ? given[++i] : null;
            switch (word) {
                case "-d" -> output = value;
                case "-s" -> {}
                case "-classpath" -> classPath = value;
                case "-sourcepath" -> paths(value).map(Path::of).forEach(roots::add);
                default -> {
                    words.add(word);
                    if (value != null) {
                        words.add(value);
                    }
                }
            }
        }
        // Without what was compiled before: of a source that has gone, nothing may be found.
        final String before = output;
        words.add("-classpath");
        words.add(String.join(
                ":", paths(classPath).filter(each -> !each.equals(before)).toList()));
        return new CompilerOptions(words, roots);
    }

    private static Stream<String> paths(final String joined) {
        return joined == null ? Stream.of() : Stream.of(joined.split(":")).filter(each -> !each.isEmpty());
    }
}
