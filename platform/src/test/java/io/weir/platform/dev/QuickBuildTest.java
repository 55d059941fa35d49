package io.weir.platform.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QuickBuildTest {
    private static final byte[] MANIFEST =
            "Manifest-Version: 1.0\r\nPlugin-Id: p\r\n\r\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private Path sources;
    private Path old;
    private Path jar;

    /** A project of two classes and a resource, and the JAR that Maven has made of it. */
    @BeforeEach
    void begin() throws IOException {
        sources = Files.createDirectories(directory.resolve("src/main/java"));
        old = Files.createDirectories(directory.resolve("target/classes"));
        Files.createDirectories(directory.resolve("classes"));
        write("A", "public class A { String name = \"one\"; }");
        write("B", "public class B { A a; }");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-g", "--release", "25", "-d", old.toString(), path("A"), path("B")))
                .isZero();
        jar = jar(Map.of(
                "META-INF/MANIFEST.MF",
                MANIFEST,
                "A.class",
                Files.readAllBytes(old.resolve("A.class")),
                "B.class",
                Files.readAllBytes(old.resolve("B.class")),
                "shaded/C.class",
                new byte[] {1},
                "text",
                new byte[] {2}));
    }

    private void write(final String name, final String text) throws IOException {
        Files.writeString(Path.of(path(name)), text);
    }

    private String path(final String name) {
        return sources.resolve(name + ".java").toString();
    }

    private Path jar(final Map<String, byte[]> entries) throws IOException {
        final Path made = directory.resolve("made.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(made))) {
            for (final var entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return made;
    }

    private String options(final String more) {
        return "-d %s -classpath %s: -sourcepath %s: -s %s -g --release 25 -Xlint:all -Werror%s"
                .formatted(old, old, sources, directory, more);
    }

    private QuickBuild build() throws IOException, UnfitException {
        return new QuickBuild(CompilerOptions.of(options("")), sources, jar, directory.resolve("classes"));
    }

    @Test
    void shouldMakeTheJarThatMavenWouldMakeOfChangedSources() throws Exception {
        final QuickBuild build = build();
        write("A", "public class A { int number = 2; }");
        write("D", "public class D { A a; }");
        Files.delete(Path.of(path("B")));
        final Path made = directory.resolve("p.jar");
        assertThat(build.build(made, new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)))
                .isTrue();
        try (JarFile opened = new JarFile(made.toFile());
                JarInputStream in = new JarInputStream(Files.newInputStream(made))) {
            assertThat(in.getManifest().getMainAttributes().getValue("Plugin-Id"))
                    .isEqualTo("p");
            assertThat(opened.stream().map(ZipEntry::getName))
                    .containsExactlyInAnyOrder("META-INF/MANIFEST.MF", "A.class", "D.class", "shaded/C.class", "text");
            assertThat(new String(
                            opened.getInputStream(opened.getEntry("A.class")).readAllBytes(),
                            StandardCharsets.ISO_8859_1))
                    .contains("number")
                    .doesNotContain("one");
        }
    }

    @Test
    void shouldSayWhatTheCompilerSaysAndMakeNothingWhenItWarns() throws Exception {
        final QuickBuild build = build();
        write("A", "public class A { java.util.List raw; }");
        final StringWriter told = new StringWriter();
        assertThat(build.build(directory.resolve("p.jar"), new PrintWriter(told)))
                .isFalse();
        assertThat(told.toString()).contains("A.java:1", "found raw type");
        assertThat(directory.resolve("p.jar")).doesNotExist();
    }

    @Test
    void shouldFindNoClassOfASourceThatHasGone() throws Exception {
        final QuickBuild build = build();
        Files.delete(Path.of(path("A")));
        final StringWriter told = new StringWriter();
        assertThat(build.build(directory.resolve("p.jar"), new PrintWriter(told)))
                .isFalse();
        assertThat(told.toString()).contains("B.java:1", "cannot find symbol");
    }

    @Test
    void shouldLeaveItToMavenWhenClassesAreChangedAfterTheyWereCompiled() throws IOException {
        jar = jar(Map.of("A.class", new byte[] {3}, "B.class", Files.readAllBytes(old.resolve("B.class"))));
        assertThatThrownBy(this::build)
                .isInstanceOf(UnfitException.class)
                .hasMessage("A.class is not in the JAR as it was compiled");
    }

    @ParameterizedTest
    @ValueSource(strings = {" -processorpath x.jar", " -Xplugin:ErrorProne", " two words", " -processor p.P"})
    void shouldLeaveItToMavenWhenMoreThanTheCompilerTakesPart(final String more) {
        assertThatThrownBy(() -> CompilerOptions.of(options(more)))
                .isInstanceOf(UnfitException.class)
                .hasMessageContaining(more.strip().split(" ")[0]);
    }
}
