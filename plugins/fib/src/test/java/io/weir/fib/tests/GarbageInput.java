package io.weir.fib.tests;

import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.memory.Buffer;
import io.weir.platform.host.HostOptions;
import io.weir.plugin.InputHandle;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestBuffers;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Node garbage-input: brings frames of a corpus in on all workers, in chains cut anywhere and with offloads as a tap passes them on. */
final class GarbageInput extends WeirPlugin {
    private static final int BATCH = 256;
    private static final int MAX_PARTS = 200;
    /** Frames that are sent as they lie in the corpus, at most. */
    private static final int IN_TURN = 96;

    /** Buffers that are there when they are scarce, at most. */
    private static final int LEFT = 1_000;

    private static final int[] GSO_TYPES = {1, 4, 5, 0x81, 0x84};

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong unfinished = new AtomicLong();
    private Registrar host;
    private InputHandle input;
    private volatile Round round;

    /** What all workers send, each its share. */
    private record Round(GarbageCorpus corpus, long seed, int share, boolean scarce, int[] interfaces) {}

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        final int target = registrar.next("ethernet-input").target();
        input = registrar.input("garbage-input", worker -> new Part(worker, target)::poll, null);
    }

    /**
     * Begins a round of so many packets.
     *
     * @param scarce whether hardly any buffers are left meanwhile.
     * @param interfaces the ports' numbers.
     */
    void begin(
            final GarbageCorpus corpus,
            final long seed,
            final int packets,
            final boolean scarce,
            final int... interfaces) {
        final List<? extends Worker> all = host.workers();
        // Main sends nothing where there are workers.
        final List<? extends Worker> senders = all.size() > 1 ? all.subList(1, all.size()) : all;
        unfinished.set(senders.size());
        round = new Round(corpus, seed, packets / senders.size(), scarce, interfaces.clone());
        senders.forEach(input::interrupt);
    }

    /** Whether the round that was begun has been sent. */
    boolean ended() {
        return unfinished.get() == 0;
    }

    /** Packets that were sent. */
    long sent() {
        return sent.get();
    }

    /** A worker's part. */
    private final class Part {
        private final Worker worker;
        private final int target;
        private Round current;
        private RandomGenerator bits;
        private int left;
        private int at;
        private int inTurn;
        private int[] hoard = {};
        private int hoarded;

        Part(final Worker worker, final int target) {
            this.worker = worker;
            this.target = target;
        }

        int poll(final Sink out) {
            final Round asked = round;
            if (asked == null) {
                return 0;
            }
            if (current == null || current.seed() != asked.seed()) {
                current = asked;
                bits = new SplittableRandom(current.seed() + worker.index());
                left = current.share();
                if (current.scarce()) {
                    hoard();
                }
            }
            final int batch = Math.min(left, BATCH);
            final int made = batch(out, batch);
            left -= batch;
            sent.addAndGet(made);
            if (left > 0) {
                input.interrupt(worker);
            } else if (batch > 0) {
                worker.buffers().free(hoard, 0, hoarded);
                hoarded = 0;
                unfinished.decrementAndGet();
            }
            return made;
        }

        /** Takes all buffers that there are, but for a few. */
        private void hoard() {
            hoard = new int[HostOptions.DEFAULT_BUFFERS];
            while (hoarded < hoard.length) {
                final int index = worker.buffers().allocate();
                if (index < 0) {
                    break;
                }
                Buffer.begin(Buffer.address(index), 0, 0, 0);
                hoard[hoarded++] = index;
            }
            final int back = Math.min(hoarded, bits.nextInt(bits.nextBoolean() ? LEFT : LEFT / 16));
            hoarded -= back;
            worker.buffers().free(hoard, hoarded, back);
        }

        private int batch(final Sink out, final int batch) {
            int made = 0;
            for (int i = 0; i < batch; i++) {
                final int size = current.corpus().size();
                // Parts of a packet follow each other.
                if (inTurn == 0) {
                    at = bits.nextInt(size);
                    inTurn = bits.nextInt(IN_TURN);
                } else {
                    at = (at + 1) % size;
                    inTurn--;
                }
                final int index = packet(
                        current.corpus().frame(at, bits),
                        current.interfaces()[current.corpus().port(at)]);
                if (index >= 0) {
                    out.emit(index, target);
                    made++;
                }
            }
            return made;
        }

        private static int behindHeader(final byte[] frame) {
            final int at = GarbageCorpus.network(frame);
            return at + (at < frame.length && frame[at] >>> 4 == 4 ? (frame[at] & 15) * 4 : 20);
        }

        /** Puts a frame into one buffer or a chain; -1 without buffers. */
        private int packet(final byte[] frame, final int rx) {
            final int perBuffer = bits.nextInt(8) == 0 ? 1 + bits.nextInt(Buffer.DATA_BYTES) : Buffer.DATA_BYTES;
            final int head =
                    TestBuffers.packet(worker.buffers(), frame, rx, 0, Math.max(perBuffer, frame.length / MAX_PARTS));
            if (head < 0) {
                return -1;
            }
            if (current.corpus().offloads()) {
                offload(Buffer.address(head), frame);
            }
            return head;
        }

        private void offload(final long first, final byte[] frame) {
            if (bits.nextInt(8) == 0) {
                // Behind the network header: who lies about that has its own packet's addresses overwritten.
                final int start = behindHeader(frame) + (bits.nextInt(3) == 0 ? bits.nextInt(60) : 0);
                final int offset = bits.nextBoolean() ? 16 : bits.nextInt(40);
                if (start + offset + 2 <= Buffer.length(first)) {
                    Buffer.partialChecksum(first, start, offset);
                }
            }
            if (bits.nextInt(12) == 0) {
                Buffer.gso(
                        first,
                        GSO_TYPES[bits.nextInt(GSO_TYPES.length)],
                        1 + bits.nextInt(bits.nextInt(4) == 0 ? 65_535 : 1_460));
            }
        }
    }
}
