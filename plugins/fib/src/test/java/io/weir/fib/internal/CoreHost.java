package io.weir.fib.internal;

import io.weir.fib.Fib;
import io.weir.fib.internal.cli.ObjectText;
import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.net.FlowHash;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestConsumer;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The tables of forwarding on a host with three interfaces, of which the third is down, and a clock of the test's. */
final class CoreHost implements AutoCloseable {
    final TestHost host;
    final AtomicLong nowNs = new AtomicLong(1_000_000_000_000L);
    final List<TestInterface> ports = new ArrayList<>();
    final Registrar registrar;
    Core core;
    FibState state;
    private int generations;

    /** Only there for what a plugin may ask of the host. */
    private static final class Asker extends WeirPlugin {
        private Registrar registrar;

        @Override
        public void register(final Registrar host) {
            registrar = host;
        }
    }

    CoreHost() {
        host = TestHost.withWorkers(0, nowNs::get);
        for (int i = 0; i < 3; i++) {
            ports.add(host.addInterface("if" + i));
        }
        host.cli("set interface state " + ports.get(2).device().name() + " down");
        registrar = next();
        core = core(registrar);
        state = new FibState(core);
    }

    private Registrar next() {
        final Asker asker = new Asker();
        host.plugin("asker" + generations++, asker);
        return asker.registrar;
    }

    private static Core core(final Registrar registrar) {
        return new Core(registrar, new DropReason(999, "gone", "gone", Severity.INFO), FlowHash.SEED);
    }

    /** Forwarding as a plugin sees it. */
    Fib fib(final TestConsumer consumer) {
        final FibState of = state;
        return new FibView(core, of::superseded, text(), consumer);
    }

    ObjectText text() {
        return new ObjectText(core.objects(), core.routes().tables()::get, registrar.interfaces());
    }

    int swIfIndex(final int port) {
        return ports.get(port).swIfIndex();
    }

    /** Another version's tables, with all that is in these; what is attached comes anew before {@link #conclude}. */
    CoreHost handOver() {
        final FibState.Tables handed = state.export();
        before = core;
        stateBefore = state;
        core = core(next());
        state = new FibState(core);
        state.take(handed);
        return this;
    }

    private Core before;
    private FibState stateBefore;

    /** The version before goes. */
    void conclude() {
        state.conclude(stateBefore.exportLast());
        before.close();
    }

    /** The new version doesn't stand: the one before goes on. */
    void putBack() {
        state.giveUp();
        core.close();
        core = before;
        state = stateBefore;
    }

    @Override
    public void close() {
        core.close();
        host.close();
    }
}
