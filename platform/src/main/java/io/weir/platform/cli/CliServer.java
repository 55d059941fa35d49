package io.weir.platform.cli;

import io.weir.platform.cli.wire.Frame;
import io.weir.platform.cli.wire.FrameChannel;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's command socket. Accepts, reads and writes on daemon threads of its own (which inherit the starting thread's
 * core affinity: start it before main is pinned) and runs every request on main.
 */
public final class CliServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CliServer.class);
    private static final int MAX_CONNECTIONS = 64;

    private final SocketFile socket;
    private final Interpreter interpreter;
    private final Executor main;
    private final String hostVersion;
    private final Set<CliConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    private CliServer(
            final SocketFile socket, final Interpreter interpreter, final Executor main, final String hostVersion) {
        this.socket = socket;
        this.interpreter = interpreter;
        this.main = main;
        this.hostVersion = hostVersion;
    }

    /**
     * Listens, and begins to accept.
     *
     * @param path of the socket; its directory is made if it isn't there
     * @param main runs each task on main, one after the other; may refuse with {@code RejectedExecutionException}
     * @param hostVersion what clients show in their banner
     * @throws IOException with a sentence, if another host listens there or the socket can't be made
     */
    public static CliServer start(
            final Path path, final Interpreter interpreter, final Executor main, final String hostVersion)
            throws IOException {
        final CliServer server = new CliServer(SocketFile.listen(path), interpreter, main, hostVersion);
        server.thread("cli-accept", server::acceptAll);
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
        connections.forEach(CliConnection::close);
    }

    private void acceptAll() {
        while (socket.channel().isOpen()) {
            try {
                accept(socket.channel().accept());
            } catch (final ClosedChannelException e) {
                return;
            } catch (final IOException e) {
                LOG.warn("cannot accept a client at {}, no more are accepted", socket.path(), e);
                return;
            }
        }
    }

    private void accept(final SocketChannel client) throws IOException {
        final FrameChannel channel = new FrameChannel(client);
        if (connections.size() >= MAX_CONNECTIONS) {
            try (channel) {
                channel.write(Frame.ofText(Frame.BYE, MAX_CONNECTIONS + " sessions are open already"));
            } catch (final IOException e) {
                LOG.debug("a client that was turned away didn't wait", e);
            }
            return;
        }
        final CliConnection connection = new CliConnection(channel, interpreter, main, hostVersion);
        connections.add(connection);
        if (!socket.channel().isOpen()) {
            connection.close();
        }
        final int number = accepted.incrementAndGet();
        thread("cli-read-" + number, connection::readAll);
        thread("cli-write-" + number, () -> {
            try {
                connection.writeAll();
            } finally {
                connections.remove(connection);
            }
        });
    }

    private void thread(final String name, final Runnable task) {
        Thread.ofPlatform().daemon().name(name).start(task);
    }
}
