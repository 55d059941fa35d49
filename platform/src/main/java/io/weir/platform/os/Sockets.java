package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The socket calls. Each returns what C returns, or -errno. Any thread. */
final class Sockets {
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int AF_NETLINK = 16;
    static final int SOCK_STREAM = 1;
    static final int SOCK_RAW = 3;
    static final int SOCK_SEQPACKET = 5;
    static final int SOCK_NONBLOCK = Fd.O_NONBLOCK;
    static final int SOCK_CLOEXEC = Fd.O_CLOEXEC;

    private static final FunctionDescriptor THREE_INTS = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final FunctionDescriptor WITH_NAME = FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SOCKET = Native.call("socket", THREE_INTS);
    private static final MethodHandle BIND = Native.call("bind", WITH_NAME);
    private static final MethodHandle CONNECT = Native.call("connect", WITH_NAME);
    private static final MethodHandle LISTEN =
            Native.call("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle ACCEPT =
            Native.call("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle SET_OPTION =
            Native.call("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle FCHMOD =
            Native.call("fchmod", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private static final int MSG_NOSIGNAL = 0x4000;
    private static final MethodHandle SENDMSG =
            Native.call("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

    private Sockets() {}

    static int socket(final int family, final int type, final int protocol) {
        final MemorySegment capture = Native.newCapture();
        try {
            final int fd = (int) SOCKET.invokeExact(capture, family, type | SOCK_CLOEXEC, protocol);
            return result(fd, capture);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    static int bind(final int fd, final MemorySegment name) {
        final MemorySegment capture = Native.newCapture();
        try {
            return result((int) BIND.invokeExact(capture, fd, name, (int) name.byteSize()), capture);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    static int connect(final int fd, final MemorySegment name) {
        final MemorySegment capture = Native.newCapture();
        try {
            return result((int) CONNECT.invokeExact(capture, fd, name, (int) name.byteSize()), capture);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    static int listen(final int fd, final int backlog) {
        final MemorySegment capture = Native.newCapture();
        try {
            return result((int) LISTEN.invokeExact(capture, fd, backlog), capture);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** Accepts a non-blocking, close-on-exec connection. */
    static int accept(final int fd) {
        final MemorySegment capture = Native.newCapture();
        try {
            final int accepted = (int) ACCEPT.invokeExact(
                    capture, fd, MemorySegment.NULL, MemorySegment.NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
            return result(accepted, capture);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    static int setOption(final int fd, final int level, final int option, final int value) {
        final MemorySegment pointer = Native.memory(Integer.BYTES);
        pointer.set(JAVA_INT, 0, value);
        return setOption(fd, level, option, pointer);
    }

    static int setOption(final int fd, final int level, final int option, final MemorySegment value) {
        final MemorySegment capture = Native.newCapture();
        try {
            return result(
                    (int) SET_OPTION.invokeExact(capture, fd, level, option, value, (int) value.byteSize()), capture);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** On a socket that is not yet bound: the mode, less the umask, of the file that bind will make. */
    static int fchmod(final int fd, final int mode) {
        final MemorySegment capture = Native.newCapture();
        try {
            return result((int) FCHMOD.invokeExact(capture, fd, mode), capture);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** Sends what a {@code struct msghdr} describes. */
    static int send(final int fd, final MemorySegment message) {
        final MemorySegment capture = Native.newCapture();
        try {
            return result((int) (long) SENDMSG.invokeExact(capture, fd, message, MSG_NOSIGNAL), capture);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    private static int result(final int result, final MemorySegment capture) {
        return result < 0 ? -Native.errno(capture) : result;
    }
}
