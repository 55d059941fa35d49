package io.weir.nat64.internal.log;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Tells a collector by IPFIX: fills messages, and sends templates first and again and again (RFC 7011, 8.4). One thread. */
final class IpfixExporter implements AutoCloseable {
    /** How long a record waits for others at most. */
    private static final long FLUSH_NS = 20_000_000;

    private final DatagramSink sink;
    private final IpfixMessage message;
    private final LongSupplier seconds;
    private final long templateNs;
    private long templatesNs;
    private long beganNs;

    /**
     * An exporter.
     *
     * @param sequence records sent before.
     * @param seconds the time since 1970.
     */
    IpfixExporter(
            final DatagramSink sink,
            final LogSettings.Ipfix settings,
            final long sequence,
            final LongSupplier seconds) {
        this.sink = sink;
        this.seconds = seconds;
        message = new IpfixMessage(settings.pathMtu() - settings.to().headers(), settings.domain(), sequence);
        templateNs = TimeUnit.SECONDS.toNanos(settings.templateSeconds());
        sendTemplates();
    }

    DatagramSink sink() {
        return sink;
    }

    /** Data records sent so far, those that wait in a message not counted. */
    long sequence() {
        return message.sequence();
    }

    void add(final Event event) {
        if (!message.add(event)) {
            send();
            message.add(event);
        }
        if (message.records() == 1) {
            beganNs = System.nanoTime();
        }
    }

    /** Sends what is due. */
    void tick() {
        final long nowNs = System.nanoTime();
        if (message.records() > 0 && nowNs - beganNs >= FLUSH_NS) {
            send();
        }
        if (nowNs - templatesNs >= templateNs) {
            send();
            sendTemplates();
        }
    }

    private void sendTemplates() {
        templatesNs = System.nanoTime();
        for (final IpfixTemplate template : IpfixTemplate.values()) {
            if (!message.add(template)) {
                send();
                message.add(template);
            }
        }
        send();
    }

    private void send() {
        if (!message.isEmpty()) {
            sink.send(message.finish(seconds.getAsLong()), message.records());
            message.next();
        }
    }

    /** Sends what is there. */
    @Override
    public void close() {
        send();
        sink.close();
    }
}
