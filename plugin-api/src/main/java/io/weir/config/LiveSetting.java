package io.weir.config;

import io.weir.cli.CommandException;

/**
 * A declared setting that commands change while the host runs and that nodes read. It changes at a barrier, so never within
 * a frame; the next version of the plugin takes the value over if it still allows it.
 *
 * @param <T> the value
 */
public interface LiveSetting<T> {
    /** What was declared. */
    Setting<T> declaration();

    /** The value that it began with: the declared default, or what the plugin gave instead. */
    T initial();

    /** The value. Any thread of the graph may call. */
    T get();

    /**
     * A value that is a whole number, as {@code get}, without an object on the way. Any thread of the graph may call.
     *
     * @throws IllegalStateException when it is of another type.
     */
    int getInt();

    /** The same for a {@code Long}, an {@code Integer}, or a {@code Duration}, whose nanoseconds these are. */
    long getLong();

    /** The same for a {@code Boolean}. */
    boolean isOn();

    /**
     * Changes the value at a barrier. Only main calls.
     *
     * @throws CommandException naming the setting, the value and what is allowed, when this isn't.
     */
    void set(T value);

    /** Changes it to what a text says, as it would be configured; otherwise like {@link #set}. */
    void parse(String text);
}
