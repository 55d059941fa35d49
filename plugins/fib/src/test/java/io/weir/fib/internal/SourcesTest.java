package io.weir.fib.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.CommandException;
import io.weir.fib.Fib;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Source;
import io.weir.fib.Table;
import io.weir.fib.internal.neighbor.NeighborTable;
import io.weir.testkit.TestConsumer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What plugins bring is theirs, and goes with them: sources, tables, bindings, neighbours. */
class SourcesTest extends SourcesHost {
    @Test
    void shouldKeepRoutesOfTheNewerWhenVersionsOfAPluginChangeOver() {
        final TestConsumer old = new TestConsumer("user");
        final Source first = on.fib(old).source("pool", Source.PLUGIN);
        first.update(table, TEN, List.of(via(2)));
        first.update(table, ELEVEN, List.of(via(2)));
        final TestConsumer fresh = new TestConsumer("user");
        final Source second = on.fib(fresh).source("pool", Source.PLUGIN);
        second.update(table, TEN, List.of(via(3)));
        assertThat(taken()).containsExactly(via(3));
        assertThat(on.fib(fresh).lookup(table, ELEVEN.high(), 0)).containsExactly(via(2));
        old.go();
        assertThat(taken()).containsExactly(via(3));
        assertThat(on.fib(fresh).lookup(table, ELEVEN.high(), 0)).containsExactly(Path.drop());
        fresh.go();
        assertThat(taken()).containsExactly(Path.drop());
        assertThat(on.core.routes().sources().all()).hasSize(3);
    }

    @Test
    void shouldLeaveOldRoutesUntouchedWhenNewVersionFails() {
        final TestConsumer old = new TestConsumer("user");
        on.fib(old).source("pool", Source.PLUGIN).update(table, TEN, List.of(via(2)));
        final TestConsumer fresh = new TestConsumer("user");
        final Source second = on.fib(fresh).source("pool", Source.PLUGIN);
        second.adopt();
        second.update(table, TEN, List.of(via(3)));
        second.remove(table, TEN);
        second.update(table, ELEVEN, List.of(via(3)));
        fresh.go();
        assertThat(taken()).containsExactly(via(2));
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void shouldGoOnWithRoutesWhenNewVersionAdoptsThem() {
        final TestConsumer old = new TestConsumer("user");
        final Source first = on.fib(old).source("pool", Source.PLUGIN);
        first.updateMany(table, Prefix.ip4(0x0a000000, 24), 1_000, List.of(via(2)));
        final TestConsumer fresh = new TestConsumer("user");
        final Source second = on.fib(fresh).source("pool", Source.PLUGIN);
        second.adopt();
        old.go();
        assertThat(second.size()).isEqualTo(1_000);
        assertThat(taken()).containsExactly(via(2));
        second.removeMany(table, Prefix.ip4(0x0a000000, 24), 1_000);
        assertThat(table.size()).isOne();
        assertThat(on.core.objects().objects()).hasSize(6);
    }

    @Test
    void shouldKeepWhatWasCarriedForWhoComesAlongAndTakeTheRestBack() {
        final TestConsumer stays = new TestConsumer("stays");
        final TestConsumer gone = new TestConsumer("gone");
        on.fib(stays).source("pool", Source.PLUGIN).update(table, TEN, List.of(via(2)));
        on.fib(gone).source("pool", Source.PLUGIN).update(table, ELEVEN, List.of(via(2)));
        on.fib(gone).neighbors("ip").add(on.swIfIndex(0), Prefix.high(0xc0a80102), 0, 0x020000000001L, true);
        on.handOver();
        attach("ip", true);
        final Source again = on.fib(stays).source("pool", Source.PLUGIN);
        assertThat(taken()).containsExactly(via(2));
        assertThat(on.fib(stays).neighbors("ip").entries()).hasSize(1);
        on.conclude();
        assertThat(again.size()).isOne();
        assertThat(taken()).containsExactly(via(2));
        assertThat(on.fib(stays).lookup(table, ELEVEN.high(), 0)).containsExactly(Path.drop());
        assertThat(on.fib(stays).neighbors("ip").entries()).isEmpty();
    }

    @Test
    void shouldGoOnWithOwnTablesWhenUpgradeFails() {
        final TestConsumer user = new TestConsumer("user");
        final Source source = on.fib(user).source("pool", Source.PLUGIN);
        source.update(table, TEN, List.of(via(2)));
        final TestConsumer oldPlugin = familyPlugin;
        final TestFamily oldFamily = family;
        final Table oldTable = table;
        on.handOver();
        attach("ip", true);
        on.fib(new TestConsumer("user")).source("pool", Source.PLUGIN).remove(table, TEN);
        on.putBack();
        family = oldFamily;
        table = oldTable;
        assertThat(taken()).containsExactly(via(2));
        source.remove(table, TEN);
        assertThat(taken()).containsExactly(Path.drop());
        oldPlugin.go();
        assertThat(on.core.routes().size()).isZero();
    }

    @Test
    void shouldForgetOperatorsThingsWhenFamilyBeginsAfresh() {
        final TestConsumer old = familyPlugin;
        on.core
                .routes()
                .update(
                        on.core.routes().tables().get(0),
                        TEN,
                        1,
                        on.core.routes().operator("ip"),
                        List.of(via(2)));
        on.core
                .neighbors()
                .add(
                        on.core.families().find("ip"),
                        on.swIfIndex(0),
                        Prefix.high(0xc0a80102),
                        0,
                        5,
                        new NeighborTable.Given(true, false, null));
        attach("ip", false);
        assertThat(taken()).containsExactly(via(2));
        old.go();
        assertThat(taken()).containsExactly(Path.drop());
        assertThat(on.fib(familyPlugin).neighbors("ip").entries()).isEmpty();
        final TestConsumer again = familyPlugin;
        on.core
                .routes()
                .update(
                        on.core.routes().tables().get(0),
                        TEN,
                        1,
                        on.core.routes().operator("ip"),
                        List.of(via(2)));
        attach("ip", true);
        again.go();
        assertThat(taken()).containsExactly(via(2));
    }

    @Test
    void shouldTakeTablesAndBindingsBackWhenTheirHolderGoes() {
        final TestConsumer user = new TestConsumer("user");
        final Fib fib = on.fib(user);
        final Table seven = fib.hold("ip", 7, "blue");
        fib.bind(seven, on.swIfIndex(1));
        final Source source = fib.source("pool", Source.PLUGIN);
        source.update(seven, TEN, List.of(via(2)));
        source.update(table, ELEVEN, List.of(Path.recursive(IN_TEN, 0, seven)));
        assertThat(fib.of("ip", on.swIfIndex(1))).isSameAs(seven);
        assertThat(on.core.forwarding().table(0, on.swIfIndex(1))).isEqualTo(seven.index());
        assertThat(on.core
                        .routes()
                        .lists()
                        .get(family.lookup.forwarding(table, ELEVEN.high(), 0))
                        .resolved(0))
                .isNull();
        assertThat(on.core
                        .routes()
                        .cover(on.core.routes().tables().get(0), ELEVEN.high(), 0)
                        .reachable())
                .isTrue();
        user.go();
        assertThat(fib.of("ip", on.swIfIndex(1))).isSameAs(table);
        assertThat(fib.table("ip", 7)).isNull();
        assertThat(family.lookup.tables()).isOne();
        assertThat(on.core.routes().size()).isOne();
        assertThat(on.core.objects().objects()).hasSize(6);
    }

    @Test
    void shouldKeepNothingWhenTablesComeAndGo() {
        final TestConsumer user = new TestConsumer("user");
        final Fib fib = on.fib(user);
        final int did = user.did();
        for (int i = 0; i < 300; i++) {
            final Table made = fib.hold("ip", 7 + i, null);
            fib.bind(made, on.swIfIndex(1));
            fib.release(made);
            assertThat(user.did()).isEqualTo(did + 1);
        }
        fib.bind(table, on.swIfIndex(1));
        assertThat(user.did()).isEqualTo(did);
        assertThat(fib.tables("ip")).hasSize(1);
        assertThat(family.lookup.tables()).isOne();
        assertThat(family.lookup.reclaimed).isZero();
        on.core.routes().reclaim();
        assertThat(family.lookup.reclaimed).isOne();
        user.go();
    }

    @Test
    void shouldGiveMemoryBackWhenManyRoutesHaveGone() {
        final Source source = on.fib(new TestConsumer("user")).source("pool", Source.PLUGIN);
        final Source weaker = on.fib(new TestConsumer("other")).source("pool", Source.CLI);
        final Prefix first = Prefix.ip4(0x20000000, 24);
        final long before = on.core.routes().usedBytes();
        final List<Path> path = List.of(via(2));
        for (int round = 0; round < 2; round++) {
            source.updateMany(table, first, 300_000, path);
            weaker.updateMany(table, first, 300_000, List.of(via(3)));
            assertThat(on.core.routes().usedBytes()).isGreaterThan(before + 300_000 * 58L);
            final Prefix late = Prefix.ip4(0x50000000 + round, 32);
            source.update(table, late, path);
            source.removeMany(table, first, 300_000);
            weaker.removeMany(table, first, 300_000);
            for (int turn = 0; turn < 3; turn++) {
                on.host.host().turn();
            }
            while (on.core.routes().reclaim()) {
                on.host.host().turn();
            }
            // What is left lies in two parts of 65,536, the rest is given back.
            assertThat(on.core.routes().usedBytes()).isLessThan(before + 3 * 65_536 * 40);
            assertThat(on.fib(new TestConsumer("x")).lookup(table, late.high(), 0))
                    .isEqualTo(path);
        }
        assertThat(table.size()).isEqualTo(3);
    }

    @Test
    void shouldRefuseTableWhenFamilyIsUnknown() {
        assertThatThrownBy(() -> on.fib(new TestConsumer("user")).hold("ip9", 1, null))
                .isInstanceOf(CommandException.class)
                .hasMessage("there is no family `ip9'");
    }
}
