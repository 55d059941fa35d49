package io.weir.testkit.ledger;

import io.weir.graph.InputNode;
import io.weir.graph.Worker;
import io.weir.plugin.InputHandle;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.ledger.Script.Doing;
import io.weir.testkit.ledger.Script.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A plugin that does what a script says, and fails where it says so. */
final class Doer extends WeirPlugin {
    private static final long TICK_NS = 1_000_000;

    /** What each version hands to the next. */
    private record Version(int number) {}

    final String id;
    final int version;
    private final Script script;
    private final Consumer<Stage> onStage;
    /** How often anything of it ran: timers, processes, queues, inputs, handlers, listeners. */
    final AtomicLong ran = new AtomicLong();

    final List<InputHandle> inputs = new ArrayList<>();
    final List<DoerDevice> devices = new ArrayList<>();
    Registrar host;

    Doer(final String id, final int version, final Script script, final Consumer<Stage> onStage) {
        this.id = id;
        this.version = version;
        this.script = script;
        this.onStage = onStage;
    }

    String name(final Deed deed, final int number) {
        return id + "-" + deed.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "-" + number;
    }

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        registrar.state("version", Version.class, () -> new Version(version), state -> stage(Stage.IMPORT));
        script.inRegister().forEach(this::act);
        stage(Stage.REGISTER);
    }

    private void act(final Doing doing) {
        doing.deed().act(this, doing.number());
    }

    void stage(final Stage stage) {
        if (script.stuck() == stage) {
            onStage.accept(stage);
        }
        if (script.failure() == stage) {
            throw new IllegalStateException(id + " " + version + " fails at " + stage);
        }
    }

    /** A timer that sets itself again for ever. */
    void tickOn(final Worker worker) {
        worker.timers().schedule(TICK_NS, now -> {
            ran.incrementAndGet();
            tickOn(worker);
        });
    }

    /** An input node that sets a timer on its thread. */
    InputNode input(final Worker worker) {
        final boolean[] ticks = new boolean[1];
        return out -> {
            ran.incrementAndGet();
            if (!ticks[0]) {
                ticks[0] = true;
                tickOn(worker);
            }
            return 0;
        };
    }

    @Override
    public void start() {
        for (final InputHandle input : inputs) {
            host.workers().forEach(worker -> input.polling(worker, true));
        }
        script.inStart().forEach(this::act);
        stage(Stage.START);
    }

    @Override
    public void stop() {
        stage(Stage.STOP);
    }

    @Override
    public void removed() {
        stage(Stage.REMOVED);
    }
}
