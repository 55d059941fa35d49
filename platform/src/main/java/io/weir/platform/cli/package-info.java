/**
 * The command line as the host sees it: the commands there are, how a line is understood and run, and the Unix socket
 * over which clients send lines.
 *
 * <p>Everything but {@link io.weir.platform.cli.CliServer} is used on main only. The server's threads read and write
 * sockets and hand every request to main through an {@link java.util.concurrent.Executor}; what a client is slow to read
 * waits in a bounded queue on its connection, so that main never waits for a client. The protocol is described in
 * {@link io.weir.platform.cli.wire}.
 */
package io.weir.platform.cli;
