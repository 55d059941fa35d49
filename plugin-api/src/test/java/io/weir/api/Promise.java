package io.weir.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a version of the API has promised, as a file of text, and what of it another version breaks. */
record Promise(SortedMap<String, SortedSet<String>> types) {
    /**
     * Types of which only the host has implementations: they may get abstract methods. All others are for plugins to
     * implement, and a new method of theirs needs a body.
     */
    private static final Set<String> HOST_IMPLEMENTS = Set.of(
            "io.weir.cli.CommandSession",
            "io.weir.config.ConfigSection",
            "io.weir.config.LiveSetting",
            "io.weir.graph.Counter",
            "io.weir.graph.Handoff",
            "io.weir.graph.IndexedCounter",
            "io.weir.graph.NodeBuilder",
            "io.weir.graph.ProcessContext",
            "io.weir.graph.ProcessHandle",
            "io.weir.graph.Sink",
            "io.weir.graph.Timers",
            "io.weir.graph.Worker",
            "io.weir.graph.WorkerHandoff",
            "io.weir.iface.Interface",
            "io.weir.iface.InterfaceCounters",
            "io.weir.iface.Interfaces",
            "io.weir.iface.RxInterrupt",
            "io.weir.plugin.Features",
            "io.weir.plugin.InputHandle",
            "io.weir.plugin.Punt",
            "io.weir.plugin.Quiescence",
            "io.weir.plugin.Registrar",
            "io.weir.plugin.ServiceConsumer",
            "io.weir.plugin.ServiceConsumer$Effect",
            "io.weir.plugin.WatchedFile");

    private static final String ABSTRACT = "abstract ";
    private static final String PROTECTED = "protected ";

    static Promise read(final Path file) throws IOException {
        final SortedMap<String, SortedSet<String>> types = new TreeMap<>();
        SortedSet<String> facts = new TreeSet<>();
        for (final String line : Files.readAllLines(file)) {
            if (line.startsWith("    ")) {
                facts.add(line.strip());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                facts = new TreeSet<>();
                types.put(line.strip(), facts);
            }
        }
        return new Promise(types);
    }

    void write(final Path file) throws IOException {
        final StringBuilder text = new StringBuilder("# What plugins may rely on. Written by a build, see"
                + " docs/compatibility.md; a line that goes breaks plugins.\n");
        types.forEach((type, facts) -> {
            text.append('\n').append(type).append('\n');
            facts.forEach(fact -> text.append("    ").append(fact).append('\n'));
        });
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A sentence for each thing that a plugin built against this may miss in {@code now}. */
    List<String> brokenBy(final Promise now) {
        final List<String> broken = new ArrayList<>();
        types.forEach((type, facts) -> {
            final SortedSet<String> current = now.types.get(type);
            if (current == null) {
                broken.add(type + " is gone");
                return;
            }
            facts.stream()
                    .filter(fact -> !isKept(type, fact, current))
                    .forEach(fact -> broken.add(type + ": `" + fact + "' is gone or another now"));
            if (!HOST_IMPLEMENTS.contains(type) && facts.contains("may be extended")) {
                current.stream()
                        .filter(fact -> isAbstract(fact) && !facts.contains(fact))
                        .forEach(fact -> broken.add(
                                type + ": `" + fact + "' is new and has no body, but plugins implement the type"));
            }
        });
        return broken;
    }

    private static boolean isAbstract(final String fact) {
        return fact.startsWith(ABSTRACT) || fact.startsWith(PROTECTED + ABSTRACT);
    }

    /** Whether a fact still holds: as it is, or with more access or a body; a host's type may lose a body too. */
    private static boolean isKept(final String type, final String fact, final SortedSet<String> current) {
        final String open = fact.replaceFirst(PROTECTED, "");
        return current.contains(fact)
                || current.contains(open)
                || current.contains(fact.replaceFirst(ABSTRACT, ""))
                || current.contains(open.replaceFirst(ABSTRACT, ""))
                || fact.equals("is an abstract class") && current.contains("is a class")
                || HOST_IMPLEMENTS.contains(type) && current.contains(ABSTRACT + fact);
    }
}
