package io.weir.testkit.ledger;

import io.weir.graph.FeatureArc;
import io.weir.graph.InputNode;
import io.weir.graph.Worker;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.host.Host;
import io.weir.platform.plugin.change.LiveChange;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.platform.thread.ThreadProbe;
import io.weir.plugin.InputHandle;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.ledger.RandomDeedsTest.Operation;
import io.weir.testkit.ledger.Script.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A host in which random plugins come and go. */
final class Scene implements AutoCloseable {
    private static final List<String> IDS = List.of("alpha", "beta", "gamma");
    private static final long SHORT_NS = 200_000_000;
    /** More than a busy machine keeps a worker from its core. */
    private static final long LONG_NS = 20_000_000_000L;

    private final TestHost test;
    private final Host host;
    private final Ports.Plugin ports = new Ports.Plugin();
    private final Map<String, Ledger> loaded = new TreeMap<>();
    private final Map<String, Doer> doers = new HashMap<>();
    private final List<Doer> all = new ArrayList<>();
    private final Map<String, TestInterface> more = new HashMap<>();
    private final List<String> initially;
    private int version;
    /** Until so many barriers were given up, a worker doesn't come. */
    private volatile long stuckUntil;

    private volatile boolean spinning;
    private InputHandle sticky;

    Scene(final int workers) {
        test = TestHost.withWorkers(workers);
        host = test.host();
        test.plugin("base", ports);
        test.plugin("sticky", new WeirPlugin() {
            @Override
            public void register(final Registrar registrar) {
                sticky = registrar.input("sticky", Scene.this::stick, null);
            }

            @Override
            public void start() {
                if (workers > 0) {
                    sticky.polling(host.workers().getFirst(), true);
                }
            }
        });
        test.addInterface("p0");
        test.addInterface("p1");
        test.untilIdle();
        ThreadProbe.patience(host, LONG_NS);
        initially = inventory();
    }

    private InputNode stick(final Worker worker) {
        return out -> {
            while (stuckUntil > host.main().barrierStats().timeouts() && worker.index() > 0) {
                spinning = true;
                Thread.onSpinWait();
            }
            spinning = false;
            return 0;
        };
    }

    /** From here on the barrier isn't had once. */
    void beStuck(final Stage stage) {
        if (host.workers().isEmpty()) {
            return;
        }
        ThreadProbe.patience(host, SHORT_NS);
        stuckUntil = host.main().barrierStats().timeouts() + 1;
        while (!spinning) {
            Thread.onSpinWait();
        }
    }

    List<String> inventory() {
        return Inventory.of(host, ports);
    }

    TestHost test() {
        return test;
    }

    /** What a plugin is, once it was brought. */
    Doer doer(final String id) {
        return doers.get(id);
    }

    /** What a plugin has done. */
    Ledger ledger(final String id) {
        return loaded.get(id);
    }

    void play(final Operation operation) {
        final String id = IDS.get(operation.plugin());
        switch (operation.what()) {
            case LOAD, UPGRADE -> change(operation, List.of(id), List.of());
            case BOTH -> change(operation, IDS, List.of());
            case UNLOAD -> change(operation, List.of(), List.of(id));
            case QUARANTINE -> quarantine(id);
            case INTERFACE -> toggleInterface("q" + operation.plugin());
            case OPERATOR ->
                host.interpreter()
                        .execute(
                                "set interface feature p0 base-feature arc device-input",
                                io.weir.cli.CommandSession.into(new StringBuilder()));
        }
    }

    /** Brings plugins or their next versions, and takes others out; what is refused or fails changes nothing. */
    private void change(final Operation operation, final List<String> coming, final List<String> going) {
        final List<String> before = inventory();
        final LiveChange change = new LiveChange(host.services(), "test " + operation.what());
        final Map<String, Ledger> came = new TreeMap<>();
        final Map<String, Doer> cameAs = new HashMap<>();
        try {
            for (final String id : going) {
                if (loaded.containsKey(id)) {
                    if (operation.script().stuck() != Stage.NONE) {
                        beStuck(Stage.NONE);
                    }
                    change.goes(loaded.get(id));
                }
            }
            for (final String id : coming) {
                final Ledger fresh = new Ledger(host.services(), id);
                final Doer doer = new Doer(id, ++version, operation.script(), this::beStuck);
                all.add(doer);
                change.comes(loaded.get(id), fresh, doer, true);
                came.put(id, fresh);
                cameAs.put(id, doer);
            }
            change.apply();
        } catch (final RuntimeException | Error e) {
            letGo();
            if (e.getMessage() != null && e.getMessage().contains("restart the host") || e instanceof AssertionError) {
                throw new AssertionError("after " + operation, e);
            }
            change.abandon(e);
            Inventory.assertSame(before, inventory(), "after " + operation + " failed with " + e);
            assertAlive();
            return;
        }
        letGo();
        going.forEach(loaded::remove);
        going.forEach(doers::remove);
        loaded.putAll(came);
        doers.putAll(cameAs);
        assertAlive();
    }

    void letGo() {
        stuckUntil = 0;
        ThreadProbe.patience(host, LONG_NS);
        // What is late for a change is put out of action.
        host.services().quarantine().release("sticky");
    }

    /** What stands runs, if it has anything that does; what doesn't stand never does again. */
    private void assertAlive() {
        final Map<Doer, Long> gone = new HashMap<>();
        for (final Doer doer : all) {
            if (doers.get(doer.id) != doer) {
                gone.put(doer, doer.ran.get());
            }
        }
        test.untilIdle();
        final TestInterface probe = test.addInterface("probe");
        test.untilIdle();
        host.interfaces().delete(probe.device());
        gone.forEach((doer, ran) -> {
            if (doer.ran.get() != ran) {
                throw new AssertionError(doer.id + " " + doer.version + " still does something");
            }
        });
        test.assertNoLeaks();
    }

    /** A plugin's node is put out of action, and back. */
    private void quarantine(final String id) {
        final List<String> before = inventory();
        for (final Ledger ledger : loaded.values()) {
            if (ledger.pluginId().equals(id) && !ledger.described().nodes().isEmpty()) {
                final FaultSite site = ledger.described().nodes().getFirst().site();
                for (int i = 0; i < 20; i++) {
                    host.faults().report(site, 0, "it fails on purpose", "nothing");
                }
                test.untilIdle();
                host.services().quarantine().release(id);
            }
        }
        test.untilIdle();
        Inventory.assertSame(before, inventory(), "after quarantine and release of " + id);
    }

    private void toggleInterface(final String name) {
        final TestInterface there = more.remove(name);
        if (there == null) {
            more.put(name, test.addInterface(name));
        } else {
            host.interfaces().delete(there.device());
        }
    }

    /** All go. */
    void end() {
        for (final String id : List.copyOf(loaded.keySet())) {
            LiveChange.take(host.services(), loaded.remove(id));
            doers.remove(id);
        }
        List.copyOf(more.keySet()).forEach(this::toggleInterface);
        while (!host.graph()
                .holders(
                        FeatureArc.DEVICE_INPUT,
                        "base-feature",
                        host.interfaces().byName("p0").swIfIndex())
                .isEmpty()) {
            test.cli("set interface feature p0 base-feature arc device-input disable");
        }
        assertAlive();
        Inventory.assertSame(initially, inventory(), "when all had gone");
    }

    @Override
    public void close() {
        letGo();
        test.close();
    }
}
