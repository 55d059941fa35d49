package io.weir.platform.plugin.ledger;

import io.weir.cli.CommandException;
import io.weir.platform.fault.Failures;
import io.weir.platform.text.Printable;

/** A part of a plugin threw: a sentence that names the plugin, the part, and what it threw. The log has the stack. */
public final class PluginFailure extends CommandException {
    private static final long serialVersionUID = 1L;

    private final String what;

    PluginFailure(final String id, final String part, final Throwable thrown) {
        super(text(id, part, thrown), thrown);
        what = what(part, thrown);
    }

    /** The sentence without the plugin, for those who know its version too. */
    public String what() {
        return what;
    }

    /** The sentence. */
    static String text(final String id, final String part, final Throwable thrown) {
        return "plugin " + id + ": " + what(part, thrown);
    }

    private static String what(final String part, final Throwable thrown) {
        return part + " threw " + thrown(thrown) + "; the log has the stack";
    }

    private static String thrown(final Throwable thrown) {
        final String type = thrown.getClass().getName();
        final String text = Failures.text(thrown);
        return Printable.line(text.startsWith(type) ? text : type + ": " + text);
    }

    /** Whether what was thrown is the host's own word, which is told as it is, or the end of the process. */
    static boolean isHosts(final Throwable thrown) {
        return thrown instanceof CommandException
                || thrown instanceof VirtualMachineError
                || thrown.getClass().getName().startsWith("io.weir.platform.");
    }
}
