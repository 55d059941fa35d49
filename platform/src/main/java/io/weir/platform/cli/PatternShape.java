package io.weir.platform.cli;

import io.weir.cli.CommandPattern.Element;
import io.weir.cli.CommandPattern.Group;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What tells a pattern from others: two patterns of the same shape match the same lines. */
final class PatternShape {

    private PatternShape() {}

    /** Argument names left out, alternatives and optional groups sorted. */
    static String of(final Element element) {
        return switch (element) {
            case Element.Word(var text) -> text;
            case Element.Argument argument ->
                "<%s>"
                        .formatted(
                                argument.type().isEmpty()
                                        ? argument.name()
                                        : (argument.type() + " " + argument.parameter()).strip());
            case Element.Sequence(var elements) ->
                elements.stream().map(PatternShape::of).collect(Collectors.joining(" "));
            case Element.Choice(var alternatives) -> sorted(alternatives, "(", "|", ")");
            case Element.Options(var groups) ->
                groups.stream().map(PatternShape::of).sorted().collect(Collectors.joining(" "));
            case Element.Repeat(var group) -> "(" + of(group.body()) + ")...";
        };
    }

    /** Hands over every argument in the element. */
    static void arguments(final Element element, final Consumer<Element.Argument> out) {
        switch (element) {
            case Element.Word word -> {}
            case Element.Argument argument -> out.accept(argument);
            case Element.Sequence(var elements) -> elements.forEach(each -> arguments(each, out));
            case Element.Choice(var alternatives) -> alternatives.forEach(each -> arguments(each, out));
            case Element.Options(var groups) -> groups.forEach(each -> arguments(each.body(), out));
            case Element.Repeat(var group) -> arguments(group.body(), out);
        }
    }

    private static String of(final Group group) {
        return "[" + of(group.body()) + "]" + (group.repeated() ? "..." : "");
    }

    private static String sorted(
            final List<Element> elements, final String before, final String between, final String after) {
        return elements.stream().map(PatternShape::of).sorted().collect(Collectors.joining(between, before, after));
    }
}
