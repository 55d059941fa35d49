package io.weir.nat64.internal.log;

import java.nio.ByteBuffer;

/** Information elements (IANA: IPFIX), and what an event has for each. */
enum IpfixField {
    /** observationTimeMilliseconds. */
    TIME(323, 8) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putLong(Math.floorDiv(event.timeMicros, 1_000));
        }
    },
    /** natEvent. */
    EVENT(230, 1) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.put((byte) event.type);
        }
    },
    /** sourceIPv6Address. */
    CLIENT(27, 16) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putLong(event.clientHigh).putLong(event.clientLow);
        }
    },
    /** postNATSourceIPv4Address. */
    POOL_ADDRESS(225, 4) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putInt(event.poolAddress);
        }
    },
    /** protocolIdentifier: that of IPv4. */
    PROTOCOL(4, 1) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.put((byte) event.protocol);
        }
    },
    /** sourceTransportPort. */
    CLIENT_PORT(7, 2) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putShort((short) event.clientPort);
        }
    },
    /** postNAPTSourceTransportPort. */
    POOL_PORT(227, 2) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putShort((short) event.poolPort);
        }
    },
    /** destinationIPv6Address. */
    SERVER6(28, 16) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putLong(event.serverHigh).putLong(event.serverLow);
        }
    },
    /** postNATDestinationIPv4Address. */
    SERVER(226, 4) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putInt(event.server);
        }
    },
    /** destinationTransportPort. */
    SERVER_PORT(11, 2) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putShort((short) event.serverPort);
        }
    },
    /** postNAPTDestinationTransportPort: servers keep theirs. */
    POST_SERVER_PORT(228, 2) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putShort((short) event.serverPort);
        }
    },
    /** ingressVRFID: the number of the client's table. */
    VRF(234, 4) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putInt(event.vrf);
        }
    },
    /** natPoolId: there is one. */
    POOL(283, 4) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putInt(0);
        }
    },
    /** natQuotaExceededEvent. */
    QUOTA(466, 4) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putInt(event.quota);
        }
    },
    /** maxSessionEntries. */
    MOST_SESSIONS(471, 4) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putInt(event.limit);
        }
    },
    /** maxBIBEntries. */
    MOST_BINDINGS(472, 4) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putInt(event.limit);
        }
    },
    /** maxEntriesPerUser. */
    MOST_OF_CLIENT(473, 4) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putInt(event.limit);
        }
    },
    /** portRangeStart. */
    FIRST_PORT(361, 2) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putShort((short) event.clientPort);
        }
    },
    /** portRangeEnd. */
    LAST_PORT(362, 2) {
        @Override
        void put(final ByteBuffer to, final Event event) {
            to.putShort((short) event.serverPort);
        }
    };

    final int id;
    final int bytes;

    IpfixField(final int id, final int bytes) {
        this.id = id;
        this.bytes = bytes;
    }

    abstract void put(ByteBuffer to, Event event);
}
