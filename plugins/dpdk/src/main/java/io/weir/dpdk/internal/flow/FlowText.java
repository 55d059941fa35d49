package io.weir.dpdk.internal.flow;

import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.cli.CommandException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** What {@code show flow} prints, as VPP lays it out. Main only. */
public final class FlowText {
    private static final Columns RANGE = Columns.of("%8s  %8s  %s");

    private final FlowRules rules;
    private final Function<String, FlowPort> ports;

    /**
     * Text about rules.
     *
     * @param ports by the names of their interfaces.
     */
    public FlowText(final FlowRules rules, final Function<String, FlowPort> ports) {
        this.rules = rules;
        this.ports = ports;
    }

    /** All rules, at most so many. */
    public void entries(final int max, final CommandCall call) {
        final int all = rules.all().size();
        call.<Flow>forEach(rules.all().stream().limit(max).toList(), flow -> {
            final StringBuilder out = new StringBuilder();
            entry(flow, out);
            call.print(out);
        });
        if (all > max) {
            call.println("(showing first %d of %d flows, use 'max <N>' to see more)", max, all);
        }
    }

    private static void entry(final Flow flow, final StringBuilder out) {
        out.append("flow-index ").append(flow.index);
        out.append(" type ").append(flow.spec.type());
        out.append(" active ").append(flow.placements.size()).append('\n');
        out.append("  match: ").append(flow.spec.match()).append('\n');
        out.append("  action: ").append(flow.spec.action()).append('\n');
    }

    /** One rule, and where it is enabled. */
    public String entry(final int index) {
        final Flow flow = rules.all().stream()
                .filter(candidate -> candidate.index == index)
                .findFirst()
                .orElseThrow(() -> new CommandException("no flow has the index " + index));
        final StringBuilder out = new StringBuilder();
        field(out, "index", flow.index);
        field(out, "type", flow.spec.type());
        field(out, "match", flow.spec.match());
        field(out, "action", flow.spec.action());
        for (final String name : flow.placements.keySet()) {
            out.append("interface ").append(name).append('\n');
            out.append("  ").append(state(flow, ports.apply(name))).append('\n');
        }
        return out.toString();
    }

    private static void field(final StringBuilder out, final String name, final Object value) {
        out.append(String.format("%-10s: %s\n", name, value));
    }

    /** What a port has of a rule. */
    private String state(final Flow flow, final FlowPort port) {
        final Flow.Placement placement = flow.placements.get(port.name());
        final StringBuilder out = new StringBuilder();
        if (flow.mark() >= 0) {
            out.append("mark ").append(flow.mark()).append(", ");
        }
        if (placement.inDevice()) {
            out.append("in the device");
        } else if (placement.reason == null) {
            out.append("not in the device while it is down");
        } else {
            out.append("not in the device: ").append(placement.reason);
        }
        final long[] counted = rules.count(flow, port);
        if (counted != null) {
            out.append(", ")
                    .append(counted[0])
                    .append(" packets, ")
                    .append(counted[1])
                    .append(" bytes");
        }
        return out.toString();
    }

    /** The rules that are enabled on a port. */
    public String of(final FlowPort port) {
        final StringBuilder out = new StringBuilder();
        for (final Flow flow : rules.all()) {
            if (flow.placements.containsKey(port.name())) {
                entry(flow, out);
                out.append("  ").append(state(flow, port)).append('\n');
            }
        }
        return out.isEmpty() ? "no flow is enabled on " + port.name() + "\n" : out.toString();
    }

    /** Which indices are taken. */
    public String ranges() {
        final StringBuilder out = new StringBuilder(RANGE.line("Start", "Count", "Owner")).append('\n');
        final List<Integer> indices =
                rules.all().stream().map(flow -> flow.index).toList();
        final Iterator<Integer> each = indices.iterator();
        int start = each.hasNext() ? each.next() : -1;
        int last = start;
        while (each.hasNext()) {
            final int index = each.next();
            if (index != last + 1) {
                out.append(RANGE.line(start, last - start + 1, "cli")).append('\n');
                start = index;
            }
            last = index;
        }
        if (start >= 0) {
            out.append(RANGE.line(start, last - start + 1, "cli")).append('\n');
        }
        return out.toString();
    }
}
