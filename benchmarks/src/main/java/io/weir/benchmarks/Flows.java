package io.weir.benchmarks;

/**
 * Sessions of clients, each of whom sends from some ports to some servers. The three count at once, packet by packet, so all
 * sessions come when no two of them share a divisor; a client's next session comes when all others have begun one.
 *
 * @param first number of the first client.
 */
record Flows(int first, int clients, int ports, int servers) {
    private static final int FIRST_PORT = 30_000;
    private static final int SERVER = 0x102;

    /** So many sessions at least, ten of each client: two to each of five ports. */
    static Flows tenEach(final int first, final int sessions) {
        return new Flows(first, clients(sessions), 5, 2);
    }

    /** The same, but each from a port of its own. */
    static Flows ownPorts(final int first, final int sessions) {
        return new Flows(first, clients(sessions), 10, 1);
    }

    /** As many as have so many sessions, and some more, so that ten and they have no divisor. */
    private static int clients(final int sessions) {
        return sessions / 100 * 10 + (sessions % 100 == 0 ? 1 : 11);
    }

    int sessions() {
        return clients * ports * servers;
    }

    /** What the packet generator is told; they are counted up, or drawn. */
    String data(final boolean drawn) {
        final String to = drawn ? " + " : " - ";
        return "UDP: " + range(client(first), client(first + clients - 1), to) + " -> "
                + range(server(0), server(servers - 1), to) + " UDP: "
                + range(String.valueOf(FIRST_PORT), String.valueOf(FIRST_PORT + ports - 1), to)
                + " -> 1234 length 44 checksum 0 incrementing 1";
    }

    private static String range(final String from, final String last, final String to) {
        return from.equals(last) ? from : from + to + last;
    }

    /** Each in a network of its own, as subscribers are. */
    private static String client(final int number) {
        return "2001:db8:" + Integer.toHexString(number >>> 16) + ":" + Integer.toHexString(number & 0xffff) + "::2";
    }

    private static String server(final int number) {
        return "64:ff9b::5db8:" + Integer.toHexString(SERVER + 0x100 + number);
    }
}
