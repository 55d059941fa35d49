package io.weir.platform.plugin;

import io.weir.iface.Interface;
import io.weir.platform.graph.ArcSpec;
import io.weir.platform.graph.GraphPlan;
import io.weir.platform.graph.Node;
import io.weir.platform.plugin.archive.Dependencies;
import io.weir.platform.plugin.archive.PluginArchive;
import io.weir.platform.plugin.archive.PluginClassLoader;
import io.weir.platform.plugin.change.LiveChange;
import io.weir.platform.plugin.change.Step;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.platform.plugin.shadow.LiveSamples;
import io.weir.platform.plugin.shadow.Shadow;
import io.weir.platform.plugin.shadow.ShadowRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is done with new plugins before the live host hears of them. Main only; main goes on meanwhile. */
final class Rehearsal {
    private final HostServices host;
    private final PluginSet plugins;
    private final Exchange exchange;
    private final Candidates candidates;
    private final Shadows shadows;
    /** Whether new versions go on with the state of old ones. */
    private final boolean state;

    Rehearsal(
            final HostServices host,
            final PluginSet plugins,
            final Exchange exchange,
            final Candidates candidates,
            final Shadows shadows,
            final boolean state) {
        this.host = host;
        this.plugins = plugins;
        this.exchange = exchange;
        this.candidates = candidates;
        this.shadows = shadows;
        this.state = state;
    }

    /** What the change would do, for people. */
    String describe() {
        if (exchange.wanted().isEmpty()) {
            return describe(List.of());
        }
        try (Shadow shadow = shadow()) {
            return describe(shadow.describe());
        }
    }

    private String describe(final List<Ledger> ledgers) {
        final List<Step> steps = steps(ledgers);
        final GraphPlan plan = LiveChange.plan(host, exchange.verb(), steps);
        final List<String> actions = LiveChange.describe(host, exchange.verb(), steps);
        return PlanText.of(exchange, candidates.list(), steps, plugins, plan, actions, host.graph());
    }

    /** Runs the new nodes until they are compiled; returns how they did. */
    String run() {
        try (Shadow shadow = shadow()) {
            final List<Ledger> ledgers = shadow.describe();
            LiveChange.plan(host, "shadow", steps(ledgers));
            final LiveSamples samples = new LiveSamples(host);
            final List<Node> nodes = new ArrayList<>();
            ledgers.forEach(ledger -> nodes.addAll(ledger.described().nodes()));
            samples.collect(nodes);
            return shadow.run(samples.images(), samples.live(), shadows.limitMs());
        }
    }

    private Shadow shadow() {
        return new Shadow(host.main(), shadows.hosts(), request(), shadows.endless());
    }

    private List<Step> steps(final List<Ledger> ledgers) {
        final List<Step> steps = new ArrayList<>();
        exchange.going().forEach(plugin -> steps.add(new Step(plugin.ledger(), null)));
        for (final Ledger ledger : ledgers) {
            final LoadedPlugin old = plugins.plugin(ledger.pluginId());
            steps.add(new Step(old == null ? null : old.ledger(), ledger));
        }
        return steps;
    }

    private ShadowRequest request() {
        final Map<String, PluginArchive> present = plugins.archives();
        final Set<String> needed = new LinkedHashSet<>();
        for (final PluginClassLoader source : candidates.all()) {
            needed.addAll(Dependencies.closure(source.archive(), present));
        }
        for (final PluginClassLoader source : candidates.all()) {
            needed.remove(source.archive().id());
        }
        exchange.going().forEach(plugin -> needed.remove(plugin.id()));
        final List<ShadowRequest.Mirror> mirrors = new ArrayList<>();
        for (final Interface device : host.interfaces().all()) {
            mirrors.add(new ShadowRequest.Mirror(device.swIfIndex(), device.name(), device.mac(), device.mtu()));
        }
        final List<ArcSpec> arcs = new ArrayList<>();
        host.graph().arcs().forEach(arc -> arcs.add(arc.spec()));
        final Map<String, Map<String, String>> settings = new HashMap<>();
        plugins.loaded().stream()
                .filter(plugin -> state || !isWanted(plugin.id()))
                .forEach(plugin -> settings.put(plugin.id(), plugin.ledger().settingTexts()));
        return new ShadowRequest(
                needed.stream().map(id -> plugins.plugin(id).source()).toList(),
                candidates.list(),
                mirrors,
                arcs,
                settings,
                states(),
                host.configuration().get().undeclared());
    }

    private Map<String, Record> states() {
        final Map<String, Record> states = new HashMap<>();
        for (final LoadedPlugin plugin : plugins.loaded()) {
            final Record exported =
                    state && isWanted(plugin.id()) ? plugin.ledger().exportShadow() : null;
            if (exported != null) {
                states.put(plugin.id(), exported);
            }
        }
        return states;
    }

    private boolean isWanted(final String id) {
        return exchange.wanted().stream().anyMatch(archive -> archive.id().equals(id));
    }
}
