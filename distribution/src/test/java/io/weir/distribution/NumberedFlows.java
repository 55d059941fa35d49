package io.weir.distribution;

import io.weir.testkit.PacketView;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/**
 * Flows that a thread of its own sends into a host without an end, each packet with its number, and takes where they leave: it
 * tells which is missing, comes twice or in another order. Few packets are under way at a time, so none needs to be dropped.
 */
final class NumberedFlows implements Runnable {
    /** How a flow's packets look. */
    enum Kind {
        PLAIN,
        /** Each with the last fragment of a packet sent some time before. */
        FRAGMENTS,
        /** Segments that open a connection, with an option that is to be changed. */
        SYN
    }

    /**
     * Packets of one kind.
     *
     * @param copies of each that leave.
     */
    record Flow(String source, String destination, Kind kind, int copies) {}

    /** The segment size that is offered, and what it is to be when it leaves. */
    static final int MSS = 1460;

    static final int CLAMPED = 1300;
    private static final int FIRST_PORT = 4000;
    /** So few that their fragments, handed to another worker one by one, don't fill the queue to it. */
    private static final int UNDER_WAY = 40;

    private static final int HELD = 5;
    private static final int LENGTH = 900;

    private final TestInterface in;
    private final TestInterface[] outs;
    private final List<Flow> flows;
    private final int[] sent;
    /** What each interface gets next of each flow; a flow keeps its path. */
    private final int[][] next;

    /** Which packets of a flow of fragments have left. */
    private final BitSet[] whole;

    private final Queue<TestPacket> held = new ArrayDeque<>();
    private long frames;
    private long expected;
    private long left;
    private volatile String fault;
    private volatile boolean stopping;

    NumberedFlows(final TestInterface in, final List<Flow> flows, final TestInterface... outs) {
        this.in = in;
        this.flows = flows;
        this.outs = outs;
        sent = new int[flows.size()];
        whole = flows.stream().map(flow -> new BitSet()).toArray(BitSet[]::new);
        next = new int[outs.length][flows.size()];
    }

    @Override
    public void run() {
        while (!stopping && fault == null) {
            if (expected - left < UNDER_WAY) {
                for (int flow = 0; flow < sent.length; flow++) {
                    sendOne(flow);
                }
            } else {
                LockSupport.parkNanos(50_000);
            }
            take();
        }
        while (!held.isEmpty()) {
            put(held.remove());
        }
    }

    /** Begins the next packets of a flow of fragments, which stay so until what is returned is sent. */
    List<TestPacket> begin(final int flow, final int packets) {
        final Queue<TestPacket> rest = new ArrayDeque<>();
        for (int i = 0; i < packets; i++) {
            rest.add(fragments(flow));
        }
        return List.copyOf(rest);
    }

    void put(final TestPacket packet) {
        in.send(packet);
        frames++;
    }

    void stop() {
        stopping = true;
    }

    private void sendOne(final int flow) {
        if (flows.get(flow).kind == Kind.FRAGMENTS) {
            held.add(fragments(flow));
            if (held.size() > HELD) {
                put(held.remove());
            }
        } else {
            put(packet(flow));
        }
    }

    private TestPacket fragments(final int flow) {
        final List<TestPacket> parts = packet(flow).fragments(304);
        parts.subList(0, parts.size() - 1).forEach(this::put);
        return parts.getLast();
    }

    private TestPacket packet(final int flow) {
        final Flow of = flows.get(flow);
        final int number = sent[flow]++;
        expected += of.copies;
        if (of.kind == Kind.SYN) {
            return TestPacket.tcp(of.source, of.destination)
                    .ports(FIRST_PORT + flow, 80)
                    .flags(2)
                    .numbers(number, 0)
                    .tcpOptions(2, 4, MSS >> 8, MSS & 0xff);
        }
        final byte[] payload = new byte[of.kind == Kind.FRAGMENTS ? LENGTH : 18];
        ByteBuffer.wrap(payload).putInt(number);
        return TestPacket.udp(of.source, of.destination)
                .ports(FIRST_PORT + flow, 5000)
                .identification(number & 0xffff)
                .payload(payload);
    }

    /** Looks at what has left. One thread at a time. */
    void take() {
        for (int out = 0; out < outs.length; out++) {
            for (final byte[] frame : outs[out].received()) {
                final PacketView view = PacketView.of(frame);
                if ((view.etherType() == 0x0800 || view.etherType() == 0x86dd)
                        && (view.protocol() == 17 || view.protocol() == 6)) {
                    look(out, view);
                }
            }
        }
    }

    private void look(final int out, final PacketView view) {
        final int flow = view.sourcePort() - FIRST_PORT;
        final boolean tcp = view.protocol() == 6;
        final long number = view.u32(view.transport() + (tcp ? 4 : 8));
        left++;
        // Workers put fragments together that each have other packets: whole ones come once, in any order.
        final boolean wanted =
                flows.get(flow).kind == Kind.FRAGMENTS ? once(flow, (int) number) : number == next[out][flow]++;
        if (!wanted && fault == null) {
            fault = "packet %d of %s left by %s where number %d was due"
                    .formatted(number, flows.get(flow), outs[out].device().name(), next[out][flow] - 1);
        } else if (!view.checksumGood() || tcp && view.u16(view.transport() + 22) != CLAMPED) {
            fault = "packet %d of %s is wrong: %s".formatted(number, flows.get(flow), view);
        }
    }

    private boolean once(final int flow, final int number) {
        final boolean first = !whole[flow].get(number);
        whole[flow].set(number);
        return first;
    }

    boolean complete() {
        take();
        return fault != null || left >= expected;
    }

    String fault() {
        return fault;
    }

    /** How many packets there were of a flow. */
    int sent(final int flow) {
        return sent[flow];
    }

    /** How many frames went in. */
    long frames() {
        return frames;
    }

    /** How many packets left. */
    long left() {
        return left;
    }

    long expected() {
        return expected;
    }
}
