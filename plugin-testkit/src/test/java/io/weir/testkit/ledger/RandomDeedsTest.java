package io.weir.testkit.ledger;

import io.weir.testkit.ledger.Script.Doing;
import io.weir.testkit.ledger.Script.Stage;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * Random plugins do random things in random ways and fail anywhere: what fails leaves the host as it was, and when all have gone
 * it is as if they had never been there.
 */
class RandomDeedsTest {
    private static final int TRIES = 6;
    private static final int OPERATIONS = Boolean.getBoolean("weir.slow") ? 200 : 12;

    /** What is done with plugins. */
    enum What {
        LOAD,
        UPGRADE,
        UNLOAD,
        BOTH,
        QUARANTINE,
        INTERFACE,
        OPERATOR
    }

    /** One operation. */
    record Operation(What what, int plugin, Script script) {
        @Override
        public String toString() {
            return "\n  " + what + " " + plugin + " " + script;
        }
    }

    @Provide
    Arbitrary<List<Operation>> operations() {
        final Arbitrary<What> what = Arbitraries.frequency(
                Tuple.of(4, What.LOAD),
                Tuple.of(6, What.UPGRADE),
                Tuple.of(2, What.UNLOAD),
                Tuple.of(2, What.BOTH),
                Tuple.of(1, What.QUARANTINE),
                Tuple.of(1, What.INTERFACE),
                Tuple.of(1, What.OPERATOR));
        return Combinators.combine(what, Arbitraries.integers().between(0, 2), scripts())
                .as(Operation::new)
                .list()
                .ofSize(OPERATIONS);
    }

    private static Arbitrary<Script> scripts() {
        final Arbitrary<Stage> failure = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just(Stage.NONE)), Tuple.of(4, Arbitraries.of(Stage.class)));
        final Arbitrary<Stage> stuck = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(Stage.NONE)), Tuple.of(1, Arbitraries.of(Stage.class)));
        return Combinators.combine(doings(true), doings(false), failure, stuck).as(Script::new);
    }

    private static Arbitrary<List<Doing>> doings(final boolean describing) {
        final List<Deed> deeds = List.of(Deed.values()).stream()
                .filter(deed -> describing ? deed.mayDescribe() : !deed.describes())
                .toList();
        return Combinators.combine(Arbitraries.of(deeds), Arbitraries.integers().between(0, Deed.NUMBERS - 1))
                .as(Doing::new)
                .list()
                .uniqueElements()
                .ofMaxSize(describing ? 10 : 8);
    }

    @Provide
    Arbitrary<Integer> workers() {
        return Arbitraries.of(0, 1, 2);
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED, generation = GenerationMode.RANDOMIZED)
    void shouldLeaveNothingAndLoseNothingWhateverPluginsDo(
            @ForAll("operations") final List<Operation> operations, @ForAll("workers") final int workers) {
        play(operations, workers);
    }

    @Property(
            tries = TRIES,
            seed = "8675309",
            shrinking = ShrinkingMode.BOUNDED,
            generation = GenerationMode.RANDOMIZED)
    void shouldLeaveNothingAndLoseNothingAsEverBefore(
            @ForAll("operations") final List<Operation> operations, @ForAll("workers") final int workers) {
        play(operations, workers);
    }

    private static void play(final List<Operation> operations, final int workers) {
        try (Scene scene = new Scene(workers)) {
            operations.forEach(scene::play);
            scene.end();
        }
    }
}
