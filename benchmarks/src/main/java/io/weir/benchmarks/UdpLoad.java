package io.weir.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;

/** UDP as fast as one thread sends it, and what another receives of it meanwhile. */
final class UdpLoad {
    private static final int PORT = 5_202;
    private static final int BATCH_BYTES = 64_000;
    /** What kernels cut at once at most, those before 6.9. */
    private static final int BATCH_DATAGRAMS = 64;

    private static final int MEMORY_BYTES = 1 << 16;

    private UdpLoad() {}

    /** Sends for a while to an address that the right side has. */
    static double run(
            final String left,
            final String right,
            final InetAddress to,
            final int datagram,
            final boolean segmented,
            final long durationNs)
            throws IOException, InterruptedException {
        return run(left, right, to, to, datagram, segmented, durationNs);
    }

    /**
     * Sends for a while.
     *
     * @param to how the left side names the right one, an address of which is {@code at}: another where it is translated between them.
     * @param datagram bytes of each datagram.
     * @param segmented whether the kernel is given many at once, to cut them as late as it can.
     * @return bytes of datagrams per second that the right side received, while the left side sent.
     */
    static double run(
            final String left,
            final String right,
            final InetAddress to,
            final InetAddress at,
            final int datagram,
            final boolean segmented,
            final long durationNs)
            throws IOException, InterruptedException {
        try (Arena arena = Arena.ofShared();
                UdpSocket receiver = UdpSocket.receiver(right, at, PORT);
                UdpSocket sender = UdpSocket.sender(left, to, PORT, segmented ? datagram : 0)) {
            final AtomicLong received = new AtomicLong();
            final long into = arena.allocate(MEMORY_BYTES).address();
            final Thread receiving =
                    Thread.ofPlatform().name("udp-receiver").start(() -> receive(receiver, into, received));
            try {
                final int length = segmented ? Math.min(BATCH_BYTES / datagram, BATCH_DATAGRAMS) * datagram : datagram;
                final long from = arena.allocate(length).address();
                final long start = System.nanoTime();
                long now = start;
                long sent = 0;
                while (now - start < durationNs) {
                    sent += Math.max(0, sender.send(from, length));
                    now = System.nanoTime();
                }
                final long came = received.get();
                if (sent == 0) {
                    throw new IOException("no datagram could be sent from " + left);
                }
                return came * 1e9 / (now - start);
            } finally {
                receiving.interrupt();
                receiving.join();
            }
        }
    }

    private static void receive(final UdpSocket socket, final long into, final AtomicLong received) {
        while (!Thread.currentThread().isInterrupted()) {
            final long bytes = socket.receive(into, MEMORY_BYTES);
            if (bytes > 0) {
                received.setRelease(received.getPlain() + bytes);
            }
        }
    }
}
