package io.weir.config;

import java.util.List;
import java.util.Objects;

/**
 * A declared setting. Keep it in a constant: it is also the key under which its value is read.
 *
 * @param name as configured, words joined by hyphens, with its unit if it has one
 * @param aliases other names for the same
 * @param type how it is read
 * @param defaultValue what holds if it isn't configured; null if then nothing does
 * @param help one line without a full stop
 * @param defaultText the default in words, where it depends on the machine; null where the value itself says it
 * @param <T> the value
 */
public record Setting<T>(
        String name, List<String> aliases, SettingType<T> type, T defaultValue, String help, String defaultText) {

    public Setting {
        Objects.requireNonNull(type, "type");
        aliases = List.copyOf(aliases);
        if (name.isBlank() || help.isBlank()) {
            throw new IllegalArgumentException("setting `" + name + "' needs a name and a line of help");
        }
    }

    /** A setting with its default, which may be null. */
    public static <T> Setting<T> of(
            final String name, final SettingType<T> type, final T defaultValue, final String help) {
        return new Setting<>(name, List.of(), type, defaultValue, help, null);
    }

    /** A setting that is false unless its name stands there. */
    public static Setting<Boolean> flag(final String name, final String help) {
        return of(name, SettingTypes.flag(), false, help);
    }

    /** The same setting with further names. */
    public Setting<T> alias(final String... names) {
        return new Setting<>(name, List.of(names), type, defaultValue, help, defaultText);
    }

    /** The same setting with a default that the reference tells in words, for it depends on the machine. */
    public Setting<T> defaultText(final String text) {
        return new Setting<>(name, aliases, type, defaultValue, help, text);
    }

    /** Whether a word is one of the setting's names. */
    public boolean isNamed(final String word) {
        return name.equals(word) || aliases.contains(word);
    }
}
