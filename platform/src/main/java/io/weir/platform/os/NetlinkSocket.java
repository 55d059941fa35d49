package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A NETLINK_ROUTE socket in the network namespace of the thread that makes it. One request at a time, one thread. */
final class NetlinkSocket implements AutoCloseable {
    private static final int NETLINK_ROUTE = 0;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int ANSWER_TIMEOUT_S = 2;

    private static final short NLMSG_ERROR = 2;
    private static final int ERROR_LENGTH = 20;
    private static final int NLMSGERR_ATTR_MSG = 1;
    private static final int ANSWER_LENGTH_MAX = 32 * 1024;

    private final int fd;
    private final FdIo io = new FdIo();
    private final ByteBuffer answer =
            ByteBuffer.allocateDirect(ANSWER_LENGTH_MAX).order(ByteOrder.nativeOrder());
    private int sequence;

    NetlinkSocket() {
        fd = require(Sockets.socket(Sockets.AF_NETLINK, Sockets.SOCK_RAW, NETLINK_ROUTE));
        try {
            final MemorySegment name = Native.memory(12);
            name.set(JAVA_SHORT, 0, (short) Sockets.AF_NETLINK);
            require(Sockets.bind(fd, name));
            // Kernels older than 4.12 have no extended answers: errors are then told by their number alone.
            Sockets.setOption(fd, SOL_NETLINK, NETLINK_CAP_ACK, 1);
            Sockets.setOption(fd, SOL_NETLINK, NETLINK_EXT_ACK, 1);
            final MemorySegment timeout = Native.memory(2L * Long.BYTES);
            timeout.set(JAVA_LONG, 0, ANSWER_TIMEOUT_S);
            require(Sockets.setOption(fd, SOL_SOCKET, SO_RCVTIMEO, timeout));
        } catch (final RuntimeException e) {
            Fd.close(fd);
            throw e;
        }
    }

    /**
     * Sends a request and waits for its acknowledgement.
     *
     * @return the message that came before the acknowledgement, positioned behind its header; empty if none did.
     * @throws OsException if the kernel refuses.
     */
    ByteBuffer request(final NetlinkMessage message) {
        send(message);
        ByteBuffer reply = ByteBuffer.allocate(0);
        while (true) {
            receive(message);
            while (answer.remaining() >= NetlinkMessage.HEADER_LENGTH) {
                final ByteBuffer one = next();
                if (one.getInt(NetlinkMessage.SEQUENCE_OFFSET) != sequence) {
                    continue;
                }
                if (one.getShort(NetlinkMessage.TYPE_OFFSET) != NLMSG_ERROR) {
                    reply = copy(one).position(NetlinkMessage.HEADER_LENGTH);
                } else {
                    check(one, message);
                    return reply;
                }
            }
        }
    }

    @Override
    public void close() {
        Fd.close(fd);
    }

    private void send(final NetlinkMessage message) {
        final ByteBuffer request = message.finish(++sequence);
        final long sent;
        try {
            sent = io.write(fd, MemorySegment.ofBuffer(request).address(), request.remaining());
        } finally {
            Reference.reachabilityFence(request);
        }
        if (sent < 0) {
            throw new OsException("netlink", message.undertaking(), (int) -sent);
        }
    }

    private void receive(final NetlinkMessage message) {
        answer.clear();
        long received;
        do {
            received = io.read(fd, MemorySegment.ofBuffer(answer).address(), answer.capacity());
        } while (received == -Errno.EINTR);
        if (received < 0) {
            throw new OsException("netlink", message.undertaking(), (int) -received);
        }
        answer.limit((int) received);
    }

    /** Cuts one message off the answer. */
    private ByteBuffer next() {
        final int start = answer.position();
        final int length = Math.clamp(answer.getInt(start), NetlinkMessage.HEADER_LENGTH, answer.remaining());
        final ByteBuffer one = answer.slice(start, length).order(ByteOrder.nativeOrder());
        answer.position(Math.min(start + NetlinkAttributes.align(length), answer.limit()));
        return one;
    }

    private static ByteBuffer copy(final ByteBuffer message) {
        return ByteBuffer.allocate(message.remaining())
                .order(ByteOrder.nativeOrder())
                .put(message.duplicate())
                .flip();
    }

    private static void check(final ByteBuffer error, final NetlinkMessage message) {
        final int errno = -error.getInt(NetlinkMessage.HEADER_LENGTH);
        if (errno == 0) {
            return;
        }
        if (error.limit() > NetlinkMessage.HEADER_LENGTH + ERROR_LENGTH) {
            error.position(NetlinkMessage.HEADER_LENGTH + ERROR_LENGTH);
            final byte[] text = NetlinkAttributes.of(error).value(NLMSGERR_ATTR_MSG);
            if (text.length > 1) {
                final String reason = new String(text, 0, text.length - 1, StandardCharsets.UTF_8);
                throw new OsException("netlink: " + message.undertaking() + ": " + reason, errno);
            }
        }
        throw new OsException("netlink", message.undertaking(), errno);
    }

    private static int require(final int result) {
        if (result < 0) {
            throw new OsException("socket", "netlink", -result);
        }
        return result;
    }
}
