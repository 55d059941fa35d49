package io.weir.plugin;

import io.weir.cli.CommandException;

/** A number that commands and the configuration change and nodes read. Reading is free; it changes at a barrier. */
public final class IntSetting {
    /** How the host makes a change visible to all workers at once. */
    @FunctionalInterface
    public interface Publisher {
        /** Runs the change while no worker runs. */
        void publish(String why, Runnable change);
    }

    private final String name;
    private final int initial;
    private final int min;
    private final int max;
    private final Publisher publisher;
    private int value;

    /** For the host: {@code Registrar.intSetting} gives settings out. */
    public IntSetting(final String name, final int initial, final int min, final int max, final Publisher publisher) {
        this(name, initial, initial, min, max, publisher);
    }

    /** For the host: one that begins with another value, which the version before had. */
    public IntSetting(
            final String name,
            final int initial,
            final int carried,
            final int min,
            final int max,
            final Publisher publisher) {
        this.name = name;
        this.min = min;
        this.max = max;
        this.publisher = publisher;
        this.initial = checked(initial);
        value = checked(carried);
    }

    public String name() {
        return name;
    }

    /** The value that it has unless it is changed. */
    public int initial() {
        return initial;
    }

    /** The least that is allowed. */
    public int min() {
        return min;
    }

    /** The most that is allowed. */
    public int max() {
        return max;
    }

    /** The value. Any worker's thread may call; it doesn't change within a frame. */
    public int get() {
        return value;
    }

    /**
     * Changes the value at a barrier. Only main calls.
     *
     * @throws CommandException naming the value and the range, when it lies outside.
     */
    public void set(final int newValue) {
        final int good = checked(newValue);
        publisher.publish("set " + name, () -> value = good);
    }

    private int checked(final int candidate) {
        if (candidate < min || candidate > max) {
            throw new CommandException(
                    name + ": " + candidate + " is out of range, " + min + " to " + max + " is allowed");
        }
        return candidate;
    }
}
