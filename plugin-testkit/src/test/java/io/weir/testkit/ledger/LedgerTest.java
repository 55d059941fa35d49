package io.weir.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.iface.Interface;
import io.weir.memory.Buffer;
import io.weir.platform.plugin.change.LiveChange;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.platform.thread.BarrierTimeoutException;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.ledger.RandomDeedsTest.Operation;
import io.weir.testkit.ledger.RandomDeedsTest.What;
import io.weir.testkit.ledger.Script.Doing;
import io.weir.testkit.ledger.Script.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plugin did goes with it, and is there again when it comes back. */
@Timeout(60)
class LedgerTest {
    private static final Script EVERYTHING = new Script(
            List.of(
                    new Doing(Deed.NODE, 0),
                    new Doing(Deed.FEATURE, 0),
                    new Doing(Deed.INPUT, 0),
                    new Doing(Deed.PROCESS, 0),
                    new Doing(Deed.ETHER_TYPE, 0),
                    new Doing(Deed.DEVICE_CLASS, 0),
                    new Doing(Deed.SECTION, 0)),
            List.of(
                    new Doing(Deed.INTERFACE, 0),
                    new Doing(Deed.COMMAND, 0),
                    new Doing(Deed.TIMER, 0),
                    new Doing(Deed.LONG_TIMER, 0),
                    new Doing(Deed.WATCH, 0),
                    new Doing(Deed.ENABLE_OWN, 0),
                    new Doing(Deed.ENABLE_OTHER, 1),
                    new Doing(Deed.CLAIM, 0)),
            Stage.NONE,
            Stage.NONE);

    private static Operation operation(final What what, final Stage failure, final Stage stuck) {
        return new Operation(what, 0, new Script(EVERYTHING.inRegister(), EVERYTHING.inStart(), failure, stuck));
    }

    private static Scene scene(final int workers) {
        final Scene scene = new Scene(workers);
        scene.play(operation(What.LOAD, Stage.NONE, Stage.NONE));
        // A packet to its interface, for the tx node to set its timer.
        final Interface device = scene.test().host().interfaces().byName("alphadev0-0");
        final TestHost test = scene.test();
        test.host()
                .main()
                .dispatcher()
                .runAs(test.host().graph().node("error-drop").runtime(0));
        final int packet = test.host().main().buffers().allocate();
        Buffer.begin(Buffer.address(packet), 0, 64, device.swIfIndex());
        test.host().main().dispatcher().sink().emit(packet, device.outputTarget());
        test.untilIdle();
        return scene;
    }

    /** A descriptor that others watch too is theirs again when the plugin that took it fails. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLeaveOthersTheirWatchesWhenPluginDoesNotStart(final int workers) {
        try (Scene scene = scene(workers)) {
            final List<Doing> watch = List.of(new Doing(Deed.WATCH, 0));
            final List<String> before = scene.inventory();
            scene.play(new Operation(What.LOAD, 1, new Script(watch, List.of(), Stage.START, Stage.NONE)));
            Inventory.assertSame(before, scene.inventory(), "after beta did not start");
            scene.play(operation(What.UNLOAD, Stage.NONE, Stage.NONE));
            scene.end();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHaveAllTimersAgainWhenNextVersionDoesNotStart(final int workers) {
        try (Scene scene = scene(workers)) {
            final List<String> before = scene.inventory();
            assertThat(before).anyMatch(line -> line.startsWith("timers: ["));
            scene.play(operation(What.UPGRADE, Stage.START, Stage.NONE));
            Inventory.assertSame(before, scene.inventory(), "after a failed upgrade");
            final Doer old = scene.doer("alpha");
            assertThat(old.version).isEqualTo(1);
            final long ran = old.ran.get();
            scene.test().until(() -> old.ran.get() > ran + 100);
            scene.play(operation(What.UNLOAD, Stage.NONE, Stage.NONE));
            scene.end();
        }
    }

    /** Everything that an unload needs the barrier for happens at one, so it happens or does not. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldStandWholeWhenUnloadDoesNotHaveTheBarrier(final int workers) {
        try (Scene scene = scene(workers)) {
            final List<String> before = scene.inventory();
            scene.beStuck(Stage.NONE);
            final Ledger ledger = scene.ledger("alpha");
            assertThatThrownBy(() -> LiveChange.take(scene.test().host().services(), ledger))
                    .isInstanceOf(BarrierTimeoutException.class);
            scene.letGo();
            Inventory.assertSame(before, scene.inventory(), "after an unload that was given up");
            assertThat(scene.test().cli("do alpha 0")).contains("1");
            scene.end();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldPutOldVersionBackWhenWorkerIsLateForTheWayBack(final int workers) {
        try (Scene scene = scene(workers)) {
            final List<String> before = scene.inventory();
            scene.play(operation(What.UPGRADE, Stage.START, Stage.START));
            Inventory.assertSame(before, scene.inventory(), "after a failed upgrade with a late worker");
            scene.end();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldReleaseWhatWasQuarantinedBeforeAFailedUpgrade(final int workers) {
        try (Scene scene = scene(workers)) {
            final TestHost test = scene.test();
            final var site =
                    scene.ledger("alpha").described().nodes().getFirst().site();
            for (int i = 0; i < 20; i++) {
                test.host().faults().report(site, 0, "it fails on purpose", "nothing");
            }
            test.until(site::quarantined);
            final List<String> before = scene.inventory();
            scene.play(operation(What.UPGRADE, Stage.START, Stage.NONE));
            scene.play(operation(What.UPGRADE, Stage.IMPORT, Stage.NONE));
            Inventory.assertSame(before, scene.inventory(), "with a node in quarantine");
            assertThat(test.host().services().quarantine().release("alpha")).isEqualTo(1);
            scene.end();
        }
    }

    /** Takes back by itself what it did, at the latest moment; so do plugins that are older than their ledgers. */
    private static final class Tidy extends WeirPlugin {
        private Registrar host;

        @Override
        public void register(final Registrar registrar) {
            host = registrar;
        }

        private Interface port() {
            return host.interfaces().byName("p0");
        }

        @Override
        public void start() {
            host.features().enable(FeatureArc.DEVICE_INPUT, "base-feature", port().swIfIndex(), true);
            host.interfaces().addAddressLine(port(), "tidy");
            host.interfaces().promiscuous(port(), true);
        }

        @Override
        public void removed() {
            host.interfaces().removeAddressLine(port(), "tidy");
            host.features().enable(FeatureArc.DEVICE_INPUT, "base-feature", port().swIfIndex(), false);
            host.interfaces().promiscuous(port(), false);
        }
    }

    @Test
    void shouldLeaveAloneWhatNextVersionHoldsWhenOldOneTidiesUpLate() {
        try (TestHost test = TestHost.withWorkers(0).plugin("base", new Ports.Plugin())) {
            final Interface port = test.addInterface("p0").device();
            final Ledger first = test.host().insert("tidy", new Tidy());
            final LiveChange change = new LiveChange(test.host().services(), "upgrade");
            final Ledger second = new Ledger(test.host().services(), "tidy");
            change.comes(first, second, new Tidy(), true);
            change.apply();
            assertThat(test.host().graph().holders(FeatureArc.DEVICE_INPUT, "base-feature", port.swIfIndex()))
                    .hasSize(1);
            assertThat(test.host().interfaces().addressLines(port)).containsExactly("tidy");
            assertThat(port.promiscuous()).isTrue();
            LiveChange.take(test.host().services(), second);
            assertThat(test.host().graph().holders(FeatureArc.DEVICE_INPUT, "base-feature", port.swIfIndex()))
                    .isEmpty();
            assertThat(test.host().interfaces().addressLines(port)).isEmpty();
            assertThat(port.promiscuous()).isFalse();
        }
    }

    /** Uses a service if it is there. */
    private static final class Guest extends WeirPlugin {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void register(final Registrar registrar) {
            registrar.optional(
                    Offers.First.class.getName(),
                    () -> {
                        heard.add("joined");
                        registrar.service(Offers.First.class).run();
                    },
                    () -> heard.add("parted"));
        }
    }

    /** Exports a service through which consumers add to a number. */
    private static WeirPlugin hostess(final AtomicInteger guests) {
        return new WeirPlugin() {
            @Override
            public void register(final Registrar registrar) {
                registrar.export(Offers.First.class, consumer -> () -> {
                    guests.incrementAndGet();
                    consumer.did("a seat", guests::decrementAndGet);
                });
            }
        };
    }

    @Test
    void shouldJoinAServiceWhenItComesAndPartWhenItGoes() {
        try (TestHost test = TestHost.withWorkers(0)) {
            final AtomicInteger guests = new AtomicInteger();
            final Guest guest = new Guest();
            final Ledger stays = test.host().insert("guest", guest);
            assertThat(stays.missing()).containsExactly("service " + Offers.First.class.getName());
            for (int round = 0; round < 3; round++) {
                guest.heard.clear();
                final Ledger comes = test.host().insert("hostess", hostess(guests));
                assertThat(guest.heard).containsExactly("joined");
                assertThat(guests).hasValue(1);
                assertThat(stays.missing()).isEmpty();
                test.host().remove(comes);
                assertThat(guest.heard).containsExactly("joined", "parted");
                assertThat(guests).hasValue(0);
            }
            final Ledger there = test.host().insert("hostess", hostess(guests));
            assertThat(guests).hasValue(1);
            test.host().remove(stays);
            assertThat(guests).hasValue(0);
            test.host().remove(there);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldBeAFeatureWhereverAnArcIsAndJoinWhenOneComes(final int workers) {
        try (TestHost test = TestHost.withWorkers(workers)) {
            final FeatureArc late = new FeatureArc("late");
            final var port = test.addInterface("p0");
            final Ledger[] acl = new Ledger[1];
            final Registrar[] registrar = new Registrar[1];
            acl[0] = test.host().insert("acl", new WeirPlugin() {
                @Override
                public void register(final Registrar host) {
                    registrar[0] = host;
                    host.node("acl", worker -> frame -> frame.sink())
                            .optionalFeature(List.of(FeatureArc.DEVICE_INPUT, late));
                }
            });
            assertThat(acl[0].missing()).containsExactly("arc late for acl");
            registrar[0].features().enable(FeatureArc.DEVICE_INPUT, "acl", port.swIfIndex(), true);
            registrar[0].features().enable(late, "acl", port.swIfIndex(), true);
            assertThat(registrar[0].features().enabled(late, "acl", port.swIfIndex()))
                    .isFalse();
            final WeirPlugin family = new WeirPlugin() {
                @Override
                public void register(final Registrar host) {
                    host.arc(late, "error-drop");
                    host.node("begin", worker -> frame -> frame.sink())
                            .nexts(new Next(
                                    "error-drop", host.next("error-drop").target()))
                            .startsArc(late);
                }
            };
            for (int round = 0; round < 2; round++) {
                final Ledger comes = test.host().insert("family", family);
                assertThat(acl[0].missing()).isEmpty();
                assertThat(test.host().graph().arc(late).order()).containsExactly("acl");
                assertThat(registrar[0].features().enabled(late, "acl", port.swIfIndex()))
                        .isTrue();
                test.host().remove(comes);
                assertThat(acl[0].missing()).containsExactly("arc late for acl");
            }
            final Ledger comes = test.host().insert("family", family);
            test.host().remove(acl[0]);
            assertThat(test.host().graph().arc(late).order()).isEmpty();
            test.host().remove(comes);
            test.assertNoLeaks();
        }
    }

    @Test
    void shouldRefuseServicesOfThoseThatThePluginDoesNotDependOn() {
        try (TestHost test = TestHost.withWorkers(0)) {
            test.host().insert("offers", new WeirPlugin() {
                @Override
                public void register(final Registrar registrar) {
                    registrar.export(Runnable.class, consumer -> () -> {});
                }
            });
            final WeirPlugin user = new WeirPlugin() {
                @Override
                public void register(final Registrar registrar) {
                    registrar.service(Runnable.class);
                }
            };
            final HostServices services = test.host().services();
            assertThatThrownBy(() -> LiveChange.bring(services, new Ledger(services, "user", id -> false), user))
                    .hasMessage("plugin user uses service java.lang.Runnable of plugin offers,"
                            + " which is not among its Plugin-Dependencies");
            final Ledger declared = new Ledger(services, "user", "offers"::equals);
            LiveChange.bring(services, declared, user);
            LiveChange.take(services, declared);
        }
    }

    @Test
    void shouldWarnOfNodesThatAreNotThere() {
        try (TestHost test = TestHost.withWorkers(0)) {
            test.host().insert("misspeller", new WeirPlugin() {
                @Override
                public void register(final Registrar registrar) {
                    registrar.node("speller", worker -> frame -> frame.sink()).nexts(registrar.next("ethernet-inptu"));
                    // Those that no node tells are sent to all the same: by features, handoffs, tables.
                    registrar.next("far-from-all");
                    registrar.next("ethernet-input");
                    registrar.next("speller");
                    registrar.optionalNext("ethernet-inpt");
                    registrar
                            .node("guest", worker -> frame -> frame.sink())
                            .nexts(registrar.optionalNext("not-yet-there"));
                }
            });
            assertThat(test.cli("show logging"))
                    .contains(
                            "plugin misspeller sends packets to node ethernet-inptu, which is not there: is it ethernet-input?")
                    .contains("plugin misspeller sends packets to node far-from-all, which is not there;"
                            + " until a plugin brings it they are dropped")
                    .doesNotContain("node ethernet-input,", "node speller,", "ethernet-inpt,", "not-yet-there");
        }
    }
}
