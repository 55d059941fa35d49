package io.weir.ip4.internal.fib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.iface.Interfaces;
import io.weir.ip4.Ip4Fib;
import io.weir.ip4.RoutePath;
import io.weir.ip4.RouteSource;
import io.weir.ip4.internal.adjacency.Adjacency;
import io.weir.ip4.internal.adjacency.AdjacencyState;
import io.weir.ip4.internal.adjacency.AdjacencyTable;
import io.weir.memory.OffHeap;
import io.weir.net.Ip4Prefix;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Tables that are exported and made anew, against a map of prefixes that is searched by trying all lengths. */
class FibStateTest {
    private static final int BASE = 0x0a000000;
    private static final int LOAD_BALANCE = 5;
    /** The default route's own stays. */
    private static final List<RouteSource> SOURCES = List.of(
            RouteSource.SPECIAL, RouteSource.INTERFACE, RouteSource.API, RouteSource.CLI, RouteSource.ADJACENCY);

    /** The tables of one version of the plugin. */
    private static final class Tables implements AutoCloseable {
        final AdjacencyTable adjacencies;
        final RouteCounters counters = new RouteCounters(1, 1 << 17);
        final Fib fib;

        Tables(final Interfaces interfaces) {
            adjacencies = new AdjacencyTable(
                    interfaces,
                    (arc, on, end) -> end,
                    new AdjacencyTable.LookupTargets(1, 2, 3, 4, LOAD_BALANCE),
                    1,
                    why -> {});
            final PathResolver.Reasons reasons =
                    new PathResolver.Reasons(reason("blackhole"), reason("down"), reason("unresolved"), reason("loop"));
            fib = new Fib(
                    adjacencies,
                    new PathResolver(interfaces, adjacencies, reasons),
                    counters,
                    1 << 17,
                    Mtrie.MAX_PLIES,
                    why -> {});
        }

        private static DropReason reason(final String name) {
            return new DropReason(1, name, name, Severity.ERROR);
        }

        /** The next version's, with all that is in these. */
        Tables handedTo(final Interfaces interfaces) {
            final Tables next = new Tables(interfaces);
            final List<Adjacency> locked = AdjacencyState.restore(next.adjacencies, AdjacencyState.export(adjacencies));
            FibState.of(fib).restore(next.fib, next.adjacencies);
            locked.forEach(next.adjacencies::unlock);
            return next;
        }

        @Override
        public void close() {
            fib.close();
            adjacencies.close();
            counters.close();
        }
    }

    /** What sources say of prefixes. */
    private static final class Model {
        final Map<Ip4Prefix, EnumMap<RouteSource, List<RoutePath>>> routes = new HashMap<>();

        Model() {
            update(new Ip4Prefix(0, 0), RouteSource.DEFAULT, List.of(RoutePath.drop()));
        }

        void update(final Ip4Prefix prefix, final RouteSource source, final List<RoutePath> paths) {
            routes.computeIfAbsent(prefix, key -> new EnumMap<>(RouteSource.class))
                    .put(source, paths);
        }

        boolean remove(final Ip4Prefix prefix, final RouteSource source) {
            final EnumMap<RouteSource, List<RoutePath>> of = routes.get(prefix);
            final boolean was = of != null && of.remove(source) != null;
            if (was && of.isEmpty()) {
                routes.remove(prefix);
            }
            return was;
        }

        Ip4Prefix longest(final int address) {
            for (int length = 32; length >= 0; length--) {
                final Ip4Prefix candidate = new Ip4Prefix(address, length).canonical();
                if (routes.containsKey(candidate)) {
                    return candidate;
                }
            }
            throw new AssertionError("no default");
        }

        List<RoutePath> paths(final Ip4Prefix prefix) {
            return routes.get(prefix).values().iterator().next();
        }
    }

    @Property(tries = 40)
    void shouldForwardAsBeforeWhenTablesAreMadeAnew(@ForAll final long seed) {
        final long reserved = OffHeap.reservedBytes();
        try (TestHost host = host()) {
            final Interfaces interfaces = host.host().interfaces();
            final Random random = new Random(seed);
            final Model model = new Model();
            Tables tables = new Tables(interfaces);
            for (int generation = 0; generation < 3; generation++) {
                for (int step = 0; step < 120; step++) {
                    change(random, model, tables.fib);
                }
                final Tables next = tables.handedTo(interfaces);
                compare(random, model, tables, next);
                tables.close();
                tables = next;
            }
            empty(model, tables);
            tables.close();
        }
        assertThat(OffHeap.reservedBytes()).isEqualTo(reserved);
    }

    private static TestHost host() {
        final TestHost host = TestHost.withWorkers(0);
        host.addInterface("if0");
        host.addInterface("if1");
        final TestInterface down = host.addInterface("if2");
        host.cli("set interface state " + down.device().name() + " down");
        return host;
    }

    private static void change(final Random random, final Model model, final Fib fib) {
        final Ip4Prefix prefix = new Ip4Prefix(address(random), random.nextInt(33)).canonical();
        final RouteSource source = SOURCES.get(random.nextInt(SOURCES.size()));
        if (random.nextInt(3) > 0) {
            final List<RoutePath> paths = paths(random);
            model.update(prefix, source, paths);
            fib.update(Ip4Fib.DEFAULT_TABLE, prefix, source, paths);
        } else {
            assertThat(fib.remove(Ip4Fib.DEFAULT_TABLE, prefix, source)).isEqualTo(model.remove(prefix, source));
        }
    }

    private static List<RoutePath> paths(final Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> List.of(RoutePath.drop());
            case 1 -> List.of(RoutePath.local(random.nextInt(4) - 1));
            case 2 -> List.of(RoutePath.attached(random.nextInt(3)));
            default -> several(random);
        };
    }

    private static List<RoutePath> several(final Random random) {
        final List<RoutePath> paths = new ArrayList<>();
        for (int count = 1 + random.nextInt(3); paths.size() < count; ) {
            paths.add(new RoutePath(
                    RoutePath.Kind.NEXT_HOP, address(random), random.nextInt(4) - 1, 1 + random.nextInt(5)));
        }
        return paths;
    }

    private static void compare(final Random random, final Model model, final Tables before, final Tables after) {
        for (int i = 0; i < 200; i++) {
            final int address = random.nextInt(4) == 0 ? random.nextInt() : address(random);
            final Ip4Prefix prefix = model.longest(address);
            final Route route = after.fib.longestMatch(address);
            assertThat(new Ip4Prefix(route.address(), route.length())).isEqualTo(prefix);
            assertThat(after.fib.lookup(Ip4Fib.DEFAULT_TABLE, address)).isEqualTo(model.paths(prefix));
            assertThat(after.fib.mtrie().lookup(address))
                    .isEqualTo(before.fib.mtrie().lookup(address));
        }
        assertThat(after.fib.size()).isEqualTo(model.routes.size());
        final FibState first = FibState.of(before.fib);
        final FibState second = FibState.of(after.fib);
        assertThat(second.made()).isEqualTo(first.made());
        assertThat(second.lists()).isDeepEqualTo(first.lists());
        assertThat(second.routes()).containsExactly(first.routes());
        assertThat(AdjacencyState.export(after.adjacencies)).isDeepEqualTo(AdjacencyState.export(before.adjacencies));
        for (int index = 0; index < AdjacencyState.export(before.adjacencies).length; index++) {
            final Adjacency old = before.adjacencies.get(index);
            assertThat(old == null ? 0 : after.adjacencies.get(index).locks()).isEqualTo(old == null ? 0 : old.locks());
        }
    }

    /** Takes all routes out: what they held must be free then. */
    private static void empty(final Model model, final Tables tables) {
        final int room = Mtrie.MAX_PLIES;
        model.routes.forEach((prefix, sources) -> sources.keySet().stream()
                .filter(source -> source != RouteSource.DEFAULT)
                .forEach(source -> assertThat(tables.fib.remove(Ip4Fib.DEFAULT_TABLE, prefix, source))
                        .isTrue()));
        assertThat(tables.fib.size()).isOne();
        assertThat(tables.fib.mtrie().availablePlies()).isEqualTo(room);
        assertThat(AdjacencyState.export(tables.adjacencies)).isEmpty();
    }

    /** Few distinct bits, so that prefixes nest and next hops are covered by routes. */
    private static int address(final Random random) {
        return BASE | random.nextInt(2) << 16 | random.nextInt(3) << 8 | random.nextInt(4) << random.nextInt(7);
    }

    @Test
    void shouldGoOnCountingWhenCountsAreCarried() {
        try (RouteCounters counters = new RouteCounters(1, 8)) {
            counters.carry(new long[] {3, 5, 500, 4, 1, 64});
            counters.carry(new long[] {3, 1, 100});
            assertThat(counters.sum(3)).containsExactly(6, 600);
            assertThat(counters.sums(IntStream.range(0, 8))).containsExactly(3, 6, 600, 4, 1, 64);
            counters.zero(3);
            assertThat(counters.sum(3)).containsExactly(0, 0);
        }
    }

    @Test
    void shouldRefuseNumberWhenItIsTaken() {
        final IndexPool pool = new IndexPool("things", 0, 8, why -> {});
        pool.claim(2);
        pool.claim(5);
        assertThat(pool.available()).isEqualTo(6);
        assertThatThrownBy(() -> pool.claim(5)).hasMessage("things: number 5 is not free, taken are those below 6");
        assertThatThrownBy(() -> pool.claim(8)).hasMessage("things: number 8 is not free, there are 8");
        for (int i = 0; i < 6; i++) {
            assertThat(pool.take()).isNotIn(2, 5).isLessThan(8);
        }
    }
}
