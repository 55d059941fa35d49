package io.weir.platform.config;

import io.weir.cli.CommandException;
import io.weir.config.LiveSetting;
import io.weir.config.Setting;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * A setting with its present value. Main writes it while no worker runs.
 *
 * @param <T> the value
 */
public final class LiveValue<T> implements LiveSetting<T> {
    private final Setting<T> declaration;
    private final BiConsumer<String, Runnable> publisher;
    private final T initial;
    /** Whether values have the form of one word, which is kept beside the value. */
    private final boolean isWord;

    private T value;
    private long word;

    /**
     * A setting with the value that it begins with.
     *
     * @param publisher runs a change while no worker runs, and says why.
     * @throws CommandException when that value isn't allowed.
     */
    public LiveValue(final Setting<T> declaration, final T initial, final BiConsumer<String, Runnable> publisher) {
        this.declaration = declaration;
        this.publisher = publisher;
        if (initial == null || !declaration.type().takesValue()) {
            throw new IllegalArgumentException(
                    declaration.name() + ": what changes while the host runs has a default, and is set by a value");
        }
        this.initial = checked(initial);
        isWord = initial instanceof Number || initial instanceof Boolean || initial instanceof Duration;
        put(this.initial);
    }

    private void put(final T fresh) {
        value = fresh;
        word = word(fresh);
    }

    private static long word(final Object value) {
        return switch (value) {
            case final Number number -> number.longValue();
            case final Boolean on -> on ? 1 : 0;
            case final Duration duration -> duration.toNanos();
            default -> 0;
        };
    }

    /** Begins with what another version's setting of this name had; returns null, or why that isn't allowed any more. */
    public String carry(final String former) {
        try {
            put(parsed(former));
            return null;
        } catch (final CommandException e) {
            return e.getMessage();
        }
    }

    /** A setting's value as it would be configured. */
    public static <T> String text(final LiveSetting<T> setting) {
        return setting.declaration().type().format(setting.get());
    }

    @Override
    public Setting<T> declaration() {
        return declaration;
    }

    @Override
    public T initial() {
        return initial;
    }

    @Override
    public T get() {
        return value;
    }

    @Override
    public int getInt() {
        return (int) getLong();
    }

    @Override
    public long getLong() {
        if (!isWord) {
            throw new IllegalStateException("setting " + declaration.name() + " is no number");
        }
        return word;
    }

    @Override
    public boolean isOn() {
        return getLong() != 0;
    }

    @Override
    public void set(final T fresh) {
        publish(checked(fresh));
    }

    @Override
    public void parse(final String text) {
        publish(parsed(text));
    }

    private void publish(final T fresh) {
        publisher.accept("set " + declaration.name(), () -> put(fresh));
    }

    /** A value is allowed if its text is, and means the same. */
    private T checked(final T candidate) {
        final String text = declaration.type().format(candidate);
        if (!parsed(text).equals(candidate)) {
            throw refusal(text, null);
        }
        return candidate;
    }

    private T parsed(final String text) {
        try {
            return declaration.type().parse(text);
        } catch (final IllegalArgumentException e) {
            throw refusal(text, e);
        }
    }

    private CommandException refusal(final String text, final Exception cause) {
        return new CommandException(
                declaration.name() + ": value " + text + ", allowed is "
                        + declaration.type().allowed(),
                cause);
    }
}
