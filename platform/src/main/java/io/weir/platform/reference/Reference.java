package io.weir.platform.reference;

import io.weir.cli.CommandException;
import io.weir.platform.graph.Graph;
import io.weir.platform.plugin.PluginSet;
import io.weir.platform.plugin.ledger.HostServices;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reference of a host, as it is at the time of asking: commands, configuration, nodes, arcs, drop reasons, counters and
 * settings of the platform and of each plugin. Nothing in it depends on the machine or the moment. On main.
 */
public final class Reference {
    private final Graph graph;
    private final List<Part> parts;

    /** Looks at what is registered now. */
    public Reference(final HostServices host, final PluginSet plugins) {
        graph = host.graph();
        parts = Registry.of(host, plugins);
    }

    /** All pages by file name, the index first. */
    public Map<String, String> pages() {
        final Map<String, String> pages = new LinkedHashMap<>();
        pages.put(IndexPage.PAGE, new IndexPage(parts).text());
        parts.forEach(part -> pages.put(part.page(), text(part)));
        return pages;
    }

    /**
     * The page of one plugin or part of the platform.
     *
     * @throws CommandException when there is none of that id.
     */
    public String page(final String owner) {
        return parts.stream()
                .filter(part -> part.owner().equals(owner))
                .findFirst()
                .map(this::text)
                .orElseThrow(() -> new CommandException("there is no plugin `" + owner + "', there are "
                        + String.join(", ", parts.stream().map(Part::owner).toList())));
    }

    private String text(final Part part) {
        return new PartPage(part, graph).text();
    }
}
