package io.weir.distribution;

import io.weir.cli.CommandPattern;
import io.weir.cli.CommandPattern.Element;
import io.weir.cli.CommandPattern.Group;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Lines that are right up to one place, where a word is missing, wrong or too many: all that a command's pattern has. */
final class WrongLines {
    private static final String NO_WORD = "{ x }";

    private static final List<String> NO_NUMBERS = List.of(
            "\"\"", "1.5", "0x", "-", "nope", "99999999999999999999", "-99999999999999999999", "9".repeat(5_000));

    private static final Map<String, String> GOOD = Map.ofEntries(
            Map.entry("mac", "02:00:00:00:00:01"),
            Map.entry("ip4", "10.9.9.9"),
            Map.entry("ip4-prefix", "10.9.9.0/24"),
            Map.entry("ip6", "fd00::9"),
            Map.entry("ip6-prefix", "fd00::/64"),
            Map.entry("interface", "pg0"),
            Map.entry("node", "error-drop"),
            Map.entry("arc", "device-input"),
            Map.entry("plugin", "ip4"),
            Map.entry("size", "1m"),
            Map.entry("braces", "{ x }"));

    /**
     * A line.
     *
     * @param text that is typed
     * @param wrong what of it is wrong, empty if something is missing
     * @param argument whose place that is, empty if a word's
     */
    record Line(String text, String wrong, String argument) {}

    /** A word or an argument on the way through a pattern; a line may end before one that is optional. */
    private record Step(Element element, boolean optional) {}

    private final Set<Line> lines = new LinkedHashSet<>();

    private WrongLines() {}

    static Set<Line> of(final CommandPattern pattern) {
        final WrongLines wrong = new WrongLines();
        for (final List<Step> path : paths(pattern.root())) {
            wrong.along(path);
        }
        return wrong.lines;
    }

    /** Lines that are right. */
    static List<String> right(final CommandPattern pattern) {
        return paths(pattern.root()).stream()
                .map(path -> path.stream().map(step -> good(step.element())).collect(Collectors.joining(" ")))
                .toList();
    }

    private void along(final List<Step> path) {
        final StringBuilder before = new StringBuilder();
        for (final Step step : path) {
            if (step.element() instanceof final Element.Argument argument) {
                argument(before.toString(), argument, step.optional());
            } else {
                lines.add(new Line(before + NO_WORD, NO_WORD, ""));
                lines.add(new Line(before + "y".repeat(5_000), "yyyy", ""));
            }
            before.append(good(step.element())).append(' ');
        }
        if (!(path.getLast().element() instanceof final Element.Argument last
                && type(last).equals("text"))) {
            lines.add(new Line(before + NO_WORD, NO_WORD, ""));
        }
    }

    private void argument(final String before, final Element.Argument argument, final boolean optional) {
        final String type = type(argument);
        if (!optional) {
            lines.add(new Line(before.strip(), "", argument.name()));
        }
        if (type.equals("text")) {
            return;
        }
        if (type.equals("int") || type.equals("long")) {
            NO_NUMBERS.forEach(word -> lines.add(new Line(before + word, word, argument.name())));
        } else if (GOOD.containsKey(type) && !type.equals("plugin")) {
            lines.add(new Line(before + "?!", "?!", argument.name()));
        }
        lines.add(new Line(before + "\"unclosed", "\"unclosed", argument.name()));
        if (!type.equals("braces")) {
            lines.add(new Line(before + NO_WORD, NO_WORD, argument.name()));
        }
    }

    private static String type(final Element.Argument argument) {
        return argument.type().isEmpty() ? argument.name() : argument.type();
    }

    private static String good(final Element element) {
        return switch (element) {
            case Element.Word(var word) -> word;
            case Element.Argument argument
            when argument.type().equals("int") || argument.type().equals("long") ->
                argument.parameter().isEmpty()
                        ? "1"
                        : argument.parameter().substring(0, argument.parameter().indexOf('.'));
            case Element.Argument argument -> GOOD.getOrDefault(type(argument), "anything");
            default -> throw new IllegalArgumentException("no word and no argument: " + element);
        };
    }

    /** Ways through a pattern: every alternative, every optional group alone. */
    private static List<List<Step>> paths(final Element element) {
        return switch (element) {
            case Element.Word word -> List.of(List.of(new Step(word, false)));
            case Element.Argument argument -> List.of(List.of(new Step(argument, false)));
            case Element.Repeat(var group) -> paths(group.body());
            case Element.Choice(var alternatives) ->
                alternatives.stream().flatMap(each -> paths(each).stream()).toList();
            case Element.Options(var groups) -> {
                final List<List<Step>> all = new ArrayList<>(List.of(List.of()));
                for (final Group group : groups) {
                    paths(group.body())
                            .forEach(path -> all.add(joined(
                                    List.of(new Step(path.getFirst().element(), true)), path.subList(1, path.size()))));
                }
                yield all;
            }
            case Element.Sequence(var elements) -> {
                List<List<Step>> all = List.of(List.of());
                for (final Element each : elements) {
                    all = continued(all, paths(each), each instanceof Element.Options);
                }
                yield all;
            }
        };
    }

    /** Every beginning with every end; of optional ends, only the first beginning has each. */
    private static List<List<Step>> continued(
            final List<List<Step>> beginnings, final List<List<Step>> ends, final boolean optional) {
        final List<List<Step>> all = new ArrayList<>();
        for (final List<Step> beginning : beginnings) {
            final boolean each = !optional || beginning == beginnings.getFirst();
            (each ? ends : ends.subList(0, 1)).forEach(end -> all.add(joined(beginning, end)));
        }
        return all;
    }

    private static List<Step> joined(final List<Step> beginning, final List<Step> end) {
        final List<Step> all = new ArrayList<>(beginning);
        all.addAll(end);
        return all;
    }
}
