package io.weir.nat64.internal.log;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.slf4j.Logger;

/** A thread that takes events out of the workers' rings and tells collectors, at the rate that is set. */
final class LogSender implements Runnable {
    private static final long IDLE_NS = 2_000_000;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    /** How much of a second's events may be sent at once. */
    private static final int BURST = 50;

    private static final int AT_ONCE = 512;
    private static final long LAST_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long JOIN_MS = 3_000;

    private final LogRings rings;
    private final LogNames names;
    private final LogSettings settings;
    private final SyslogMessage message;
    private final IpfixExporter ipfix;
    private final DatagramSink syslog;
    private final Event event = new Event();
    private final MessageHandler handler = this::tell;
    private final Thread thread = Thread.ofPlatform().daemon().name("nat64-log").unstarted(this);
    private LogRing reading;
    private LogSender before;
    /** Which worker is the first to be asked, in turn. */
    private int first;

    private double tokens;
    private long refilledNs = System.nanoTime();
    private volatile boolean ended;
    private volatile boolean drains;

    /** Sockets and messages for settings; it begins with {@link #start}. */
    LogSender(
            final LogRings rings,
            final LogNames names,
            final LogSettings settings,
            final Logger log,
            final LogCounts counts) {
        this.rings = rings;
        this.names = names;
        this.settings = settings;
        ipfix = settings.ipfix().wanted() == 0 ? null : exporter(settings.ipfix(), log, counts);
        if (settings.syslog().wanted() == 0) {
            syslog = null;
            message = null;
        } else {
            final LogSettings.Endpoint to = settings.syslog().to();
            syslog = new DatagramSink("syslog", log, to, 0, counts.syslog);
            message = new SyslogMessage(
                    to.source(),
                    ProcessHandle.current().pid(),
                    settings.syslog().longest());
        }
    }

    private static IpfixExporter exporter(final LogSettings.Ipfix settings, final Logger log, final LogCounts counts) {
        return new IpfixExporter(
                new DatagramSink("IPFIX", log, settings.to(), settings.sourcePort(), counts.ipfix),
                settings,
                counts.sequence,
                () -> System.currentTimeMillis() / 1_000);
    }

    /** Begins when another has ended, as one at a time reads rings. */
    void start(final LogSender after) {
        before = after;
        thread.start();
    }

    /** Whether it hasn't ended. */
    boolean isAlive() {
        return thread.isAlive();
    }

    /** Whether it has failed. */
    boolean hasDied() {
        return !ended && !thread.isAlive();
    }

    /** Why nothing gets through to a collector, or null. Any thread. */
    String ipfixTrouble() {
        return ipfix == null ? null : ipfix.sink().trouble();
    }

    /** The same of syslog. Any thread. */
    String syslogTrouble() {
        return syslog == null ? null : syslog.trouble();
    }

    /**
     * Ends it and closes the sockets.
     *
     * @param drain whether what waits in rings is sent first; else another goes on with that.
     * @return data records of IPFIX that were sent in all.
     */
    long stop(final boolean drain) {
        drains = drain;
        ended = true;
        LockSupport.unpark(thread);
        try {
            thread.join(JOIN_MS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return ipfix == null ? 0 : ipfix.sequence();
    }

    @Override
    public void run() {
        while (before != null && before.isAlive() && !ended) {
            LockSupport.parkNanos(IDLE_NS);
        }
        final boolean alone = before == null || !before.isAlive();
        before = null;
        while (!ended) {
            final int done = turn();
            if (ipfix != null) {
                ipfix.tick();
            }
            if (done == 0) {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
        final long beganNs = System.nanoTime();
        while (alone && drains && System.nanoTime() - beganNs < LAST_NS && drain(Integer.MAX_VALUE) > 0) {}
        if (ipfix != null) {
            ipfix.close();
        }
        if (syslog != null) {
            syslog.close();
        }
    }

    private int turn() {
        final long nowNs = System.nanoTime();
        final double rate = settings.perSecond();
        tokens = Math.min(tokens + (nowNs - refilledNs) * rate / SECOND_NS, Math.max(1, rate / BURST));
        refilledNs = nowNs;
        final int done = drain((int) tokens);
        tokens -= done;
        return done;
    }

    /** Tells of so many events at most; returns of how many. */
    private int drain(final int budget) {
        final List<ThreadLog> all = rings.all();
        int done = 0;
        first++;
        for (int i = 0; i < all.size(); i++) {
            reading = all.get(Integer.remainderUnsigned(first + i, all.size())).ring();
            final int most = Math.min(AT_ONCE, budget - done);
            if (reading != null && most > 0) {
                done += reading.read(handler, most);
            }
        }
        return done;
    }

    private void tell(final int type, final DirectBuffer buffer, final int index, final int length) {
        event.read(type, reading.at(index), names);
        final int kind = EventKinds.of(type);
        if ((settings.ipfix().wanted() & kind) != 0) {
            ipfix.add(event);
        }
        if ((settings.syslog().wanted() & kind) != 0) {
            syslog.send(message.of(event), 1);
        }
    }
}
