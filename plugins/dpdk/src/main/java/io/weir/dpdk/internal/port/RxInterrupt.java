package io.weir.dpdk.internal.port;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.weir.dpdk.internal.ffi.Calls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What tells of packets in one receive queue: a descriptor that stays the same while the device's own comes and goes with each
 * start of the port. It is an epoll instance that has the device's in it. Main's, but for {@link #arm}.
 */
final class RxInterrupt {
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int READABLE = 1;
    private static final int EVENT_BYTES = 16;

    private final Calls system = Calls.ofSystem();
    private final MemorySegment count = Arena.ofAuto().allocate(Long.BYTES);
    private final Port port;
    private final int queue;
    private final int fd;
    private int device = -1;

    RxInterrupt(final Port port, final int queue) {
        this.port = port;
        this.queue = queue;
        fd = system.callInt("epoll_create1", CLOSE_ON_EXEC);
    }

    int fd() {
        return fd;
    }

    /** Listens to the device, which has been started; false if it has nothing to listen to. */
    boolean connect() {
        disconnect();
        device = port.interruptFd(queue);
        if (device >= 0) {
            control(ADD);
            arm();
        }
        return device >= 0;
    }

    /** Leaves the device alone, which is about to stop. */
    void disconnect() {
        if (device >= 0) {
            control(DELETE);
            device = -1;
        }
    }

    private void control(final int operation) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment event = arena.allocate(EVENT_BYTES);
            event.set(JAVA_INT, 0, READABLE);
            system.callInt("epoll_ctl", fd, operation, device, event);
        }
    }

    /** Has the device tell of the next packet. */
    void arm() {
        if (device >= 0 && port.armInterrupt(queue)) {
            // What it has counted so far was polled. Other devices' descriptors are readable for as long as packets
            // wait.
            system.callLong("read", device, count, (long) Long.BYTES);
        }
    }

    void close() {
        disconnect();
        system.callInt("close", fd);
    }
}
