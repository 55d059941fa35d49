package io.weir.platform.cli;

import java.util.concurrent.TimeUnit;

/**
 * What clients may take of the host, one and all together.
 *
 * @param sessions how many there may be
 * @param requests bytes of requests beyond {@link #SMALL_REQUEST} that are under way, of all
 * @param output bytes of output that wait to be read, of all
 * @param greetingNs how long a client may take to say who it is, and any client to send a request that it has begun
 * @param idleNs how long a session must have been silent to give way to another when there are too many
 */
record CliLimits(int sessions, ByteBudget requests, ByteBudget output, long greetingNs, long idleNs) {

    /** Bytes up to which a request is not counted: all sessions together have room for one such. */
    static final int SMALL_REQUEST = 64 << 10;

    /** Bytes that a request may have at most. */
    static final int MAX_REQUEST = 1 << 20;

    /** Bytes of one client's output that may wait to be read; what a command prints beyond is dropped, and counted. */
    static final long MAX_WAITING_OUTPUT = 16L << 20;

    /** Bytes of waiting output beyond which a command that pauses goes on only when some were read. */
    static final long PACED_OUTPUT = 256 << 10;

    private static final long MAX_REQUESTS = 8L << 20;
    private static final long MAX_OUTPUT = 64L << 20;

    /** The limits of a host. */
    static CliLimits ofHost() {
        return new CliLimits(
                64,
                new ByteBudget(MAX_REQUESTS),
                new ByteBudget(MAX_OUTPUT),
                TimeUnit.SECONDS.toNanos(5),
                TimeUnit.SECONDS.toNanos(10));
    }
}
