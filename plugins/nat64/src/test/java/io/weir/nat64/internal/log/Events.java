package io.weir.nat64.internal.log;

/** Events for tests. */
final class Events {
    private Events() {}

    static Event session(final boolean made) {
        final Event event = binding(made);
        event.type = made ? EventType.SESSION_MADE : EventType.SESSION_ENDED;
        event.server = 0xc000_0202;
        event.serverPort = 443;
        event.serverHigh = 0x2001_0db8_0064_0000L;
        event.serverLow = 0xc000_0202L;
        return event;
    }

    static Event binding(final boolean made) {
        final Event event = new Event();
        event.type = made ? EventType.BINDING_MADE : EventType.BINDING_ENDED;
        event.timeMicros = 1_700_000_000_123_456L;
        event.clientHigh = 0x2001_0db8_0001_0000L;
        event.clientLow = 2;
        event.clientPort = 40_000;
        event.protocol = 6;
        event.vrf = 7;
        event.poolAddress = 0xc633_6401;
        event.poolPort = 1_030;
        return event;
    }

    static Event block(final boolean made) {
        final Event event = binding(made);
        event.type = made ? EventType.BLOCK_MADE : EventType.BLOCK_ENDED;
        event.clientPort = 2_048;
        event.serverPort = 2_303;
        return event;
    }

    static Event exhausted() {
        final Event event = binding(true);
        event.type = EventType.ADDRESSES_EXHAUSTED;
        return event;
    }

    static Event quota(final int quota) {
        final Event event = binding(true);
        event.type = EventType.QUOTA_EXCEEDED;
        event.quota = quota;
        event.limit = 4_096;
        return event;
    }
}
