package io.weir.fib.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.Fib;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Source;
import io.weir.fib.Watch;
import io.weir.testkit.TestConsumer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of routes and watches when that changes which they lead through. */
class DependenceTest extends SourcesHost {
    @Test
    void shouldTakeNoMoreBucketsThanThereAreWhenManyPathsLeadThroughManyPaths() {
        final Source pool = on.fib(new TestConsumer("user")).source("pool", Source.PLUGIN);
        final List<Path> outer = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            final List<Path> inner = new ArrayList<>();
            for (int k = 0; k < 64; k++) {
                inner.add(via(256 * i + k));
            }
            pool.update(table, Prefix.ip4(0x14000000 + (i << 8), 24), inner);
            outer.add(Path.recursive(Prefix.high(0x14000001 + (i << 8)), 0, table));
        }
        pool.update(table, TEN, outer);
        final int[] buckets = on.core
                .routes()
                .lists()
                .get(family.lookup.forwarding(table, IN_TEN, 0))
                .object()
                .buckets();
        assertThat(buckets).hasSize(256).doesNotHaveDuplicates();
    }

    @Test
    void shouldTellWatcherWhenWayChangesAndNoMoreWhenItGoes() {
        final TestConsumer user = new TestConsumer("user");
        final Fib fib = on.fib(user);
        final List<List<Path>> told = new ArrayList<>();
        final Watch watch = fib.watch(table, IN_TEN, 0, changed -> told.add(changed.paths()));
        assertThat(watch.paths()).containsExactly(Path.drop());
        assertThat(watch.reachable()).isFalse();
        final Source source = fib.source("pool", Source.PLUGIN);
        source.update(table, TEN, List.of(via(2)));
        source.update(table, ELEVEN, List.of(via(9)));
        assertThat(told).containsExactly(List.of(via(2)));
        assertThat(watch.reachable()).isTrue();
        assertThat(watch.forwarding()).isEqualTo(family.lookup.forwarding(table, IN_TEN, 0));
        on.host.cli("set interface state " + on.ports.get(0).device().name() + " down");
        on.core.changed(on.ports.get(0).device());
        assertThat(told).hasSize(2);
        assertThat(watch.reachable()).isFalse();
        source.update(table, Prefix.ip4(0x0a010000, 16), List.of(Path.local(-1)));
        assertThat(told).hasSize(3);
        source.remove(table, Prefix.ip4(0x0a010000, 16));
        assertThat(told).hasSize(4);
        user.go();
        told.clear();
        final TestConsumer other = new TestConsumer("other");
        on.fib(other).source("pool", Source.PLUGIN).update(table, TEN, List.of(via(4)));
        assertThat(told).isEmpty();
        other.go();
    }

    @Test
    void shouldWriteNoLeafWhenManyRoutesLeadThroughWhatChanges() {
        final Fib fib = on.fib(new TestConsumer("user"));
        final Source source = fib.source("pool", Source.PLUGIN);
        source.updateMany(table, Prefix.ip4(0x0b000000, 24), 20_000, List.of(Path.recursive(IN_TEN, 0, table)));
        source.update(table, TEN, List.of(via(2)));
        final int forwarding = family.lookup.forwarding(table, ELEVEN.high(), 0);
        final int before = on.core.objects().at(forwarding).index();
        source.update(table, TEN, List.of(via(3)));
        assertThat(family.lookup.forwarding(table, ELEVEN.high(), 0)).isEqualTo(forwarding);
        assertThat(on.core.objects().at(forwarding).index()).isNotEqualTo(before);
        assertThat(on.core.objects().at(forwarding).low()).isZero();
        assertThat(on.core.objects().at(forwarding).high()).isEqualTo(Prefix.high(0xc0a80103));
    }

    @Test
    void shouldTakePathsOutInBoundedStepsWhenInterfaceGoes() {
        final Fib fib = on.fib(new TestConsumer("user"));
        final Source source = fib.source("pool", Source.PLUGIN);
        final Path other = Path.via(Prefix.high(0xc0a80202), 0, on.swIfIndex(1));
        source.updateMany(table, Prefix.ip4(0x0b000000, 24), 100_000, List.of(via(2)));
        source.updateMany(table, Prefix.ip4(0x20000000, 24), 100_000, List.of(via(2), other));
        on.core.deleting(on.ports.get(0).device());
        // At once nothing takes the interface any more, even where routes still have the path.
        final int last = family.lookup.forwarding(table, Prefix.high(0x20000000 + (99_999 << 8)), 0);
        assertThat(on.core.objects().at(last).swIfIndex()).isEqualTo(on.swIfIndex(1));
        assertThat(on.core.routes().walks().idle()).isFalse();
        on.core.routes().walks().finish();
        assertThat(table.size()).isEqualTo(100_001);
        assertThat(fib.lookup(table, Prefix.high(0x20000000), 0)).containsExactly(other);
        assertThat(fib.lookup(table, Prefix.high(0x0b000000), 0)).containsExactly(Path.drop());
    }

    @Test
    void shouldTouchNoClosedStructureWhenFamilyGoesBeforeWalksAreDone() {
        final Source source = on.fib(new TestConsumer("user")).source("pool", Source.PLUGIN);
        final Path other = Path.via(Prefix.high(0xc0a80202), 0, on.swIfIndex(1));
        source.updateMany(table, Prefix.ip4(0x0b000000, 24), 100_000, List.of(via(2)));
        source.updateMany(table, Prefix.ip4(0x20000000, 24), 100_000, List.of(via(2), other));
        on.core.deleting(on.ports.get(0).device());
        assertThat(on.core.routes().walks().idle()).isFalse();
        familyPlugin.go();
        assertThat(on.core.routes().size()).isZero();
        assertThat(on.core.objects().objects()).isEmpty();
    }

    @Test
    void shouldDropForTheReasonThatIsTrueWhenItChangesFurtherOn() {
        final Source source = on.fib(new TestConsumer("user")).source("pool", Source.PLUGIN);
        final Prefix twenty = Prefix.ip4(0x14000000, 8);
        final Path back = Path.recursive(ELEVEN.high(), 0, table);
        source.update(table, ELEVEN, List.of(Path.recursive(twenty.high(), 0, table), back));
        source.update(table, twenty, List.of(back));
        source.update(table, TEN, List.of(back));
        assertThat(dropped()).endsWith("(recursive-loop)");
        // What leads nowhere goes on to do so, but not for the same reason.
        source.remove(table, twenty);
        assertThat(dropped()).endsWith("(unresolved)");
    }

    private String dropped() {
        final var list = on.core.routes().cover(on.core.routes().tables().get(0), IN_TEN, 0);
        return on.text().describe(list.object().index());
    }

    @Test
    void shouldShowNoDeletedObjectWhenNextHopBecomesUnreachable() {
        final Fib fib = on.fib(new TestConsumer("user"));
        final Source source = fib.source("pool", Source.PLUGIN);
        source.update(table, TEN, List.of(via(2)));
        source.update(table, ELEVEN, List.of(Path.recursive(IN_TEN, 0, table)));
        source.remove(table, TEN);
        final var list = on.core.routes().cover(on.core.routes().tables().get(0), ELEVEN.high(), 0);
        assertThat(list.resolved(0)).isNull();
        assertThat(list.reachable()).isFalse();
    }
}
