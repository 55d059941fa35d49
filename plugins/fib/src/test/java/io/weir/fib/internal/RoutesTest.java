package io.weir.fib.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.CommandException;
import io.weir.fib.Family;
import io.weir.fib.FamilyHandle;
import io.weir.fib.Fib;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Source;
import io.weir.fib.Table;
import io.weir.memory.OffHeap;
import io.weir.testkit.TestConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes of several sources in tables of both widths, handed over and not, against maps that are searched by trying all lengths. */
class RoutesTest {
    private static final int[] RANKS = {Source.SPECIAL, Source.INTERFACE, Source.PLUGIN, Source.CLI};

    /** A family, its table and what sources say of prefixes in it, by rank. */
    private static final class Model {
        final int bits;
        TestConsumer consumer;
        TestFamily family;
        Table table;
        final List<Source> sources = new ArrayList<>();
        final Map<Prefix, TreeMap<Integer, List<Path>>> routes = new HashMap<>();

        Model(final int bits) {
            this.bits = bits;
            routes.computeIfAbsent(new Prefix(0, 0, 0), key -> new TreeMap<>())
                    .put(Source.DEFAULT, List.of(Path.drop()));
        }

        /** The family's plugin, or its next version, comes. */
        void attach(final CoreHost on) {
            consumer = new TestConsumer("wide" + bits);
            family = new TestFamily(on.registrar, "wide" + bits, bits);
            final Fib fib = on.fib(consumer);
            final FamilyHandle handle = fib.family(family);
            handle.adopt();
            table = handle.table();
            sources.clear();
            for (final int rank : RANKS) {
                sources.add(fib.source("source " + rank, rank));
            }
        }

        List<Path> paths(final Prefix prefix) {
            return routes.get(prefix).firstEntry().getValue();
        }

        Prefix longest(final long high, final long low) {
            for (int length = bits; length >= 0; length--) {
                final Prefix candidate = new Prefix(high, low, length);
                if (routes.containsKey(candidate)) {
                    return candidate;
                }
            }
            throw new AssertionError("no default");
        }
    }

    @Property(tries = 30)
    void shouldForwardAsSourcesSayWhenTheyComeAndGoAndAreHandedOver(@ForAll final long seed) {
        final long reserved = OffHeap.reservedBytes();
        try (CoreHost on = new CoreHost()) {
            final Random random = new Random(seed);
            final List<Model> models = List.of(new Model(32), new Model(128));
            models.forEach(model -> model.attach(on));
            for (int generation = 0; generation < 3; generation++) {
                for (int step = 0; step < 150; step++) {
                    change(random, models.get(step & 1), on);
                }
                models.forEach(model -> compare(random, model, on));
                handOver(on, models);
                models.forEach(model -> compare(random, model, on));
            }
            for (final Model model : models) {
                empty(model, on);
                model.consumer.go();
            }
            assertThat(on.core.routes().size()).isZero();
            assertThat(on.core.objects().objects()).isEmpty();
        }
        assertThat(OffHeap.reservedBytes()).isEqualTo(reserved);
    }

    /** An upgrade of forwarding, with the families; every other one fails. */
    private static void handOver(final CoreHost on, final List<Model> models) {
        final String before = tables(on, models);
        final List<TestConsumer> old =
                models.stream().map(model -> model.consumer).toList();
        on.handOver();
        models.forEach(model -> model.attach(on));
        same(tables(on, models), before);
        old.forEach(TestConsumer::go);
        on.conclude();
        same(tables(on, models), before);
    }

    /** Says where two texts begin to differ, and not all of both. */
    private static void same(final String now, final String before) {
        final List<String> lines = now.lines().toList();
        final List<String> expected = before.lines().toList();
        for (int i = 0; i < Math.min(lines.size(), expected.size()); i++) {
            assertThat(lines.get(i)).isEqualTo(expected.get(i));
        }
        assertThat(lines).hasSameSizeAs(expected);
    }

    private static String tables(final CoreHost on, final List<Model> models) {
        final StringBuilder out = new StringBuilder();
        for (final Model model : models) {
            for (final int route :
                    on.core.routes().sorted(on.core.routes().tables().get(model.table.index()))) {
                out.append(on.core.routes().view(route).prefix())
                        .append(' ')
                        .append(route)
                        .append(' ');
                on.core.routes().view(route).said().forEach(said -> out.append(
                                said.source().label())
                        .append(said.list().forwarding())
                        .append(said.list().paths()));
                out.append(on.text()
                        .describe(on.core.routes().view(route).list().object().index()));
                out.append('\n');
            }
        }
        return out.toString();
    }

    private static void change(final Random random, final Model model, final CoreHost on) {
        final Prefix prefix = new Prefix(high(random), low(random, model), random.nextInt(model.bits + 1));
        final int which = random.nextInt(RANKS.length);
        if (random.nextInt(3) > 0) {
            final List<Path> paths = paths(random, model, on);
            model.routes.computeIfAbsent(prefix, key -> new TreeMap<>()).put(RANKS[which], paths);
            model.sources.get(which).update(model.table, prefix, paths);
        } else {
            final TreeMap<Integer, List<Path>> said = model.routes.get(prefix);
            final boolean was = said != null && said.remove(RANKS[which]) != null;
            if (was && said.isEmpty()) {
                model.routes.remove(prefix);
            }
            assertThat(model.sources.get(which).remove(model.table, prefix)).isEqualTo(was);
        }
    }

    private static List<Path> paths(final Random random, final Model model, final CoreHost on) {
        return switch (random.nextInt(7)) {
            case 0 -> List.of(Path.drop());
            case 1 -> List.of(Path.local(random.nextInt(4) - 1));
            case 2 -> List.of(Path.attached(on.swIfIndex(random.nextInt(3))));
            case 3 -> List.of(Path.node(on.registrar.next("somewhere"), random.nextInt(3)));
            default -> several(random, model, on);
        };
    }

    private static List<Path> several(final Random random, final Model model, final CoreHost on) {
        final List<Path> paths = new ArrayList<>();
        for (int count = 1 + random.nextInt(3); paths.size() < count; ) {
            final Path path = random.nextBoolean()
                    ? Path.recursive(high(random), low(random, model), model.table)
                    : Path.via(high(random), low(random, model), on.swIfIndex(random.nextInt(3)));
            paths.add(path.weighing(1 + random.nextInt(5)));
        }
        return paths;
    }

    private static void compare(final Random random, final Model model, final CoreHost on) {
        assertThat(model.table.size()).isEqualTo(model.routes.size());
        assertThat(model.family.lookup.size(model.table.index())).isEqualTo(model.routes.size());
        final Fib fib = on.fib(model.consumer);
        for (int i = 0; i < 100; i++) {
            final long high = random.nextInt(4) == 0 ? random.nextLong() & -1L << 32 : high(random);
            final long low = low(random, model);
            final List<Path> expected = model.paths(model.longest(high, low));
            assertThat(fib.lookup(model.table, high, low)).isEqualTo(expected);
            final int forwarding = model.family.lookup.forwarding(model.table, high, low);
            assertThat(on.core.routes().lists().get(forwarding).paths()).isEqualTo(expected);
            agree(on, model, forwarding);
        }
    }

    /** What workers read is what main knows. */
    private static void agree(final CoreHost on, final Model model, final int forwarding) {
        final var list = on.core.routes().lists().get(forwarding);
        assertThat(on.core.objects().at(forwarding)).isSameAs(list.object());
        final Family.Nodes nodes = model.family.nodes();
        final int target = on.core.forwarding().lookupTarget(forwarding);
        switch (list.object().kind()) {
            case DROP -> assertThat(target).isEqualTo(nodes.drop().target());
            case LOCAL -> assertThat(target).isEqualTo(nodes.local().target());
            case GLEAN -> assertThat(target).isEqualTo(nodes.glean().target());
            case INCOMPLETE -> assertThat(target).isEqualTo(nodes.neighbor().target());
            case LOAD_BALANCE ->
                assertThat(target).isEqualTo(nodes.loadBalance().target());
            case NODE -> {
                assertThat(target)
                        .isEqualTo(list.object().target())
                        .isEqualTo(on.registrar.next("somewhere").target());
                assertThat(on.core.forwarding().word(list.object().index()))
                        .isEqualTo(list.object().word());
            }
            default -> throw new AssertionError(list.object().kind());
        }
    }

    private static void empty(final Model model, final CoreHost on) {
        for (int i = 0; i < RANKS.length; i++) {
            final Source source = model.sources.get(i);
            source.close();
        }
        on.core.routes().walks().finish();
        assertThat(model.table.size()).isOne();
        assertThat(model.family.lookup.size(model.table.index())).isOne();
    }

    /** Few distinct bits, so that prefixes nest and next hops are covered by routes. */
    private static long high(final Random random) {
        final int address =
                0x0a000000 | random.nextInt(2) << 16 | random.nextInt(3) << 8 | random.nextInt(4) << random.nextInt(7);
        return Prefix.high(address);
    }

    private static long low(final Random random, final Model model) {
        return model.bits == 32 ? 0 : (long) random.nextInt(3) << random.nextInt(2) * 40;
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 128})
    void shouldRefuseAndChangeNothingWhenThereIsNoRoom(final int bits) {
        try (CoreHost on = new CoreHost()) {
            final Model model = new Model(bits);
            model.attach(on);
            model.family.lookup.full = 5;
            final Prefix first = new Prefix(Prefix.high(0x0b000000), 0, bits - 8);
            final Source source = model.sources.getFirst();
            assertThatThrownBy(() -> source.updateMany(model.table, first, 5, List.of(Path.drop())))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("the table is full");
            assertThatThrownBy(() -> source.update(model.table, first, List.of()))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("1 to 64 paths");
            assertThatThrownBy(() -> source.update(model.table, first, List.of(Path.drop(), Path.drop())))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("stands alone");
            assertThat(model.table.size()).isOne();
            assertThat(source.size()).isZero();
            source.updateMany(model.table, first, 4, List.of(Path.drop()));
            assertThat(model.table.size()).isEqualTo(5);
            assertThat(model.routes).hasSize(1);
        }
    }
}
