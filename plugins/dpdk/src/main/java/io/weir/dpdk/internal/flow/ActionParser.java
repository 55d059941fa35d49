package io.weir.dpdk.internal.flow;

import io.weir.cli.CommandException;
import io.weir.dpdk.internal.eal.DpdkSection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes the actions of a rule from the words of a command. */
final class ActionParser {
    private static final List<String> FUNCTIONS = List.of("default", "toeplitz", "simple_xor", "symmetric_toeplitz");
    /** Names of the highest bits of {@code rss_hf}, from {@link #FIRST_PART} on: which part of a header is hashed. */
    private static final List<String> PARTS = List.of("l4-dst-only", "l4-src-only", "l3-dst-only", "l3-src-only");

    private static final int FIRST_PART = 60;

    private final Map<String, String> words;

    ActionParser(final Map<String, String> words) {
        this.words = words;
    }

    FlowActions parse() {
        if (FlowParser.ACTIONS.stream().noneMatch(words::containsKey)) {
            throw new CommandException("the flow does nothing: give at least one of drop, redirect-to-queue, rss, mark,"
                    + " redirect-to-node, count");
        }
        final boolean drop = words.containsKey("drop");
        final String node = words.get("redirect-to-node");
        final FlowActions.Rss rss = rss();
        final List<String> fates = Stream.of(
                        drop ? "drop" : "",
                        words.containsKey("redirect-to-queue") ? "redirect-to-queue" : "",
                        rss != null ? "rss" : "",
                        drop && node != null ? "redirect-to-node" : "")
                .filter(fate -> !fate.isEmpty())
                .toList();
        if (fates.size() > 1) {
            throw new CommandException("the flow can't both " + String.join(" and ", fates));
        }
        return new FlowActions(
                drop,
                Integer.parseInt(words.getOrDefault("redirect-to-queue", "-1")),
                rss,
                Long.parseLong(words.getOrDefault("mark", "-1")),
                node,
                words.containsKey("count"));
    }

    private FlowActions.Rss rss() {
        if (FlowParser.ACTIONS.stream().noneMatch(word -> word.startsWith("rss") && words.containsKey(word))) {
            return null;
        }
        final String[] range = words.getOrDefault("rss queues", "0 to -1").split(" to ");
        final int first = Integer.parseInt(range[0]);
        final int last = Integer.parseInt(range[1]);
        if (words.containsKey("rss queues") && last < first) {
            throw new CommandException("rss queues " + first + " to " + last + ": the last is less than the first");
        }
        return new FlowActions.Rss(function(), types(), first, last - first + 1);
    }

    private int function() {
        final String name = words.getOrDefault("rss function", "default");
        if (!FUNCTIONS.contains(name)) {
            throw new CommandException("rss function: `" + name + "' is none of " + String.join(", ", FUNCTIONS));
        }
        return FUNCTIONS.indexOf(name);
    }

    private long types() {
        long types = 0;
        for (final String name : words.getOrDefault("rss types", "").split(" use | and ")) {
            types |= name.isEmpty() ? 0 : type(name);
        }
        return types;
    }

    private static long type(final String name) {
        if (PARTS.contains(name)) {
            return 1L << FIRST_PART + PARTS.indexOf(name);
        }
        return DpdkSection.RSS_TYPES.entrySet().stream()
                .filter(type -> type.getKey().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandException("rss types: `" + name + "' is none of "
                        + String.join(
                                ", ",
                                Stream.concat(
                                                DpdkSection.RSS_TYPES.keySet().stream()
                                                        .map(known -> known.name()),
                                                PARTS.stream())
                                        .sorted()
                                        .toList())))
                .getValue();
    }
}
