package io.weir.platform.cli;

import io.weir.platform.cli.wire.Frame;
import io.weir.platform.cli.wire.FrameChannel;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's command socket. Accepts, reads and writes on daemon threads of its own (which inherit the starting thread's
 * core affinity: start it before main is pinned) and runs every request on main. It goes on accepting whatever fails, until
 * it is closed.
 */
public final class CliServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CliServer.class);
    private static final long PAUSE_MS = 100;
    private static final long SWEEP_MS = 1_000;

    private final SocketFile socket;
    private final RequestRunner runner;
    private final CliLimits limits;
    private final Clients clients;
    private final AtomicInteger accepted = new AtomicInteger();
    private Thread sweeper;

    private CliServer(final SocketFile socket, final RequestRunner runner, final CliLimits limits) {
        this.socket = socket;
        this.runner = runner;
        this.limits = limits;
        this.clients = new Clients(limits);
    }

    /**
     * Listens, and begins to accept.
     *
     * @param path of the socket; its directory is made if it isn't there
     * @param main runs each task on main, one after the other; may refuse with {@code RejectedExecutionException}
     * @param time main's, as those tasks may use it
     * @param hostVersion what clients show in their banner
     * @throws IOException with a sentence, if another host listens there or the socket can't be made
     */
    public static CliServer start(
            final Path path,
            final Interpreter interpreter,
            final Executor main,
            final MainTime time,
            final String hostVersion)
            throws IOException {
        return start(path, new RequestRunner(interpreter, main, time, hostVersion), CliLimits.ofHost());
    }

    /** The same within other limits. */
    static CliServer start(final Path path, final RequestRunner runner, final CliLimits limits) throws IOException {
        final CliServer server = new CliServer(SocketFile.listen(path), runner, limits);
        server.thread("cli-accept", server::acceptAll);
        server.sweeper = server.thread("cli-watch", server::sweepAll);
        return server;
    }

    /** The socket's file. */
    public Path path() {
        return socket.path();
    }

    /** Ends all connections and removes the socket. Any thread; a second time does nothing. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (final IOException e) {
            LOG.warn("cannot remove {}", socket.path(), e);
        }
        sweeper.interrupt();
        clients.closeAll();
    }

    private void acceptAll() {
        try (SpareDescriptor spare = new SpareDescriptor()) {
            boolean told = false;
            while (socket.channel().isOpen()) {
                try {
                    accept(socket.channel().accept());
                    spare.keep();
                    told = false;
                } catch (final IOException | RuntimeException | OutOfMemoryError e) {
                    if (socket.channel().isOpen()) {
                        if (!told) {
                            LOG.warn(
                                    "cannot accept a client at {} now, it is tried again: {}",
                                    socket.path(),
                                    e.toString());
                        }
                        told = true;
                        turnAwayBy(spare);
                    }
                }
            }
        }
    }

    /** There are no descriptors, or no threads, left: the next client learns it if that can be, and then there is a pause. */
    private void turnAwayBy(final SpareDescriptor spare) {
        try {
            if (spare.release()) {
                socket.channel().configureBlocking(false);
                final SocketChannel client = socket.channel().accept();
                if (client != null) {
                    turnAway(client, "it has no file descriptor left for another session");
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final IOException e) {
            LOG.debug("a client could not be turned away", e);
        } finally {
            try {
                socket.channel().configureBlocking(true);
            } catch (final IOException e) {
                LOG.debug("the socket is closed", e);
            }
            spare.keep();
        }
    }

    private void accept(final SocketChannel client) throws IOException {
        if (!clients.hasRoom()) {
            turnAway(client, limits.sessions() + " sessions are open already");
            return;
        }
        final CliConnection connection = new CliConnection(new FrameChannel(client), runner, limits);
        clients.add(connection);
        final int number = accepted.incrementAndGet();
        try {
            thread("cli-write-" + number, () -> {
                try {
                    connection.writeAll();
                } finally {
                    clients.remove(connection);
                }
            });
            thread("cli-read-" + number, connection::readAll);
        } catch (final OutOfMemoryError e) {
            connection.close();
            clients.remove(connection);
            throw e;
        }
        if (!socket.channel().isOpen()) {
            connection.close();
        }
    }

    private static void turnAway(final SocketChannel client, final String sentence) {
        try (FrameChannel channel = new FrameChannel(client)) {
            channel.write(Frame.ofText(Frame.BYE, sentence));
        } catch (final IOException e) {
            LOG.debug("a client that was turned away didn't wait", e);
        }
    }

    private void sweepAll() {
        try {
            while (socket.channel().isOpen()) {
                TimeUnit.MILLISECONDS.sleep(SWEEP_MS);
                clients.sweep();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread thread(final String name, final Runnable task) {
        return Thread.ofPlatform().daemon().name(name).start(task);
    }
}
