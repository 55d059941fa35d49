package io.weir.platform.plugin.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.CommandException;
import io.weir.net.Ip4Prefix;
import io.weir.plugin.Added;
import io.weir.plugin.Dropped;
import io.weir.plugin.HandedMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records of one version as another has them, field by field. */
class PluginStatesTest {
    private enum OldKind {
        STATIC,
        LEARNED,
        GUESSED
    }

    private enum NewKind {
        LEARNED,
        STATIC
    }

    private record OldRow(String name, OldKind kind, int[] ports) {}

    private record NewRow(int[] ports, NewKind kind, String name) {}

    private record OldState(
            long[] table,
            byte[][] images,
            List<OldRow> rows,
            Map<String, List<OldRow>> byName,
            OldRow[] array,
            Ip4Prefix prefix,
            Duration age,
            HandedMemory memory,
            boolean on) {}

    private record NewState(
            boolean on,
            HandedMemory memory,
            Duration age,
            Ip4Prefix prefix,
            NewRow[] array,
            Map<String, List<NewRow>> byName,
            List<NewRow> rows,
            byte[][] images,
            long[] table) {}

    private record One(int number) {}

    private record Wide(long number) {}

    private record More(
            int number,
            @Added int limit,
            @Added String name,
            @Added List<String> names) {
        More {
            limit = limit == 0 ? 7 : limit;
        }
    }

    private record Needy(int number, long[] tables) {}

    @Dropped("number")
    private record Less(@Added long other) {}

    private record Kinds(OldKind kind) {}

    private record NewKinds(NewKind kind) {}

    private record Lists(List<Integer> values) {}

    private record OtherLists(List<Long> values) {}

    private record Strict(int number) {
        @SuppressWarnings("UnusedMethod")
        Strict {
            if (number > 3) {
                throw new CommandException("number " + number + " is too large");
            }
        }
    }

    /** Has one version hand a state to another; returns what that took. */
    private static <T extends Record> T handOver(final Record old, final Class<T> wanted) {
        return handOver(old, old.getClass(), wanted);
    }

    private static <S extends Record, T extends Record> T handOver(
            final Record old, final Class<S> shape, final Class<T> wanted) {
        final PluginStates from = new PluginStates();
        final PluginStates to = new PluginStates();
        final List<T> taken = new ArrayList<>();
        from.add("it", false, shape, () -> shape.cast(old), state -> {});
        to.add("it", false, wanted, () -> null, taken::add);
        assertThat(to.takeFirst(from)).isTrue();
        return taken.getFirst();
    }

    @Test
    void shouldMakeTheOtherVersionsRecordsFieldByField() {
        final OldRow row = new OldRow("a", OldKind.LEARNED, new int[] {1, 2});
        final OldState old = new OldState(
                new long[] {1},
                new byte[][] {{1}},
                List.of(row, row),
                Map.of("a", List.of(row)),
                new OldRow[] {row},
                Ip4Prefix.parse("10.0.0.0/8"),
                Duration.ofSeconds(1),
                new HandedMemory("table", 2, 4_096, 64),
                true);
        final NewState taken = handOver(old, NewState.class);
        // What packets still write to goes over by reference.
        assertThat(taken.table).isSameAs(old.table);
        assertThat(taken.images).isSameAs(old.images);
        assertThat(taken.prefix).isSameAs(old.prefix);
        assertThat(taken.rows).hasSize(2).allSatisfy(each -> {
            assertThat(each.name).isEqualTo("a");
            assertThat(each.kind).isEqualTo(NewKind.LEARNED);
            assertThat(each.ports).isSameAs(row.ports);
        });
        assertThat(taken.byName.get("a").getFirst().kind).isEqualTo(NewKind.LEARNED);
        assertThat(taken.array[0].name).isEqualTo("a");
        assertThat(taken.age).isEqualTo(Duration.ofSeconds(1));
        assertThat(taken.on).isTrue();
        assertThat(taken.memory.as("table", 2)).isEqualTo(4_096);
        assertThatThrownBy(() -> taken.memory.as("table", 3))
                .isInstanceOf(CommandException.class)
                .hasMessage("memory of layout table, version 2 is handed over, and only table, version 3 is known");
    }

    @Test
    void shouldFollowRecordsThatGrowAndShrink() {
        final More more = handOver(new One(5), More.class);
        assertThat(more).isEqualTo(new More(5, 7, null, List.of()));
        assertThat(handOver(new One(5), Less.class)).isEqualTo(new Less(0));
    }

    @Test
    void shouldNameFieldAndTypesWhenTheyDiffer() {
        assertThatThrownBy(() -> handOver(new One(5), Needy.class))
                .isInstanceOf(CommandException.class)
                .hasMessage("state `it' of the running version, field `tables' (long[]) is not handed over, and this"
                        + " version needs it");
        assertThatThrownBy(() -> handOver(new Needy(5, null), One.class))
                .hasMessage(
                        "state `it' of the running version, field `tables' (long[]) is handed over, and this version"
                                + " doesn't know it");
        assertThatThrownBy(() -> handOver(new One(5), Wide.class))
                .hasMessage(
                        "state `it' of the running version, field `number': it is int, and this version wants long");
        assertThatThrownBy(() -> handOver(new Lists(List.of()), OtherLists.class))
                .hasMessage("state `it' of the running version, field `values': it is Integer, and this version wants"
                        + " Long");
        assertThatThrownBy(() -> handOver(new Kinds(OldKind.GUESSED), NewKinds.class))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("GUESSED is handed over, and this version's NewKind has no such constant");
        assertThatThrownBy(() -> handOver(new One(5), Strict.class))
                .isInstanceOf(CommandException.class)
                .hasMessage("number 5 is too large");
    }

    @Test
    void shouldTakeNothingWhenOneOfSeveralDoesNotFit() {
        final PluginStates from = new PluginStates();
        final PluginStates to = new PluginStates();
        final List<Record> taken = new ArrayList<>();
        from.add("first", false, One.class, () -> new One(1), state -> {});
        from.add("last", true, One.class, () -> new One(2), state -> {});
        to.add("first", false, One.class, () -> null, taken::add);
        to.add("last", true, Wide.class, () -> null, taken::add);
        // What is final is looked at as early as the rest, when the upgrade can still be refused.
        assertThatThrownBy(() -> to.takeFirst(from)).hasMessageStartingWith("state `last' of the running version");
        assertThat(taken).isEmpty();
        final PluginStates other = new PluginStates();
        assertThatThrownBy(() -> other.takeFirst(from))
                .hasMessage("the running version hands over state `first', and this one takes none of that name over");
    }

    @Test
    void shouldHandOverInTwoPhases() {
        final PluginStates from = new PluginStates();
        final PluginStates to = new PluginStates();
        final List<Record> taken = new ArrayList<>();
        from.add("first", false, One.class, () -> new One(1), state -> {});
        from.add("nothing", false, One.class, () -> null, state -> {});
        from.add("last", true, One.class, () -> new One(2), state -> {});
        to.add("first", false, One.class, () -> null, taken::add);
        to.add("last", true, More.class, () -> null, taken::add);
        assertThat(to.takeFirst(from)).isTrue();
        assertThat(taken).containsExactly(new One(1));
        to.takeLast(from);
        assertThat(taken).containsExactly(new One(1), new More(2, 7, null, List.of()));
        assertThat(new PluginStates().takeFirst(new PluginStates())).isFalse();
    }

    private record Callback(Runnable later) {}

    private record Anything(List<Object> values) {}

    private record Raw(@SuppressWarnings("rawtypes") List values) {}

    @Test
    void shouldRefuseShapesThatWouldKeepAnotherVersionsClasses() {
        final PluginStates states = new PluginStates();
        assertThatThrownBy(() -> states.add("it", false, Callback.class, () -> null, state -> {}))
                .hasMessageStartingWith("state `it', field `later': a Runnable can't be handed over");
        assertThatThrownBy(() -> states.add("it", false, Anything.class, () -> null, state -> {}))
                .hasMessageStartingWith("state `it', field `values': a Object can't be handed over");
        assertThatThrownBy(() -> states.add("it", false, Raw.class, () -> null, state -> {}))
                .hasMessageStartingWith("state `it', field `values': a List can't be handed over");
        states.add("it", false, One.class, () -> null, state -> {});
        assertThatThrownBy(() -> states.add("it", true, One.class, () -> null, state -> {}))
                .hasMessage("state `it' is there already");
    }
}
