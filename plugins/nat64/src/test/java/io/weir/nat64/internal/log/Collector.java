package io.weir.nat64.internal.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Somebody at a port of this machine who is told. */
final class Collector implements AutoCloseable {
    private final DatagramChannel channel;
    private final int port;

    /** At any port. */
    Collector() {
        this("127.0.0.1", 0);
    }

    Collector(final String address, final int at) {
        try {
            channel = DatagramChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 22);
            channel.bind(new InetSocketAddress(InetAddress.getByName(address), at));
            port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** The next message, or null. */
    ByteBuffer next() {
        final ByteBuffer message = ByteBuffer.allocate(65_536);
        try {
            return channel.receive(message) == null ? null : message.flip();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
