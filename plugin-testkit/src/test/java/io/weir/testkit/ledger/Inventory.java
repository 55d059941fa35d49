package io.weir.testkit.ledger;

import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.platform.graph.Arc;
import io.weir.platform.graph.InputRuntime;
import io.weir.platform.graph.Node;
import io.weir.platform.host.Host;
import io.weir.platform.stats.SourcesProbe;
import io.weir.platform.thread.Patience;
import io.weir.platform.thread.ThreadProbe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Everything that plugins may change of a host, in words, a line for each thing. */
final class Inventory {
    private final Host host;
    private final Ports.Plugin ports;
    private final List<String> lines = new ArrayList<>();

    private Inventory(final Host host, final Ports.Plugin ports) {
        this.host = host;
        this.ports = ports;
    }

    static List<String> of(final Host host, final Ports.Plugin ports) {
        final Inventory inventory = new Inventory(host, ports);
        inventory.graph();
        inventory.interfaces();
        inventory.registries();
        Patience.run(() -> host.atBarrier("inventory", inventory::threads));
        return List.copyOf(inventory.lines);
    }

    private void add(final String what, final Object value) {
        lines.add(what + ": " + value);
    }

    private void graph() {
        for (final Node node : host.graph().nodes()) {
            final List<String> instances = new ArrayList<>();
            for (int i = 0; i < host.threads().size(); i++) {
                // Polling of receive inputs is the loads' affair.
                if (node.runtime(i) instanceof final InputRuntime input
                        && !node.name().contains("dev")) {
                    instances.add(input.polling() ? "polls" : "waits");
                }
            }
            add("node " + node.name(), node.owner() + " " + node.type() + " " + node.features() + " " + instances);
        }
        for (final Arc arc : host.graph().arcs()) {
            add("arc " + arc.name(), arc.owner() + " " + arc.order());
            for (final Interface device : host.interfaces().all()) {
                for (final String feature : arc.order()) {
                    add(
                            arc.name() + " " + feature + " on " + device.name(),
                            host.graph()
                                    .holders(arc.key(), feature, device.swIfIndex())
                                    .size());
                }
            }
        }
        for (int i = 0; i < Deed.NUMBERS; i++) {
            final FeatureArc arc = new FeatureArc("arc-" + i);
            for (final Node node : host.graph().nodes()) {
                for (final Interface device : host.interfaces().all()) {
                    final int held = host.graph()
                            .holders(arc, node.name(), device.swIfIndex())
                            .size();
                    if (held > 0) {
                        add("held " + arc.name() + " " + node.name() + " " + device.name(), held);
                    }
                }
            }
        }
    }

    private void interfaces() {
        for (final Interface device : host.interfaces().all()) {
            add(
                    "interface " + device.name(),
                    List.of(
                            device.swIfIndex(),
                            Long.toHexString(device.mac()),
                            Arrays.toString(device.secondaryMacs()),
                            device.promiscuous(),
                            device.mode(),
                            device.adminUp(),
                            host.interfaces().addressLines(device),
                            device.children(),
                            device.deviceClass() instanceof final DoerDevice own ? own.toString() : ""));
        }
        host.interfaces().placement().rows().forEach(row -> add("queue", row));
        IntStream.range(0x9990, 0x9994)
                .forEach(type -> add(
                        "type " + Integer.toHexString(type),
                        host.services().etherTypes().target(type)));
    }

    private void registries() {
        host.services()
                .commands()
                .byOwner()
                .forEach((owner, all) -> all.forEach(spec -> add("command of " + owner, spec.pattern())));
        host.registries().counters().all().forEach(counter -> add("counter", counter.name()));
        host.registries().scratch().fields().forEach(field -> add("scratch", field));
        host.graph().reasons().declared().forEach(reason -> add("reason", reason));
        host.registries().heldBuffers().all().forEach(holder -> add("holder", holder.owner() + " " + holder.what()));
        for (final String owner : host.registries().declarations().owners()) {
            add(
                    "settings of " + owner,
                    host.registries().declarations().settings(owner).size());
            add("device classes of " + owner, host.registries().declarations().deviceClasses(owner));
        }
        // In what order sections were claimed makes no difference.
        host.services().configuration().get().render().lines().sorted().forEach(line -> add("configuration", line));
        for (final String owner : host.services().configuration().get().owners()) {
            add("sections of " + owner, host.services().configuration().get().sections(owner));
        }
        add("exports", host.registries().exports().texts());
        add(
                "processes",
                host.main().processes().stream()
                        .map(process -> process.node().name())
                        .sorted()
                        .toList());
        add("statistics", SourcesProbe.owners(host.registries().statistics()));
        add(
                "handoffs",
                host.registries().handoffs().all().stream()
                        .map(each -> each.owner() + " " + each.name())
                        .toList());
        add("ports", ports.claims());
        for (final String id : List.of("alpha", "beta", "gamma")) {
            add(
                    "quarantined of " + id,
                    host.services().quarantine().quarantined(id).stream()
                            .map(site -> site.name())
                            .toList());
        }
    }

    private void threads() {
        add("timers", ThreadProbe.timers(host));
        add("watches", ThreadProbe.watches(host));
    }

    /** Fails unless there is the same as before. */
    static void assertSame(final List<String> wanted, final List<String> there, final String when) {
        final List<String> missing = new ArrayList<>(wanted);
        there.forEach(missing::remove);
        final List<String> added = new ArrayList<>(there);
        wanted.forEach(added::remove);
        if (!missing.isEmpty() || !added.isEmpty()) {
            throw new AssertionError(when + "\n  missing " + missing + "\n  added " + added);
        }
    }
}
