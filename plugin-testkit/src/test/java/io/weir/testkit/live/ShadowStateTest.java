package io.weir.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a version gets in shadow of the one that is live. */
@Timeout(60)
class ShadowStateTest {
    /** Exports a word, and refuses that of another. */
    public static final class Speaker extends WeirPlugin {
        private record Word(String word, int length) {}

        private String word = "none";

        /** Does nothing. */
        public Speaker() {}

        @Override
        public void register(final Registrar host) {
            host.shadowState(Word.class, () -> new Word(word, word.length()), got -> {
                if (got.word.equals("no")) {
                    throw new IllegalStateException("the word was no");
                }
            });
            host.command("say <word:word>", "For the test").run(call -> word = call.get("word"));
        }
    }

    /** Wants another record, and would refuse any. */
    public static final class Deaf extends WeirPlugin {
        private record Number(int number) {}

        /** Does nothing. */
        public Deaf() {}

        @Override
        public void register(final Registrar host) {
            host.shadowState(Number.class, () -> null, got -> {
                throw new IllegalStateException("there is none");
            });
        }
    }

    @TempDir
    private Path directory;

    @Test
    void shouldReachTheNextVersionInShadowOnly() {
        final Path next = PluginJar.of("speaker", "1.1.0", Speaker.class).write(directory);
        try (TestHost host = TestHost.withWorkers(1)) {
            host.load(PluginJar.of("speaker", "1.0.0", Speaker.class).write(directory), "--no-shadow");
            host.cli("say no");
            assertThat(host.refused("plugin upgrade " + next)).contains("the word was no");
            host.upgrade(next, "--no-shadow");
            host.cli("say yes");
            host.upgrade(PluginJar.of("speaker", "1.2.0", Speaker.class).write(directory));
            host.upgrade(PluginJar.of("speaker", "2.0.0", Deaf.class).write(directory));
            assertThat(host.cli("show plugins")).contains("2.0.0");
            host.unload("speaker");
            host.assertNoLeaks();
        }
    }
}
