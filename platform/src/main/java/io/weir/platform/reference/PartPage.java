package io.weir.platform.reference;

import static io.weir.platform.reference.Markdown.code;
import static io.weir.platform.reference.Markdown.codes;
import static io.weir.platform.reference.Markdown.plain;

import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.graph.Order;
import io.weir.platform.graph.Arc;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The page of one part. */
final class PartPage {
    private final Part part;
    private final Graph graph;
    private final Markdown page = new Markdown();

    PartPage(final Part part, final Graph graph) {
        this.part = part;
        this.graph = graph;
    }

    String text() {
        page.heading(1, part.owner()).paragraph(plain(part.description()) + ".");
        if (!part.commands().isEmpty()) {
            page.heading(2, "Commands").items(commands(part));
        }
        if (!part.sections().isEmpty()) {
            page.heading(2, "Configuration");
            part.sections().forEach(new SectionText(page)::write);
        }
        table(
                "Settings, changed while the host runs",
                SectionText.HEADING,
                part.settings(),
                setting -> SectionText.row(setting.declaration()));
        table("Nodes", List.of("Node", "Type", "Sends to", "Place"), part.nodes(), PartPage::node);
        table("Arcs", List.of("Arc", "Begins", "Features in order", "Ends"), part.arcs(), this::arc);
        if (!part.deviceClasses().isEmpty()) {
            page.heading(2, "Device classes").items(deviceClasses());
        }
        table(
                "Drop reasons",
                List.of("Reason", "Severity", "As `show errors` prints it"),
                part.reasons(),
                reason -> List.of(code(reason.name()), reason.severity().toString(), plain(reason.description())));
        table(
                "Counters",
                List.of("Counter", "Counts"),
                part.counters(),
                counter -> List.of(code(counter.name()), counter.unit().name().toLowerCase(Locale.ROOT)));
        table(
                "Counters by number",
                List.of("Counter", "Counts"),
                part.indexed(),
                counter -> List.of(code(counter.name()), counter.unit().name().toLowerCase(Locale.ROOT)));
        table(
                "Packet metadata",
                List.of("Field", "Bytes"),
                part.scratch(),
                field -> List.of(code(field.name()), String.valueOf(field.bytes())));
        if (!part.packages().isEmpty()) {
            page.heading(2, "Packages for plugins that depend on it")
                    .items(part.packages().stream().map(Markdown::code).toList());
        }
        if (!part.services().isEmpty()) {
            page.heading(2, "Services")
                    .items(part.services().stream().map(Markdown::code).toList());
        }
        return page.toString();
    }

    static List<String> commands(final Part part) {
        return part.commands().stream()
                .map(spec -> code(spec.pattern().toString()) + ": " + plain(spec.help()))
                .toList();
    }

    private <T> void table(
            final String title, final List<String> heading, final List<T> all, final Function<T, List<String>> row) {
        if (!all.isEmpty()) {
            page.heading(2, title).table(heading, all.stream().map(row).toList());
        }
    }

    private static List<String> node(final Node node) {
        final List<String> place = new ArrayList<>();
        node.features().forEach((arc, constraints) -> place.add(feature(arc, constraints)));
        if (node.startsArc() != null) {
            final String arc = code(node.startsArc().name());
            place.add(
                    node.resumesBehind() == null
                            ? "begins " + arc
                            : "goes on along " + arc + " behind " + code(node.resumesBehind()));
        }
        return List.of(
                code(node.name()),
                node.type().toString(),
                codes(node.nexts().stream().map(Next::node).toList()),
                String.join("; ", place));
    }

    private static String feature(final FeatureArc arc, final List<Order> constraints) {
        final String order = constraints.stream()
                .map(each -> (each.before() ? "before " : "after ") + codes(each.features()))
                .collect(Collectors.joining(", "));
        return ("on " + code(arc.name()) + " " + order).strip();
    }

    private List<String> arc(final Arc arc) {
        final List<String> starts = graph.nodes().stream()
                .filter(node -> arc.key().equals(node.startsArc()) && node.resumesBehind() == null)
                .map(Node::name)
                .toList();
        return List.of(
                code(arc.name()),
                starts.isEmpty() ? "where packets enter it by interface" : "behind " + codes(starts),
                arc.order().stream().map(this::featureOf).collect(Collectors.joining(", ")),
                arc.last() == 0 ? "at a node of each interface" : "at " + code(graph.targetName(arc.last())));
    }

    /** A feature, and whose it is if it isn't of this page. */
    private String featureOf(final String name) {
        final Node node = graph.node(name);
        final boolean own = node == null || node.owner().equals(part.owner());
        return code(name) + (own ? "" : " of " + node.owner());
    }

    private List<String> deviceClasses() {
        return part.deviceClasses().stream()
                .map(each -> code(each.name()) + ": an interface `IF` brings the nodes `IF-output` and `IF-tx`")
                .toList();
    }
}
