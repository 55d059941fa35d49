package io.weir.platform.plugin.ledger;

import io.weir.iface.DeviceClass;
import io.weir.platform.graph.Node;
import java.util.List;
import java.util.stream.Collectors;

/** What a plugin registered, in words: for {@code show plugins verbose} and {@code --dry-run}. */
final class LedgerText {
    private LedgerText() {}

    /** What a plugin registered, a line for each kind. */
    static void print(final Ledger ledger, final StringBuilder out, final String indent) {
        line(
                out,
                indent,
                "nodes",
                ledger.described().nodes().stream().map(Node::name).toList());
        line(
                out,
                indent,
                "features",
                ledger.described().nodes().stream()
                        .flatMap(node -> node.features().keySet().stream()
                                .map(arc ->
                                        node.name() + " on " + arc.name() + (node.isFailOpen() ? " (fail-open)" : "")))
                        .toList());
        line(
                out,
                indent,
                "arcs",
                ledger.described().arcs().stream().map(arc -> arc.key().name()).toList());
        line(
                out,
                indent,
                "device classes",
                ledger.described().deviceClasses().stream()
                        .map(DeviceClass::name)
                        .toList());
        line(
                out,
                indent,
                "interfaces",
                ledger.ownInterfaces().stream().map(Object::toString).toList());
        line(
                out,
                indent,
                "commands",
                ledger.described().commands().stream()
                        .map(spec -> spec.pattern().toString())
                        .toList());
        line(
                out,
                indent,
                "settings",
                ledger.settingTexts().entrySet().stream()
                        .map(setting -> setting.getKey() + " " + setting.getValue())
                        .toList());
        line(out, indent, "counters", ledger.described().counters());
        line(
                out,
                indent,
                "ethernet types",
                ledger.described().etherTypes().keySet().stream()
                        .map(type -> "0x%04x".formatted(type))
                        .toList());
        line(out, indent, "missing", ledger.missing());
        line(
                out,
                indent,
                "memory",
                ledger.described().memory().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue().getAsLong() + " bytes")
                        .toList());
    }

    private static void line(
            final StringBuilder out, final String indent, final String what, final List<String> names) {
        if (!names.isEmpty()) {
            out.append(indent)
                    .append(what)
                    .append(": ")
                    .append(names.stream().collect(Collectors.joining(", ")))
                    .append('\n');
        }
    }
}
