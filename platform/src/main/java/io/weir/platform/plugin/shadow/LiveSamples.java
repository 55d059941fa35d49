package io.weir.platform.plugin.shadow;

import io.weir.graph.FeatureArc;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeType;
import io.weir.platform.graph.Sampler;
import io.weir.platform.plugin.ledger.HostServices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Packets for nodes in shadow: copies of what comes by where they will stand, or made up where nothing does. Main only.
 */
public final class LiveSamples {
    private static final long PATIENCE_NS = 30_000_000;

    private final HostServices host;
    private final Map<String, List<byte[]>> images = new LinkedHashMap<>();
    private boolean live;

    public LiveSamples(final HostServices host) {
        this.host = host;
    }

    /** Packets by the name of the node that they are for. */
    public Map<String, List<byte[]>> images() {
        return images;
    }

    /** Whether any of them was copied from live traffic. */
    public boolean live() {
        return live;
    }

    /** Collects for these nodes. */
    public void collect(final List<Node> nodes) {
        final Map<String, List<Sampler>> samplers = new HashMap<>();
        final Map<Node, List<Node>> places = new LinkedHashMap<>();
        for (final Node node : nodes) {
            if (node.type() == NodeType.INTERNAL && !node.isUnshadowed()) {
                places.put(node, places(node));
                places.get(node).forEach(place -> samplers.computeIfAbsent(place.name(), name -> samplers()));
            }
        }
        sample(samplers);
        places.forEach((node, points) -> {
            final List<byte[]> found = new ArrayList<>();
            points.forEach(point -> samplers.get(point.name()).forEach(sampler -> found.addAll(sampler.images())));
            live |= !found.isEmpty();
            if (found.isEmpty() && !node.features().isEmpty()) {
                found.addAll(new MadeUpTraffic(anInterface())
                        .images(node.features().keySet().iterator().next()));
            }
            if (!found.isEmpty()) {
                images.put(node.name(), found);
            }
        });
    }

    private List<Sampler> samplers() {
        return host.threads().stream().map(thread -> new Sampler()).toList();
    }

    private int anInterface() {
        return host.interfaces().all().stream()
                .mapToInt(device -> device.swIfIndex())
                .max()
                .orElse(0);
    }

    /** Live nodes to which the packets come that a new node will see. */
    private List<Node> places(final Node node) {
        final Graph graph = host.graph();
        if (graph.node(node.name()) != null) {
            return List.of(graph.node(node.name()));
        }
        final List<Node> ends = new ArrayList<>();
        for (final FeatureArc arc : node.features().keySet()) {
            if (graph.arc(arc) != null && graph.arc(arc).last() != 0) {
                final Node end = graph.node(graph.targetName(graph.arc(arc).last()));
                if (end != null) {
                    ends.add(end);
                }
            } else {
                host.interfaces().all().stream()
                        .map(device -> graph.node(device.name() + "-output"))
                        .forEach(ends::add);
            }
        }
        return ends.stream().filter(end -> end.type() == NodeType.INTERNAL).toList();
    }

    private void sample(final Map<String, List<Sampler>> samplers) {
        if (samplers.isEmpty()) {
            return;
        }
        attach(samplers, true);
        final long until = System.nanoTime() + PATIENCE_NS;
        host.main()
                .awaitUntil(() -> System.nanoTime() > until
                        || samplers.values().stream()
                                .allMatch(each -> each.stream().anyMatch(Sampler::full)));
        attach(samplers, false);
    }

    private void attach(final Map<String, List<Sampler>> samplers, final boolean on) {
        host.main()
                .inPlace(
                        on ? "sample packets" : "end sampling",
                        () -> samplers.forEach((name, each) -> {
                            final Node place = host.graph().node(name);
                            for (int i = 0; place != null && i < each.size(); i++) {
                                place.runtime(i).sample(on ? each.get(i) : null);
                            }
                        }));
    }
}
