/**
 * Commands as a plugin declares them. A declaration is a {@link io.weir.cli.CommandPattern}, a line of help and a
 * {@link io.weir.cli.CommandHandler}, which the host runs on main with a {@link io.weir.cli.CommandCall} once the whole
 * line was understood: a command is never half executed for a mistake in its line.
 */
package io.weir.cli;
