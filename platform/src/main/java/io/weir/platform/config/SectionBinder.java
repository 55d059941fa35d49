package io.weir.platform.config;

import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives items their meaning by a declaration, and gathers a sentence for every mistake. */
final class SectionBinder {

    private static final Pattern SETTING = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final List<String> mistakes;

    SectionBinder(final List<String> mistakes) {
        this.mistakes = mistakes;
    }

    void bind(final List<Item> items, final BoundSection section, final String path) {
        final int mistakesBefore = mistakes.size();
        int at = 0;
        while (at < items.size()) {
            at = switch (items.get(at)) {
                case Item.Word word -> key(items, at, word, section, path);
                case Item.Block block -> {
                    mistakes.add(block.position() + ": " + path + ": a name is missing before `{'");
                    yield at + 1;
                }
            };
        }
        if (mistakes.size() == mistakesBefore) {
            final String wrong = section.spec().check().apply(section);
            if (wrong != null) {
                final String where = items.isEmpty() ? "" : items.getFirst().position() + ": ";
                mistakes.add(where + path + ": " + wrong);
            }
        }
    }

    /** Binds what begins with a word; returns where the next begins. */
    private int key(
            final List<Item> items, final int at, final Item.Word word, final BoundSection section, final String path) {
        for (final Setting<?> setting : section.spec().settings()) {
            if (setting.isNamed(word.text())) {
                return setting(items, at, setting, section, path);
            }
        }
        for (final SectionSpec block : section.spec().blocks()) {
            if (block.name().equals(word.text())) {
                return block(items, at, block, section, path);
            }
        }
        final int next = nextKnown(items, at + 1, section.spec());
        final String names = unknown(items.subList(at, next));
        mistakes.add(word.position() + ": " + path + ": unknown setting" + (names.contains(",") ? "s " : " ") + names
                + ", allowed is " + String.join(", ", names(section.spec())));
        return next;
    }

    /** The first word, and those behind it that look like settings and not like the values of one. */
    private static String unknown(final List<Item> items) {
        return Stream.concat(
                        Stream.of(items.getFirst()),
                        items.stream()
                                .skip(1)
                                .filter(item -> item instanceof Item.Word word
                                        && SETTING.matcher(word.text()).matches()))
                .map(item -> ((Item.Word) item).text())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private int setting(
            final List<Item> items,
            final int at,
            final Setting<?> setting,
            final BoundSection section,
            final String path) {
        final Position position = items.get(at).position();
        final String where = position + ": " + path + " " + setting.name() + ": ";
        final boolean valued = setting.type().takesValue();
        if (valued && !(at + 1 < items.size() && items.get(at + 1) instanceof Item.Word)) {
            mistakes.add(
                    where + "the value is missing, allowed is " + setting.type().allowed());
            return at + 1;
        }
        final String text = valued ? ((Item.Word) items.get(at + 1)).text() : "";
        try {
            section.add(setting, new BoundSection.Value(setting.type().parse(text), position));
        } catch (final IllegalArgumentException e) {
            mistakes.add(
                    where + "value " + text + ", allowed is " + setting.type().allowed());
        }
        return valued ? at + 2 : at + 1;
    }

    private int block(
            final List<Item> items,
            final int at,
            final SectionSpec spec,
            final BoundSection section,
            final String path) {
        int next = at + 1;
        String label = "";
        if (!spec.label().isEmpty()) {
            if (next == items.size() || !(items.get(next) instanceof Item.Word word)) {
                mistakes.add(items.get(at).position() + ": " + path + " " + spec.name() + ": " + spec.label()
                        + " is missing");
                return next < items.size() ? next + 1 : next;
            }
            label = word.text();
            next++;
        }
        final String blockPath = (path + " " + spec.name() + " " + label).strip();
        final BoundSection block = section.block(spec, label);
        if (next < items.size() && items.get(next) instanceof Item.Block braces) {
            bind(braces.items(), block, blockPath);
            return next + 1;
        }
        if (spec.label().isEmpty()) {
            mistakes.add(items.get(at).position() + ": " + blockPath + ": `{' is missing");
        }
        return next;
    }

    /** Skips what belongs to an unknown setting. */
    private static int nextKnown(final List<Item> items, final int from, final SectionSpec spec) {
        int at = from;
        while (at < items.size() && !(items.get(at) instanceof Item.Word word && known(spec, word.text()))) {
            at++;
        }
        return at;
    }

    private static boolean known(final SectionSpec spec, final String word) {
        return spec.settings().stream().anyMatch(setting -> setting.isNamed(word))
                || spec.blocks().stream().anyMatch(block -> block.name().equals(word));
    }

    private static List<String> names(final SectionSpec spec) {
        final List<String> names = new ArrayList<>();
        spec.settings().forEach(setting -> names.add(setting.name()));
        spec.blocks().forEach(block -> names.add(block.name()));
        return names;
    }
}
