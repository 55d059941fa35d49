package io.weir.benchmarks;

import io.weir.platform.os.Epoll;
import io.weir.platform.os.FdIo;
import io.weir.platform.os.HostTap;
import io.weir.platform.os.HostTapSpec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.util.List;

/**
 * The least that forwarding between two taps can cost: a thread that reads a packet into one piece of memory, which stays in
 * the core's cache, and writes it to the other tap as it is. No host that reads and writes taps is faster.
 */
final class TapShuttle implements AutoCloseable {
    /** The namespace that sends. */
    static final String LEFT = "bl";
    /** The namespace that receives. */
    static final String RIGHT = "br";

    private static final int MEMORY_BYTES = 1 << 17;
    private static final int PACKETS_PER_TURN = 64;
    private static final int WAIT_MS = 20;

    private final Namespaces namespaces;
    private final List<HostTap> taps;
    private final Thread thread =
            Thread.ofPlatform().name("tap-shuttle").daemon().unstarted(this::shuttle);

    /** Makes both namespaces, one network from 10.2.0.3 and fd00:2::3 on the left to 10.2.0.2 and fd00:2::2, and starts. */
    TapShuttle(final Namespaces namespaces) throws IOException, InterruptedException {
        this.namespaces = namespaces;
        namespaces.add(LEFT);
        namespaces.add(RIGHT);
        final HostTap left = open(LEFT, 3);
        try {
            taps = List.of(left, open(RIGHT, 2));
        } catch (final RuntimeException e) {
            left.close();
            throw e;
        }
        thread.start();
    }

    private HostTap open(final String role, final int host) {
        final HostTapSpec spec = new HostTapSpec().name("eth0").namespace(namespaces.name(role));
        return HostTap.open(spec.ip4(InetAddress.ofLiteral("10.2.0." + host), 24)
                .ip6(InetAddress.ofLiteral("fd00:2::" + host), 64));
    }

    /** Turns segmentation and checksums of both on or off. */
    void offloads(final boolean on) throws IOException, InterruptedException {
        namespaces.offloads(LEFT, "eth0", on);
        namespaces.offloads(RIGHT, "eth0", on);
    }

    private void shuttle() {
        final FdIo io = new FdIo();
        final int left = taps.get(0).fd();
        final int right = taps.get(1).fd();
        try (Epoll epoll = new Epoll(2);
                Arena arena = Arena.ofConfined()) {
            final long memory = arena.allocate(MEMORY_BYTES, 64).address();
            epoll.add(left, Epoll.READ, 0);
            epoll.add(right, Epoll.READ, 0);
            while (!Thread.currentThread().isInterrupted()) {
                if (move(io, left, right, memory) + move(io, right, left, memory) == 0) {
                    epoll.await(WAIT_MS);
                }
            }
        }
    }

    /** Carries what waits, and loses what finds no room; returns how many packets there were. */
    private static int move(final FdIo io, final int from, final int to, final long memory) {
        int packets = 0;
        while (packets < PACKETS_PER_TURN) {
            final long length = io.read(from, memory, MEMORY_BYTES);
            if (length <= 0) {
                break;
            }
            io.write(to, memory, length);
            packets++;
        }
        return packets;
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        taps.forEach(HostTap::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
