package io.weir.nat64.internal.log;

import io.weir.plugin.Registrar;
import io.weir.plugin.Statistics;
import java.time.Instant;
import java.util.List;

/** Logging as the operator has it: settings, and the thread that heeds them. Main only. */
public final class EventLog implements AutoCloseable {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long CLOCK_STEP_NS = 1_000_000;
    private static final long AGAIN_NS = 60 * SECOND_NS;

    private final Registrar host;
    private final LogRings rings;
    private final LogNames names;
    private final LogCounts counts = new LogCounts();
    private LogSettings settings = LogSettings.DEFAULT;
    private LogSender sender;
    /** The one before, which may yet be ending. */
    private LogSender last;

    private long clockOffsetNs;
    private long diedNs = System.nanoTime() - AGAIN_NS;

    /** What goes over in an upgrade while nodes run. */
    private record State(LogSettings settings, List<LogRings.Handed> rings) {}

    /** Logging of what is in these rings. */
    public EventLog(final Registrar host, final LogRings rings, final LogNames names) {
        this.host = host;
        this.rings = rings;
        this.names = names;
    }

    /** Declares what goes over in upgrades, and statistics. */
    public void register() {
        host.state("log", State.class, () -> new State(settings, rings.handed()), this::take);
        host.finalState("log-counts", LogCounts.Handed.class, this::leave, this::goOn);
        host.statistics(this::publish);
        host.usesMemory("log", rings::bytes);
        followClock();
    }

    private void take(final State state) {
        settings = state.settings;
        rings.take(state.rings);
        rings.want(settings.wanted());
    }

    /** The next version sends from here on, what waits in the rings first. */
    private LogCounts.Handed leave() {
        stop(false);
        return counts.handed();
    }

    private void goOn(final LogCounts.Handed before) {
        counts.take(before);
        begin();
    }

    public LogSettings settings() {
        return settings;
    }

    /** Tells other collectors, or of other things, from here on. */
    public void set(final LogSettings changed) {
        rings.want(changed.wanted());
        stop(changed.wanted() == 0);
        if (!changed.ipfix().isSameStream(settings.ipfix())) {
            counts.sequence = 0;
        }
        settings = changed;
        begin();
    }

    private void begin() {
        if (settings.wanted() != 0) {
            followClock();
            sender = new LogSender(rings, names, settings, host.log(), counts);
            sender.start(last);
        }
    }

    private void stop(final boolean drain) {
        if (sender != null) {
            last = sender;
            final long sent = sender.stop(drain);
            counts.sequence = settings.ipfix().wanted() == 0 ? counts.sequence : sent;
            sender = null;
        }
    }

    /** What is to be done now and then. */
    public void walk() {
        followClock();
        if (sender != null && sender.hasDied() && System.nanoTime() - diedNs > AGAIN_NS) {
            diedNs = System.nanoTime();
            host.log().warn("logging of NAT64 failed and begins anew");
            begin();
        }
    }

    private void followClock() {
        final Instant now = Instant.now();
        final long offset = now.getEpochSecond() * SECOND_NS
                + now.getNano()
                - host.workers().getFirst().nowNs();
        if (Math.abs(offset - clockOffsetNs) > CLOCK_STEP_NS) {
            clockOffsetNs = offset;
            names.clockOffset(offset);
        }
    }

    /** What IPFIX was sent. */
    public SinkCounts ipfix() {
        return counts.ipfix;
    }

    /** What syslog was sent. */
    public SinkCounts syslog() {
        return counts.syslog;
    }

    /** Why nothing gets through to the collector of IPFIX, or null. */
    public String ipfixTrouble() {
        return sender == null ? null : sender.ipfixTrouble();
    }

    /** The same of syslog. */
    public String syslogTrouble() {
        return sender == null ? null : sender.syslogTrouble();
    }

    /** Events for which rings had no room. */
    public long lost() {
        return rings.lost();
    }

    /** Events that wait. */
    public long waiting() {
        return rings.waiting();
    }

    private void publish(final Statistics to) {
        to.counters("/nat64/log/lost", List.of(), new long[] {lost()});
        to.counters("/nat64/log/ipfix/records", List.of(), new long[] {counts.ipfix.records()});
        to.counters("/nat64/log/ipfix/failed", List.of(), new long[] {counts.ipfix.failed()});
        to.counters("/nat64/log/syslog/records", List.of(), new long[] {counts.syslog.records()});
        to.counters("/nat64/log/syslog/failed", List.of(), new long[] {counts.syslog.failed()});
        to.gauge("/nat64/log/waiting", waiting());
    }

    /** No node runs any more: what waits is sent, for a while. */
    @Override
    public void close() {
        stop(true);
        if (last != null && last.isAlive()) {
            host.log().warn("a thread that logs doesn't end; its memory stays");
            rings.own(false);
        }
    }
}
