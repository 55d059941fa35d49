package io.weir.dpdk.internal.flow;

import io.weir.cli.CommandException;
import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.plugin.Registrar;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * All rules, by their indices, and where they are enabled. Drivers differ in what becomes of rules when a port stops, so a
 * port's rules are taken out of its device before it stops, and given to it again when it has started. Main only.
 */
public final class FlowRules {
    private final Registrar host;
    private final Map<Integer, Flow> flows = new TreeMap<>();
    private FlowDriver driver;

    public FlowRules(final Registrar host) {
        this.host = host;
    }

    /** Says that EAL is up. */
    public void open(final Eal eal) {
        driver = new FlowDriver(eal);
    }

    /**
     * Defines a rule, which does nothing until it is enabled on a port.
     *
     * @param wanted its index, or -1 for the first that is free.
     * @return its index.
     */
    public int add(final FlowSpec spec, final int wanted) {
        if (flows.containsKey(wanted)) {
            throw new CommandException("flow " + wanted + " is there already");
        }
        int index = Math.max(wanted, 0);
        while (flows.containsKey(index)) {
            index++;
        }
        flows.put(index, new Flow(index, spec));
        return index;
    }

    /** Deletes a rule that isn't enabled anywhere. */
    public void delete(final int index) {
        final Flow flow = flow(index);
        if (!flow.placements.isEmpty()) {
            throw new CommandException("flow " + index + " is enabled on " + String.join(", ", flow.placements.keySet())
                    + ": disable it there first");
        }
        flows.remove(index);
    }

    private Flow flow(final int index) {
        final Flow flow = flows.get(index);
        if (flow == null) {
            throw new CommandException("no flow has the index " + index);
        }
        return flow;
    }

    /** Enables a rule on a port; its device follows it from now on, or when the port is started. */
    public void enable(final int index, final FlowPort port) {
        final Flow flow = flow(index);
        if (flow.placements.containsKey(port.name())) {
            throw new CommandException("flow " + index + " is enabled on " + port.name() + " already");
        }
        if (flow.spec.actions().lastQueue() >= port.rxQueues()) {
            throw new CommandException("flow " + index + ": " + port.name() + " has no receive queue "
                    + flow.spec.actions().lastQueue() + ", its last is " + (port.rxQueues() - 1));
        }
        refuseOtherNode(flow, port);
        final Flow.Placement placement = new Flow.Placement();
        if (port.runs()) {
            placement.handle = driver.create(port, flow.spec, flow.mark());
        } else if (!driver.knowsRules(port, flow.spec, flow.mark())) {
            throw FlowDriver.none(port);
        }
        flow.placements.put(port.name(), placement);
        followMarks(port);
    }

    /** One mark can't lead to two places. */
    private void refuseOtherNode(final Flow flow, final FlowPort port) {
        on(port).stream().filter(flow::misleads).findFirst().ifPresent(other -> {
            throw new CommandException("flow " + flow.index + ": mark " + flow.mark() + " is that of flow "
                    + other.index + " on " + port.name() + ", which sends packets elsewhere");
        });
    }

    /** Disables a rule on a port. */
    public void disable(final int index, final FlowPort port) {
        final Flow flow = flow(index);
        final Flow.Placement placement = flow.placements.get(port.name());
        if (placement == null) {
            throw new CommandException("flow " + index + " is not enabled on " + port.name());
        }
        if (placement.inDevice()) {
            final String refused = driver.destroy(port, placement.handle);
            if (refused != null) {
                throw new DpdkException(
                        port.name() + ": " + port.driver() + " does not give flow " + index + " back: " + refused);
            }
        }
        flow.placements.remove(port.name());
        followMarks(port);
    }

    private Collection<Flow> on(final FlowPort port) {
        return flows.values().stream()
                .filter(flow -> flow.placements.containsKey(port.name()))
                .toList();
    }

    /** Has the port's receive queues look at marks, if any of its rules sends packets to a node. */
    private void followMarks(final FlowPort port) {
        final Map<Integer, Integer> targets = new HashMap<>();
        on(port).stream()
                .filter(flow -> flow.node() != null)
                .forEach(flow ->
                        targets.put((int) flow.mark(), host.next(flow.node()).target()));
        final FlowMarks marks = targets.isEmpty() ? null : new FlowMarks(targets);
        host.atBarrier("flow marks of " + port.name(), () -> port.marks(marks));
    }

    /** A port is about to be configured for the first time. */
    public void added(final int port) {
        driver.wantMarks(port);
    }

    /** A port of the version before has been taken over, with its rules. */
    public void adopted(final FlowPort port) {
        if (!on(port).isEmpty()) {
            followMarks(port);
        }
    }

    /** A port has been started: it gets its rules. */
    public void started(final FlowPort port) {
        for (final Flow flow : on(port)) {
            final Flow.Placement placement = flow.placements.get(port.name());
            if (!placement.inDevice()) {
                try {
                    placement.handle = driver.create(port, flow.spec, flow.mark());
                    placement.reason = null;
                } catch (final DpdkException e) {
                    placement.reason = e.getMessage();
                    host.log().warn("flow {}: {}", flow.index, e.getMessage());
                }
            }
        }
    }

    /** A port is about to be stopped: its rules are taken out. */
    public void stopping(final FlowPort port) {
        for (final Flow flow : on(port)) {
            final Flow.Placement placement = flow.placements.get(port.name());
            if (placement.inDevice()) {
                final long[] counted = count(flow, port);
                placement.packets = counted == null ? placement.packets : counted[0];
                placement.bytes = counted == null ? placement.bytes : counted[1];
                final String refused = driver.destroy(port, placement.handle);
                if (refused != null) {
                    host.log().warn("flow {}: {} does not give it back: {}", flow.index, port.name(), refused);
                }
                placement.handle = 0;
            }
        }
    }

    /** A port's interface has been deleted. */
    public void deleted(final FlowPort port) {
        stopping(port);
        flows.values().forEach(flow -> flow.placements.remove(port.name()));
    }

    /** {packets, bytes} that a rule has matched on a port, or null if its device doesn't count. */
    long[] count(final Flow flow, final FlowPort port) {
        final Flow.Placement placement = flow.placements.get(port.name());
        if (!flow.spec.actions().count() || !placement.inDevice()) {
            return null;
        }
        final long[] now = driver.count(port, placement.handle);
        return now == null ? null : new long[] {placement.packets + now[0], placement.bytes + now[1]};
    }

    Collection<Flow> all() {
        return flows.values();
    }

    /** All rules for the next version of the plugin. */
    public RulesState export() {
        return new RulesState(flows.values().stream().map(Flow::export).toList());
    }

    /** Takes over those of the version before. */
    public void adopt(final RulesState state) {
        for (final RulesState.FlowState one : state.flows()) {
            final Flow flow = Flow.imported(one);
            flows.put(flow.index, flow);
        }
    }
}
