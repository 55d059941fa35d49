package io.weir.platform.pg;

/** A {@link StreamSpec} that is being changed. */
final class StreamDraft {
    String name;
    long limit;
    double rate;
    int ring;
    int minBytes;
    int maxBytes;
    boolean randomSize;
    int bufferBytes;
    String node;
    int worker;
    String rxInterface;
    String txInterface;
    int maxFrame;
    String pcap;
    String data;

    /** Begins with what a stream was asked to be. */
    StreamDraft(final StreamSpec base) {
        name = base.name();
        limit = base.limit();
        rate = base.rate();
        ring = base.ring();
        minBytes = base.minBytes();
        maxBytes = base.maxBytes();
        randomSize = base.randomSize();
        bufferBytes = base.bufferBytes();
        node = base.node();
        worker = base.worker();
        rxInterface = base.rxInterface();
        txInterface = base.txInterface();
        maxFrame = base.maxFrame();
        pcap = base.pcap();
        data = base.data();
    }

    StreamSpec spec() {
        return new StreamSpec(
                name,
                limit,
                rate,
                ring,
                minBytes,
                maxBytes,
                randomSize,
                bufferBytes,
                node,
                worker,
                rxInterface,
                txInterface,
                maxFrame,
                pcap,
                data);
    }
}
