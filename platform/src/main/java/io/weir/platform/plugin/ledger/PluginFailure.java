package io.weir.platform.plugin.ledger;

import io.weir.cli.CommandException;
import io.weir.platform.fault.Failures;

/** A part of a plugin threw: a sentence that names the plugin, the part, and what it threw. The log has the stack. */
public final class PluginFailure extends CommandException {
    private static final long serialVersionUID = 1L;

    PluginFailure(final String id, final String part, final Throwable thrown) {
        super(text(id, part, thrown), thrown);
    }

    /** The sentence. */
    static String text(final String id, final String part, final Throwable thrown) {
        return "plugin " + id + ": " + part + " threw " + thrown(thrown) + "; the log has the stack";
    }

    private static String thrown(final Throwable thrown) {
        final String type = thrown.getClass().getName();
        final String text = Failures.text(thrown);
        return text.startsWith(type) ? text : type + ": " + text;
    }

    /** Whether what was thrown is the host's own word, which is told as it is, or the end of the process. */
    static boolean isHosts(final Throwable thrown) {
        return thrown instanceof CommandException
                || thrown instanceof VirtualMachineError
                || thrown.getClass().getName().startsWith("io.weir.platform.");
    }
}
