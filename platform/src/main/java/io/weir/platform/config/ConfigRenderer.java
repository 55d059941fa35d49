package io.weir.platform.config;

import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import java.util.Collection;

/** Writes sections with the values that hold and, as comments, where these come from. */
final class ConfigRenderer {

    private static final int COMMENT_COLUMN = 48;

    private final StringBuilder text = new StringBuilder();

    String render(final Collection<BoundSection> sections) {
        sections.forEach(section -> section(section, ""));
        return text.toString();
    }

    private void section(final BoundSection section, final String indent) {
        final SectionSpec spec = section.spec();
        text.append(indent)
                .append((spec.name() + " " + section.label()).strip())
                .append(" {\n");
        spec.settings().forEach(setting -> setting(section, setting, indent + "  "));
        spec.blocks().forEach(block -> section.bound(block).forEach(each -> section(each, indent + "  ")));
        text.append(indent).append("}\n");
    }

    private <T> void setting(final BoundSection section, final Setting<T> setting, final String indent) {
        final var values = section.bound(setting);
        if (values.isEmpty()) {
            final T value = setting.defaultValue();
            if (value == null || !setting.type().takesValue()) {
                line(indent + "# " + setting.name(), "not set");
            } else {
                line(indent + setting.name() + " " + quoted(setting.type().format(value)), "default");
            }
            return;
        }
        final var parsed = section.values(setting);
        for (int i = 0; i < values.size(); i++) {
            final boolean valued = setting.type().takesValue();
            final String value = valued ? " " + quoted(setting.type().format(parsed.get(i))) : "";
            line(indent + setting.name() + value, values.get(i).position().toString());
        }
    }

    private void line(final String setting, final String origin) {
        text.append(setting).repeat(' ', Math.max(1, COMMENT_COLUMN - setting.length()));
        text.append("# ").append(origin).append('\n');
    }

    private static String quoted(final String value) {
        return value.isEmpty() || value.matches(".*[\\s{}#].*") ? '"' + value + '"' : value;
    }
}
