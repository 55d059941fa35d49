package io.weir.config;

/**
 * A type of setting: how its text becomes a value.
 *
 * @param <T> the value
 */
public interface SettingType<T> {

    /**
     * The value of a text.
     *
     * @throws IllegalArgumentException if it isn't allowed; the host makes the sentence, with {@link #allowed()}
     */
    T parse(String text);

    /** What is allowed, to follow "allowed is": {@code 1..64}. */
    String allowed();

    /** Whether a value follows the setting's name; a flag is set by its name alone, and parsed from an empty text. */
    default boolean takesValue() {
        return true;
    }

    /** The value as it would be configured. */
    default String format(final T value) {
        return String.valueOf(value);
    }
}
