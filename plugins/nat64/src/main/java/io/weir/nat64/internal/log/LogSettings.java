package io.weir.nat64.internal.log;

/**
 * What the operator has said of logging.
 *
 * @param perSecond events that are sent in a second, at most.
 */
public record LogSettings(Ipfix ipfix, Syslog syslog, int perSecond) {
    /** As VPP begins, and at a rate that is measured to get through. */
    public static final LogSettings DEFAULT = new LogSettings(
            new Ipfix(Endpoint.NONE, 512, 20, false, 1, 4_739, EventKinds.ALL),
            new Syslog(Endpoint.NONE, Syslog.LEAST, SyslogMessage.INFORMATIONAL, EventKinds.ALL),
            200_000);

    /**
     * A collector.
     *
     * @param collector its address; empty: there is none.
     * @param source this host's address, from which it is told.
     */
    public record Endpoint(String collector, int port, String source) {
        /** No collector. */
        public static final Endpoint NONE = new Endpoint("", 0, "");

        private static final int HEADERS_6 = 48;
        private static final int HEADERS_4 = 28;

        /** Whether there is one. */
        public boolean isPresent() {
            return !collector.isEmpty();
        }

        /** Bytes of headers of IP and UDP in front of each message. */
        int headers() {
            return isIp6() ? HEADERS_6 : HEADERS_4;
        }

        private boolean isIp6() {
            return collector.contains(":");
        }

        @Override
        public String toString() {
            return isIp6() ? "[" + collector + "]:" + port : collector + ":" + port;
        }
    }

    /**
     * Of IPFIX.
     *
     * @param pathMtu bytes of packets, headers counted.
     * @param templateSeconds how often templates are sent anew.
     * @param on whether this plugin's events go there.
     * @param domain observation domain (RFC 7011, 3.1).
     * @param sourcePort from which it is sent.
     * @param kinds what it is told of: {@link EventKinds}.
     */
    public record Ipfix(
            Endpoint to, int pathMtu, int templateSeconds, boolean on, int domain, int sourcePort, int kinds) {
        /** Smallest packet that has room for anything there is, over IPv6. */
        public static final int LEAST_MTU = IpfixMessage.LEAST + Endpoint.HEADERS_6;

        /** The same to another collector. */
        public Ipfix to(final Endpoint other, final int mtu, final int seconds) {
            return new Ipfix(other, mtu, seconds, on, domain, sourcePort, kinds);
        }

        /** The same switched on or off. */
        public Ipfix on(final boolean yes, final int from, final int port) {
            return new Ipfix(to, pathMtu, templateSeconds, yes, from, port, kinds);
        }

        /** The same for other events. */
        public Ipfix kinds(final int other) {
            return new Ipfix(to, pathMtu, templateSeconds, on, domain, sourcePort, other);
        }

        /** Kinds of events that it is told of now. */
        int wanted() {
            return on && to.isPresent() ? kinds | EventKinds.LIMITS : 0;
        }

        /** Whether records go on being counted as before. */
        boolean isSameStream(final Ipfix other) {
            return to.equals(other.to) && domain == other.domain && sourcePort == other.sourcePort;
        }
    }

    /**
     * Of syslog.
     *
     * @param longest bytes of a message.
     * @param severity the least urgent that is sent, as a number (RFC 5424, 6.2.1).
     * @param kinds what it is told of: {@link EventKinds}.
     */
    public record Syslog(Endpoint to, int longest, int severity, int kinds) {
        /** All messages are shorter. */
        public static final int LEAST = SyslogMessage.LEAST;

        /** The same to another collector. */
        public Syslog to(final Endpoint other, final int most) {
            return new Syslog(other, most, severity, kinds);
        }

        /** The same with another filter. */
        public Syslog severity(final int least) {
            return new Syslog(to, longest, least, kinds);
        }

        /** The same for other events. */
        public Syslog kinds(final int other) {
            return new Syslog(to, longest, severity, other);
        }

        /** Kinds of events that it is told of now. */
        int wanted() {
            if (!to.isPresent() || severity < SyslogMessage.WARNING) {
                return 0;
            }
            return severity < SyslogMessage.INFORMATIONAL ? EventKinds.LIMITS : kinds | EventKinds.LIMITS;
        }
    }

    /** The same with another side of IPFIX. */
    public LogSettings with(final Ipfix other) {
        return new LogSettings(other, syslog, perSecond);
    }

    /** The same with another side of syslog. */
    public LogSettings with(final Syslog other) {
        return new LogSettings(ipfix, other, perSecond);
    }

    /** The same at another rate. */
    public LogSettings rate(final int most) {
        return new LogSettings(ipfix, syslog, most);
    }

    /** Kinds of events that anybody is told of. */
    int wanted() {
        return ipfix.wanted() | syslog.wanted();
    }
}
