package io.weir.nat64.internal.log;

/** What goes on when collectors, or the plugin, are replaced. Main only, but for the counts of sinks. */
final class LogCounts {
    final SinkCounts ipfix = new SinkCounts();
    final SinkCounts syslog = new SinkCounts();

    /** Data records that were sent in the observation domain (RFC 7011, 3.1). */
    long sequence;

    /** On its way to the next version. */
    record Handed(
            long sequence,
            long ipfixMessages,
            long ipfixRecords,
            long ipfixFailed,
            long syslogMessages,
            long syslogRecords,
            long syslogFailed) {}

    Handed handed() {
        return new Handed(
                sequence,
                ipfix.messages(),
                ipfix.records(),
                ipfix.failed(),
                syslog.messages(),
                syslog.records(),
                syslog.failed());
    }

    void take(final Handed before) {
        sequence = before.sequence;
        ipfix.take(before.ipfixMessages, before.ipfixRecords, before.ipfixFailed);
        syslog.take(before.syslogMessages, before.syslogRecords, before.syslogFailed);
    }
}
