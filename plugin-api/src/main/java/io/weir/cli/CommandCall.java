package io.weir.cli;

import io.weir.net.Ip4Prefix;
import io.weir.plugin.HostOnly;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One run of a command: its arguments and its output. Used on main only, until the handler returns.
 *
 * <p>Asking for an argument that the line didn't have is the command's mistake and throws {@link IllegalStateException};
 * ask {@link #has(String)}, or give a default, where the pattern makes it optional.
 */
public final class CommandCall {

    private final Arguments arguments;
    private final CommandSession session;

    /** A call with what was understood of the line, and where its output goes. */
    @HostOnly
    public CommandCall(final Arguments arguments, final CommandSession session) {
        this.arguments = arguments;
        this.session = session;
    }

    /** Whether the line had this literal word, argument or group; words are given in full however they were typed. */
    public boolean has(final String name) {
        return arguments.has(name);
    }

    /** The argument as it was typed; for {@code braces} what stands between them. */
    public String get(final String name) {
        return value(name).text();
    }

    /** The argument as it was typed, or a default if the line doesn't have it. */
    public String get(final String name, final String defaultText) {
        return given(name) ? get(name) : defaultText;
    }

    /** The argument's value. */
    public <T> T get(final String name, final Class<T> type) {
        return type.cast(value(name).value());
    }

    /** The value of an {@code int}. */
    public int getInt(final String name) {
        return get(name, Integer.class);
    }

    /** The value of an {@code int}, or a default if the line doesn't have it. */
    public int getInt(final String name, final int defaultValue) {
        return given(name) ? getInt(name) : defaultValue;
    }

    /** The value of an {@code int}, {@code long} or {@code size} (bytes). */
    public long getLong(final String name) {
        return get(name, Number.class).longValue();
    }

    /** The value of an {@code int}, {@code long} or {@code size}, or a default if the line doesn't have it. */
    public long getLong(final String name, final long defaultValue) {
        return given(name) ? getLong(name) : defaultValue;
    }

    /** The sw_if_index of an {@code interface}. */
    public int getInterface(final String name) {
        return getInt(name);
    }

    /** The value of an {@code ip4}, in host order. */
    public int getIp4(final String name) {
        return getInt(name);
    }

    /** The value of an {@code ip4-prefix}, host bits kept. */
    public Ip4Prefix getIp4Prefix(final String name) {
        return get(name, Ip4Prefix.class);
    }

    /** The value of a {@code mac}, in the low 48 bits. */
    public long getMac(final String name) {
        return get(name, Long.class);
    }

    /** The argument as a file name, a relative one resolved where the user is. */
    public Path getPath(final String name) {
        return session.workingDirectory().resolve(get(name));
    }

    /** All values of an argument that is in a repeated group, in the line's order; empty if there is none. */
    public <T> List<T> list(final String name, final Class<T> type) {
        return arguments.values(name).stream()
                .map(value -> type.cast(value.value()))
                .toList();
    }

    /** All values of an argument as they were typed, in the line's order; empty if there is none. */
    public List<String> list(final String name) {
        return arguments.values(name).stream().map(Arguments.Value::text).toList();
    }

    /** The occurrences of a repeated group, each as a call of its own; a group's name is its first word or argument. */
    public List<CommandCall> groups(final String name) {
        return arguments.groups(name).stream()
                .map(group -> new CommandCall(group, session))
                .toList();
    }

    /**
     * Shows all that a table holds now, one after the other, and gives main back in between if it takes long
     * ({@link CommandSession#pause}). What is shown last may have gone from the table by then.
     */
    public <T> void forEach(final Collection<? extends T> table, final Consumer<? super T> show) {
        for (final T each : List.copyOf(table)) {
            show.accept(each);
            session.pause();
        }
    }

    /** Prints the text as it is. */
    public void print(final CharSequence text) {
        session.print(text);
    }

    /** Prints a line, formatted as by {@link String#format} if there are arguments, else as it is. */
    public void println(final String format, final Object... args) {
        session.print((args.length == 0 ? format : String.format(Locale.ROOT, format, args)) + "\n");
    }

    /** The output as an appendable. */
    public Appendable out() {
        return new SessionAppendable(session);
    }

    /** Who typed the command. */
    public CommandSession session() {
        return session;
    }

    /** The refusal to throw: {@code throw call.refuse("...")}. One sentence that names the wrong input. */
    public CommandException refuse(final String format, final Object... args) {
        return new CommandException(args.length == 0 ? format : String.format(Locale.ROOT, format, args));
    }

    private boolean given(final String name) {
        return !arguments.values(name).isEmpty();
    }

    private Arguments.Value value(final String name) {
        final List<Arguments.Value> found = arguments.values(name);
        if (found.isEmpty()) {
            throw new IllegalStateException("the line has no argument `" + name + "'");
        }
        return found.getFirst();
    }

    private record SessionAppendable(CommandSession session) implements Appendable {
        @Override
        public Appendable append(final CharSequence text) {
            session.print(text == null ? "null" : text);
            return this;
        }

        @Override
        public Appendable append(final CharSequence text, final int start, final int end) {
            return append((text == null ? "null" : text).subSequence(start, end));
        }

        @Override
        public Appendable append(final char c) {
            return append(String.valueOf(c));
        }
    }
}
