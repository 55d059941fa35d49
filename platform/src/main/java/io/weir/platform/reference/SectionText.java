package io.weir.platform.reference;

import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import java.util.List;

/** A section of the configuration: its settings with what is allowed, and the sections within it. */
final class SectionText {
    private static final int TOP_LEVEL = 3;
    static final List<String> HEADING = List.of("Setting", "Allowed", "Default", "What it does");

    private final Markdown page;

    SectionText(final Markdown page) {
        this.page = page;
    }

    void write(final SectionSpec section) {
        write(section, "", TOP_LEVEL);
    }

    private void write(final SectionSpec section, final String path, final int level) {
        final String name = (path + " " + section.name() + " " + section.label()).strip();
        page.heading(level, Markdown.code(name + " { ... }"));
        page.paragraph(Markdown.plain(section.help()) + ".");
        page.table(HEADING, section.settings().stream().map(SectionText::row).toList());
        section.blocks().forEach(block -> write(block, name, level + 1));
    }

    static List<String> row(final Setting<?> setting) {
        final String also = setting.aliases().isEmpty() ? "" : ", or " + Markdown.codes(setting.aliases());
        return List.of(
                Markdown.code(setting.name()) + also,
                Markdown.plain(setting.type().allowed()),
                defaultValue(setting),
                Markdown.plain(setting.help()));
    }

    private static <T> String defaultValue(final Setting<T> setting) {
        if (setting.defaultText() != null) {
            return Markdown.plain(setting.defaultText());
        }
        final boolean silent = setting.defaultValue() == null || !setting.type().takesValue();
        return silent ? "" : Markdown.code(setting.type().format(setting.defaultValue()));
    }
}
