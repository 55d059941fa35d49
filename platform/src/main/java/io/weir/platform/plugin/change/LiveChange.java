package io.weir.platform.plugin.change;

import io.weir.platform.graph.GraphPlan;
import io.weir.platform.graph.Node;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.platform.thread.BarrierTimeoutException;
import io.weir.platform.thread.Latecomers;
import io.weir.platform.thread.Patience;
import io.weir.plugin.WeirPlugin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One change to what plugins have in the host: some come, some go, some take the place of their own earlier version. It is a
 * list of actions, each with its undo; what fails on the way is undone from where it stood, so that a change that is refused,
 * or whose plugins don't start, leaves everything as it was. When all are done, those that go are parted with, which nothing
 * undoes: what they did is taken back, last first. Main only.
 */
public final class LiveChange {
    private static final Logger LOG = LoggerFactory.getLogger(LiveChange.class);

    private final HostServices host;
    private final String why;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Course course;
    private long swappedNs;
    private long closedNs;

    /** A change of nothing yet. */
    public LiveChange(final HostServices host, final String why) {
        this.host = host;
        this.why = why;
        course = new Course(why);
    }

    /**
     * Has a part of the platform describe itself as plugins do, and brings what it described.
     *
     * @throws io.weir.cli.CommandException or a {@link io.weir.platform.graph.GraphException} when something clashes; nothing
     *     of it is left then.
     */
    public static void bring(final HostServices host, final Ledger ledger, final WeirPlugin plugin) {
        final LiveChange change = new LiveChange(host, "plugin " + ledger.pluginId());
        awaitLatecomers(host, change.why);
        change.comes(null, ledger, plugin, true);
        change.apply();
    }

    /** Takes one out that came alone. */
    public static void take(final HostServices host, final Ledger ledger) {
        final LiveChange change = new LiveChange(host, "unload " + ledger.pluginId());
        awaitLatecomers(host, change.why);
        change.goes(ledger);
        change.apply();
    }

    /**
     * What a change would make of the graph.
     *
     * @param steps with what was described elsewhere.
     * @throws io.weir.platform.graph.GraphException or an IllegalArgumentException, with one sentence, when it can't be.
     */
    public static GraphPlan plan(final HostServices host, final String why, final List<Step> steps) {
        final LiveChange change = new LiveChange(host, why);
        change.steps.addAll(steps);
        return change.worked(change.check());
    }

    /** What a change would do, in its order, for people. */
    public static List<String> describe(final HostServices host, final String why, final List<Step> steps) {
        final LiveChange change = new LiveChange(host, why);
        change.steps.addAll(steps);
        final List<String> texts = new ArrayList<>();
        change.leaving().forEach(ledger -> texts.add(new Pause(ledger).what()));
        change.coming().stream().filter(Ledger::prepares).forEach(ledger -> texts.add(new Prepare(ledger).what()));
        change.actions(change.check()).forEach(action -> texts.add(action.what()));
        change.leaving().reversed().forEach(ledger -> texts.add(partsWith(ledger)));
        return texts;
    }

    private static String partsWith(final Ledger ledger) {
        return "for good: take back " + ledger.done().size() + " things that " + ledger.pluginId() + " did";
    }

    /** A plugin goes for good. */
    public void goes(final Ledger old) {
        course.take(new Pause(old));
        steps.add(new Step(old, null));
    }

    /**
     * A plugin comes, after those that it depends on: it describes itself at once.
     *
     * @param old the version whose place it takes, or null.
     * @param fresh its ledger, in which nothing stands yet.
     * @param state whether it takes over what the old one exports.
     */
    public void comes(final Ledger old, final Ledger fresh, final WeirPlugin plugin, final boolean state) {
        if (old != null) {
            course.take(new Pause(old));
        }
        course.take(new Describe(old, fresh, plugin, state));
        steps.add(new Step(old, fresh));
    }

    /** Gives it up: what was described is undone. */
    public void abandon(final Throwable cause) {
        course.undo(cause);
        steps.clear();
    }

    /**
     * Works out whether what was described so far can be.
     *
     * @throws io.weir.platform.graph.GraphException or an IllegalArgumentException, with one sentence, when it can't; everything
     *     is undone then.
     */
    public void plan() {
        try {
            worked(check());
        } catch (final RuntimeException | Error e) {
            abandon(e);
            throw e;
        }
    }

    private Swap check() {
        final Set<String> owners = new HashSet<>();
        steps.forEach(step -> owners.add((step.old() == null ? step.fresh() : step.old()).pluginId()));
        coming().forEach(ledger ->
                ledger.described().commands().forEach(spec -> host.commands().check(ledger.pluginId(), spec, owners)));
        return new Swap(host, why, steps);
    }

    /** What it makes of the graph, in which nobody relies on what may go without them. */
    private GraphPlan worked(final Swap swap) {
        final GraphPlan plan = swap.plan();
        for (final Ledger ledger : coming()) {
            for (final Node node : ledger.described().nodes()) {
                node.features().keySet().stream()
                        .filter(arc -> plan.arcs().containsKey(arc) && !node.isOptional(arc))
                        .forEach(arc -> ledger.requireUse(
                                "arc " + arc.name(), plan.arcs().get(arc).owner()));
            }
        }
        return plan;
    }

    private List<Ledger> coming() {
        return steps.stream().map(Step::fresh).filter(Objects::nonNull).toList();
    }

    private List<Ledger> leaving() {
        return steps.stream().map(Step::old).filter(Objects::nonNull).toList();
    }

    private List<Action> actions(final Swap swap) {
        final List<Action> actions = new ArrayList<>(List.of(swap));
        for (final Step step : steps) {
            if (step.fresh() != null) {
                if (step.old() != null && !swap.moved(step).isEmpty()) {
                    actions.add(new Adopt(step.old(), step.fresh(), swap.moved(step)));
                }
                actions.add(new Start(step.fresh()));
            }
        }
        return actions;
    }

    /**
     * Has each thread do what comes before nodes. Main turns meanwhile; what versions have taken over is not to have changed by then.
     */
    private void prepare() {
        final long news = host.interfaces().news();
        coming().stream().filter(Ledger::prepares).forEach(ledger -> course.take(new Prepare(ledger)));
        if (host.interfaces().news() != news && !leaving().isEmpty()) {
            final MissedNewsException missed = new MissedNewsException(why);
            abandon(missed);
            throw missed;
        }
    }

    /**
     * Carries it out.
     *
     * @throws MissedNewsException when what was taken over is old by now; everything is undone then.
     */
    public void apply() {
        final Swap swap;
        final GraphPlan plan;
        // What is worked out from the graph comes after.
        prepare();
        try {
            swap = check();
            plan = worked(swap);
        } catch (final RuntimeException | Error e) {
            abandon(e);
            throw e;
        }
        actions(swap).forEach(course::take);
        swappedNs = swap.swappedNs();
        closedNs = swap.closedNs();
        swap.finish();
        leaving().reversed().forEach(Ledger::depart);
        cleanUp(swap);
        warnings.addAll(AbsentNodes.of(
                plan,
                coming().stream().filter(ledger -> !ledger.describesOnly()).toList()));
        warnings.forEach(LOG::warn);
        host.registries().exports().join();
    }

    /** Has nodes that keep a worker put out of action, and waits for it, so that a change gets its barrier. */
    public static void awaitLatecomers(final HostServices host, final String why) {
        new Latecomers(host.main(), host.threads(), host.quarantine()::stop).await(why);
    }

    /** Stopped timers cost nothing but the memory that they refer to. */
    private void cleanUp(final Swap swap) {
        if (swap.leavesTimers()) {
            try {
                Patience.run(swap::cleanUp);
            } catch (final BarrierTimeoutException e) {
                LOG.warn("timers of what went stay, stopped, until the host ends: {}", e.getMessage());
            }
        }
    }

    /** What came names and isn't there, a sentence each. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** When workers went on after the swap, in nanoseconds of {@link System#nanoTime}. */
    public long swappedNs() {
        return swappedNs;
    }

    /** How long workers stood for the swap, in nanoseconds. */
    public long closedNs() {
        return closedNs;
    }
}
