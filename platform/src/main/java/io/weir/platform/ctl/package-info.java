/**
 * The client, {@code weir ctl}: one command, a script from standard input, or an interactive session. It shares with the
 * host only the protocol of {@link io.weir.platform.cli.wire}; the path of {@code weir ctl COMMAND} loads neither picocli
 * nor JLine nor a logger, because it is started over and over from scripts.
 */
package io.weir.platform.ctl;
