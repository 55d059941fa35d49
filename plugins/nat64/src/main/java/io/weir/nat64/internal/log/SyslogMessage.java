package io.weir.nat64.internal.log;

import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Messages of syslog (RFC 5424, 6) with VPP's words: SADD and SDEL for sessions, APMADD and APMDEL for bindings, all data in a
 * structured element. What VPP doesn't send is called PBADD, PBDEL, EXHAUSTED and QUOTA. One thread.
 */
final class SyslogMessage {
    static final int WARNING = 4;
    static final int INFORMATIONAL = 6;

    /** Bytes that any message here needs at most. */
    static final int LEAST = 480;

    private static final int LOCAL0 = 16;
    private static final int MICROS = 1_000_000;
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private final String origin;
    private final StringBuilder text = new StringBuilder(512);
    private final ByteBuffer buffer;
    private long second = Long.MIN_VALUE;
    private String secondText = "";

    /**
     * Messages of a host.
     *
     * @param hostName HOSTNAME: its address.
     * @param process PROCID.
     * @param most bytes of a message.
     */
    SyslogMessage(final String hostName, final long process, final int most) {
        origin = " " + hostName + " NAT " + process + " ";
        buffer = ByteBuffer.allocateDirect(most);
    }

    /** Severity of what is said of an event (6.2.1). */
    static int severity(final int event) {
        return EventKinds.of(event) == EventKinds.LIMITS ? WARNING : INFORMATIONAL;
    }

    /** The message about an event; good until the next. */
    ByteBuffer of(final Event event) {
        text.setLength(0);
        text.append('<').append(LOCAL0 * 8 + severity(event.type)).append(">1 ");
        time(event.timeMicros);
        text.append(origin);
        switch (EventKinds.of(event.type)) {
            case EventKinds.SESSIONS -> session(event);
            case EventKinds.BINDINGS -> binding(event);
            case EventKinds.BLOCKS -> block(event);
            default -> limit(event);
        }
        buffer.clear();
        for (int i = 0, size = Math.min(text.length(), buffer.capacity()); i < size; i++) {
            buffer.put((byte) text.charAt(i));
        }
        return buffer.flip();
    }

    /** TIMESTAMP (6.2.3), in microseconds. */
    private void time(final long micros) {
        final long seconds = Math.floorDiv(micros, MICROS);
        if (seconds != second) {
            second = seconds;
            secondText = SECONDS.format(Instant.ofEpochSecond(seconds));
        }
        text.append(secondText).append('.');
        final int fraction = Math.floorMod(micros, MICROS);
        for (int digit = MICROS / 10; digit > 0; digit /= 10) {
            text.append((char) ('0' + fraction / digit % 10));
        }
        text.append('Z');
    }

    private void session(final Event event) {
        text.append(event.made() ? "SADD [nsess" : "SDEL [nsess");
        client(event);
        number(" ISPORT=\"", event.clientPort);
        pool(event);
        number(" XSPORT=\"", event.poolPort);
        number(" PROTO=\"", event.protocol);
        text.append(" XDADDR=\"");
        Ip4Address.append(text, event.server).append('"');
        number(" XDPORT=\"", event.serverPort);
        text.append(']');
    }

    private void binding(final Event event) {
        text.append(event.made() ? "APMADD [napmap" : "APMDEL [napmap");
        client(event);
        number(" ISPORT=\"", event.clientPort);
        pool(event);
        number(" XSPORT=\"", event.poolPort);
        number(" PROTO=\"", event.protocol);
        text.append(']');
    }

    private void block(final Event event) {
        text.append(event.made() ? "PBADD [npblock" : "PBDEL [npblock");
        client(event);
        pool(event);
        number(" XSPORTMIN=\"", event.clientPort);
        number(" XSPORTMAX=\"", event.serverPort);
        text.append(']');
    }

    private void limit(final Event event) {
        if (event.type == EventType.ADDRESSES_EXHAUSTED) {
            text.append("EXHAUSTED [nlimit POOL=\"0\"");
        } else {
            text.append("QUOTA [nlimit WHAT=\"").append(what(event.quota)).append('"');
            number(" MAX=\"", event.limit);
        }
        if (event.type == EventType.ADDRESSES_EXHAUSTED || event.quota == EventType.Quota.PER_CLIENT) {
            address(event);
        }
        text.append(']');
    }

    private static String what(final int quota) {
        return switch (quota) {
            case EventType.Quota.SESSIONS -> "sessions";
            case EventType.Quota.BINDINGS -> "bindings";
            default -> "client";
        };
    }

    private void client(final Event event) {
        number(" SVLAN=\"", event.vrf);
        address(event);
    }

    private void address(final Event event) {
        text.append(" IATYP=\"IPv6\" ISADDR=\"");
        Ip6Address.append(text, event.clientHigh, event.clientLow).append('"');
    }

    private void pool(final Event event) {
        text.append(" XATYP=\"IPv4\" XSADDR=\"");
        Ip4Address.append(text, event.poolAddress).append('"');
    }

    private void number(final String name, final int value) {
        text.append(name).append(value).append('"');
    }
}
