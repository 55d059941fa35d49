package io.weir.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A declared section: {@code name { ... }}, or one that comes once per label, {@code dev 0000:00:08.0 { ... }}. Immutable;
 * keep it in a constant.
 *
 * @param name as configured
 * @param label what stands behind the name, such as {@code NAME}; empty if nothing does
 * @param help one line without a full stop
 * @param settings in the section
 * @param blocks sections within the section
 * @param check says what is wrong with the section as a whole, null if nothing is; run once all its values are allowed
 */
public record SectionSpec(
        String name,
        String label,
        String help,
        List<Setting<?>> settings,
        List<SectionSpec> blocks,
        Function<ConfigSection, String> check) {

    public SectionSpec {
        settings = List.copyOf(settings);
        blocks = List.copyOf(blocks);
        final List<String> names = new ArrayList<>();
        settings.forEach(setting -> {
            names.add(setting.name());
            names.addAll(setting.aliases());
        });
        blocks.forEach(block -> names.add(block.name()));
        if (names.size() != names.stream().distinct().count()) {
            throw new IllegalArgumentException("section `" + name + "' declares a name twice: " + names);
        }
    }

    /** A section without settings. */
    public static SectionSpec of(final String name, final String help) {
        return new SectionSpec(name, "", help, List.of(), List.of(), section -> null);
    }

    /** The section with these settings too. */
    public SectionSpec with(final Setting<?>... added) {
        final List<Setting<?>> all = new ArrayList<>(settings);
        all.addAll(List.of(added));
        return new SectionSpec(name, label, help, all, blocks, check);
    }

    /** The section with this section in it; if that has a label, as often as wanted. */
    public SectionSpec with(final SectionSpec block) {
        final List<SectionSpec> all = new ArrayList<>(blocks);
        all.add(block);
        return new SectionSpec(name, label, help, settings, all, check);
    }

    /** The section as one of several that a label tells apart. */
    public SectionSpec labelled(final String newLabel) {
        return new SectionSpec(name, newLabel, help, settings, blocks, check);
    }

    /** The section with a check of its values against each other, which returns a sentence or null. */
    public SectionSpec checked(final Function<ConfigSection, String> newCheck) {
        return new SectionSpec(name, label, help, settings, blocks, newCheck);
    }
}
