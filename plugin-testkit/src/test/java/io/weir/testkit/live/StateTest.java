package io.weir.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.plugin.Added;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State of a plugin whose versions have classes of their own. */
@Timeout(60)
@SuppressWarnings("SameNameButDifferent") // Two versions have records of the same names.
class StateTest {
    /** The first version: names only. */
    public static final class First extends WeirPlugin {
        private record Name(String name) {}

        private record Names(List<Name> entries) {}

        private record LateNames(List<Name> entries) {}

        private final List<Name> entries = new ArrayList<>();

        /** Does nothing. */
        public First() {}

        @Override
        public void register(final Registrar host) {
            host.state("book", Names.class, () -> new Names(entries), book -> entries.addAll(book.entries));
            host.finalState(
                    "late",
                    LateNames.class,
                    () -> new LateNames(List.of(new Name("z"))),
                    late -> entries.addAll(late.entries));
            host.command("book add <name:word>", "For the test").run(call -> entries.add(new Name(call.get("name"))));
            host.command("book show", "For the test").run(call -> call.println("%s", entries));
        }
    }

    /** The second: entries have a number too. */
    public static final class Second extends WeirPlugin {
        private record Entry(String name, @Added int number) {}

        private record Book(List<Entry> entries) {}

        private record Late(List<Entry> entries) {}

        private final List<Entry> entries = new ArrayList<>();

        /** Does nothing. */
        public Second() {}

        @Override
        public void register(final Registrar host) {
            host.state("book", Book.class, () -> new Book(entries), book -> entries.addAll(book.entries));
            host.finalState("late", Late.class, () -> new Late(List.of()), late -> entries.addAll(late.entries));
            host.command("book show", "For the test").run(call -> call.println("%s", entries));
        }
    }

    /** A class that a version has for itself, and that is no record. */
    public static final class Own extends WeirPlugin {
        private static final class Pair {}

        private record Pairs(List<Pair> entries) {}

        /** Does nothing. */
        public Own() {}

        @Override
        public void register(final Registrar host) {
            host.state("book", Pairs.class, () -> new Pairs(List.of(new Pair())), book -> {});
        }
    }

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGoOverToTheNextVersionsRecords(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            host.load(PluginJar.of("book", "1.0.0", First.class).write(directory), "--no-shadow");
            host.cli("book add a");
            host.cli("book add b");
            host.upgrade(PluginJar.of("book", "2.0.0", Second.class).write(directory), "--no-shadow");
            assertThat(host.cli("book show"))
                    .isEqualTo("[Entry[name=a, number=0], Entry[name=b, number=0], Entry[name=z, number=0]]\n");
            assertThat(host.refused("plugin upgrade "
                            + PluginJar.of("book", "1.1.0", First.class).write(directory)
                            + " --no-shadow"))
                    .endsWith(
                            "state `book' of the running version, field `entries': field `number' (int) is handed over,"
                                    + " and this version doesn't know it");
            assertThat(host.cli("book show")).contains("name=a, number=0");
            assertThat(host.refused("plugin upgrade "
                            + PluginJar.of("book", "3.0.0", Own.class).write(directory)
                            + " --no-shadow"))
                    .contains("state `book', field `entries': a Pair can't be handed over");
            host.unload("book");
            host.assertNoLeaks();
        }
    }
}
