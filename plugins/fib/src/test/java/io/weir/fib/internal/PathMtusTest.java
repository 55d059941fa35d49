package io.weir.fib.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.weir.fib.FamilyHandle;
import io.weir.fib.Fib;
import io.weir.fib.Forwarding;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Source;
import io.weir.fib.internal.neighbor.NeighborTable;
import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.route.PathMtu;
import io.weir.fib.internal.route.PathMtus;
import io.weir.fib.internal.route.RouteTable;
import io.weir.memory.Memory;
import io.weir.testkit.TestConsumer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which way packets go to hosts whose path has an MTU of its own, and what they are held to. */
class PathMtusTest {
    private static final long PEER = 0x0a01_0101L << 32;
    private static final long ROUTER = 0xc0a8_0202L << 32;
    private static final long OTHER = 0xc0a8_0203L << 32;

    private CoreHost on;
    private FamilyHandle handle;
    private Source source;

    @BeforeEach
    void attach() {
        on = new CoreHost();
        family();
        source.update(handle.table(), new Prefix(0x0a00_0000L << 32, 0, 8), List.of(via(ROUTER, 0)));
    }

    private void family() {
        final Fib fib = on.fib(new TestConsumer("wide32"));
        handle = fib.family(new TestFamily(on.registrar, "wide32", 32));
        handle.adopt();
        source = fib.source("source", Source.PLUGIN);
    }

    @AfterEach
    void close() {
        on.close();
    }

    private Path via(final long router, final int port) {
        return Path.via(router, 0, on.swIfIndex(port));
    }

    private PathMtus all() {
        return on.core.routes().pathMtus();
    }

    private RouteTable table() {
        return (RouteTable) handle.table();
    }

    private ForwardingObject way() {
        return on.core.routes().cover(table(), PEER, 0).object();
    }

    private int mtu() {
        return on.core.forwarding().mtu(way().index());
    }

    private int ownMtu() {
        final Forwarding of = on.core.forwarding();
        return Short.toUnsignedInt(Memory.getShort(of.line(way().index()) + Forwarding.OWN_MTU));
    }

    @Test
    void shouldTakeTheWayOfTheCoveringRouteWhateverItBecomes() {
        final int free = on.core.objects().objects().size();
        final int whole = mtu();
        all().give(table(), PEER, 0, 1_300);
        assertThat(mtu()).isEqualTo(1_300);
        assertThat(way().high()).isEqualTo(ROUTER);
        source.update(handle.table(), new Prefix(PEER & 0xffff_0000L << 32, 0, 16), List.of(via(OTHER, 1)));
        assertThat(mtu()).isEqualTo(1_300);
        assertThat(way().swIfIndex()).isEqualTo(on.swIfIndex(1));
        // A route to the host alone, and one that only it is told of.
        source.update(handle.table(), new Prefix(PEER, 0, 32), List.of(via(ROUTER, 0)));
        assertThat(way().swIfIndex()).isEqualTo(on.swIfIndex(0));
        assertThat(mtu()).isEqualTo(1_300);
        source.update(handle.table(), new Prefix(PEER, 0, 32), List.of(via(OTHER, 0)));
        assertThat(way().high()).isEqualTo(OTHER);
        assertThat(mtu()).isEqualTo(1_300);
        source.update(handle.table(), new Prefix(PEER, 0, 32), List.of(Path.drop()));
        assertThat(way()).isSameAs(table().kin().blackhole());
        source.remove(handle.table(), new Prefix(PEER, 0, 32));
        source.remove(handle.table(), new Prefix(PEER & 0xffff_0000L << 32, 0, 16));
        assertThat(way().high()).isEqualTo(ROUTER);
        assertThat(mtu()).isEqualTo(1_300);
        all().give(table(), PEER, 0, 0);
        assertThat(mtu()).isEqualTo(whole);
        assertThat(handle.table().size()).isEqualTo(2);
        assertThat(on.core.objects().objects().size()).isEqualTo(free);
    }

    @Test
    void shouldHoldOnlyOwnPacketsToWhatWasLearntAndNeverBelieveMore() {
        final int whole = mtu();
        assertThat(all().learn(table(), PEER, 0, 1_400, 1)).isTrue();
        assertThat(mtu()).isEqualTo(whole);
        assertThat(ownMtu()).isEqualTo(1_400);
        assertThat(all().learn(table(), PEER, 0, 1_450, 2)).isFalse();
        assertThat(all().learn(table(), PEER, 0, 1_300, 3)).isTrue();
        assertThat(ownMtu()).isEqualTo(1_300);
        all().give(table(), PEER, 0, 1_350);
        assertThat(mtu()).isEqualTo(1_350);
        assertThat(ownMtu()).isEqualTo(1_300);
        all().forgetBefore(2);
        assertThat(ownMtu()).isEqualTo(1_300);
        all().forgetBefore(3);
        assertThat(ownMtu()).isEqualTo(1_350);
        // What the operator holds all to needs no learning.
        assertThat(all().learn(table(), PEER, 0, 1_350, 4)).isFalse();
        assertThat(all().learnt()).isEmpty();
    }

    @Test
    void shouldLearnNothingOfHostsWithoutAWay() {
        assertThat(all().learn(table(), 0x0b00_0001L << 32, 0, 1_400, 1)).isFalse();
        assertThat(all().all()).isEmpty();
        assertThat(handle.table().size()).isEqualTo(2);
    }

    @Test
    void shouldForgetTheEldestWhenStrangersSayTooMuch() {
        final int routes = handle.table().size();
        for (int i = 0; i < PathMtus.MAX_LEARNT + 10; i++) {
            all().learn(table(), PEER + ((long) i << 32), 0, 1_400, i);
        }
        assertThat(all().learnt()).hasSize(PathMtus.MAX_LEARNT);
        assertThat(all().learnt().getFirst().learntNs()).isEqualTo(10);
        assertThat(handle.table().size()).isEqualTo(routes + PathMtus.MAX_LEARNT);
        all().forgetBefore(Long.MAX_VALUE - 1);
        assertThat(handle.table().size()).isEqualTo(routes);
    }

    @Test
    void shouldGoOnWhenAnotherVersionTakesOver() {
        all().give(table(), PEER, 0, 1_300);
        all().learn(table(), PEER, 0, 1_280, 5);
        all().learn(table(), PEER + (1L << 32), 0, 1_400, 7);
        final int index = way().index();
        on.handOver();
        family();
        on.conclude();
        assertThat(way().index()).isEqualTo(index);
        assertThat(mtu()).isEqualTo(1_300);
        assertThat(ownMtu()).isEqualTo(1_280);
        assertThat(all().all())
                .extracting(PathMtu::given, PathMtu::learnt, PathMtu::learntNs)
                .containsExactly(tuple(1_300, 1_280, 5L), tuple(0, 1_400, 7L));
        source.update(handle.table(), new Prefix(0x0a00_0000L << 32, 0, 8), List.of(via(OTHER, 1)));
        assertThat(way().high()).isEqualTo(OTHER);
        assertThat(mtu()).isEqualTo(1_300);
        on.core.neighbors().forget(table().kin());
    }

    @Test
    void shouldFollowTheNeighborsAddress() {
        all().give(table(), PEER, 0, 1_300);
        on.core
                .neighbors()
                .add(
                        table().kin(),
                        on.swIfIndex(0),
                        ROUTER,
                        0,
                        0x0605_0403_0201L,
                        new NeighborTable.Given(true, false, null));
        assertThat(way().mac()).isEqualTo(0x0605_0403_0201L);
        on.core.neighbors().remove(table().kin(), on.swIfIndex(0), ROUTER, 0);
        assertThat(way().mac()).isZero();
        assertThat(mtu()).isEqualTo(1_300);
    }
}
