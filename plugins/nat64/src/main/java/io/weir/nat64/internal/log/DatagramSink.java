package io.weir.nat64.internal.log;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;

/**
 * A socket of the host's kernel by which a collector is told. What can't be sent is counted; the log says so once, and again when
 * all is well or a minute later. One thread, but for what says otherwise.
 */
final class DatagramSink implements AutoCloseable {
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long QUIET_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long FULL_NS = 200_000;
    /** How often a full socket is tried again: 20 ms in all; then no message waits until one gets through. */
    private static final int TRIES = 100;

    private final String what;
    private final Logger log;
    private final LogSettings.Endpoint endpoint;
    private final int sourcePort;
    private final SinkCounts counts;
    private DatagramChannel channel;
    private long triedNs;
    private long saidNs;
    private boolean said;
    private boolean full;
    private volatile String trouble;

    /**
     * A sink, which isn't open yet.
     *
     * @param what goes there, for the log.
     * @param sourcePort 0 for any.
     */
    DatagramSink(
            final String what,
            final Logger log,
            final LogSettings.Endpoint endpoint,
            final int sourcePort,
            final SinkCounts counts) {
        this.what = what;
        this.log = log;
        this.endpoint = endpoint;
        this.sourcePort = sourcePort;
        this.counts = counts;
        open();
    }

    /** Why nothing gets through, as far as is known, or null. Any thread. */
    String trouble() {
        return trouble;
    }

    private boolean open() {
        triedNs = System.nanoTime();
        try {
            final InetAddress source = InetAddress.getByName(endpoint.source());
            channel = DatagramChannel.open(
                    endpoint.source().contains(":") ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(source, sourcePort));
            channel.connect(new InetSocketAddress(InetAddress.getByName(endpoint.collector()), endpoint.port()));
            trouble = null;
            return true;
        } catch (final IOException | RuntimeException failed) {
            failed("can't be sent from " + endpoint.source() + " port " + sourcePort + ": " + failed.getMessage());
            close();
            return false;
        }
    }

    /** Whether the socket is there; tries to have it once a second. */
    private boolean isOpen() {
        return channel != null || System.nanoTime() - triedNs >= RETRY_NS && open();
    }

    /** Sends a message with so many records in it. */
    void send(final ByteBuffer message, final int records) {
        if (!isOpen() || !write(message)) {
            counts.failed(records);
            return;
        }
        counts.sent(records);
        if (said && System.nanoTime() - saidNs > QUIET_NS) {
            said = false;
            trouble = null;
            log.info("{} to {} is sent again", what, endpoint);
        }
    }

    private boolean write(final ByteBuffer message) {
        boolean again = true;
        for (int i = 0; i < TRIES; i++) {
            try {
                if (channel.write(message) > 0) {
                    full = false;
                    return true;
                }
                if (full) {
                    return false;
                }
                LockSupport.parkNanos(FULL_NS);
            } catch (final PortUnreachableException unreachable) {
                // Of a message before this one: nobody was there.
                failed("finds nobody at " + endpoint);
                if (!again) {
                    return false;
                }
                again = false;
            } catch (final IOException failed) {
                failed("can't be sent to " + endpoint + ": " + failed.getMessage());
                return false;
            }
        }
        full = true;
        failed("can't be sent to " + endpoint + ": the socket is full");
        return false;
    }

    private void failed(final String why) {
        trouble = what + " " + why;
        final long nowNs = System.nanoTime();
        if (!said || nowNs - saidNs > QUIET_NS) {
            said = true;
            saidNs = nowNs;
            log.warn("{}", trouble);
        }
    }

    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (final IOException ignored) {
                // It is closed all the same.
            }
            channel = null;
        }
    }
}
