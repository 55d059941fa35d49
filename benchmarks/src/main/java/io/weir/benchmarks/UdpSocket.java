package io.weir.benchmarks;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.weir.platform.os.Fd;
import io.weir.platform.os.FdIo;
import io.weir.platform.os.NetworkNamespace;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A UDP socket of a namespace with the kernel's segmentation, which Java's own have not. One thread. */
final class UdpSocket implements AutoCloseable {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CONNECT =
            function("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SET_OPTION =
            function("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_UDP = 17;
    private static final int UDP_SEGMENT = 103;
    private static final int UDP_GRO = 104;
    private static final int RECEIVE_BYTES = 4 << 20;
    private static final long RECEIVE_TIMEOUT_US = 20_000;

    private final FdIo io = new FdIo();
    private final int fd;

    private UdpSocket(final int fd) {
        this.fd = fd;
    }

    /**
     * One that receives at this address, segments as they come; it waits for them for 20 ms at most.
     *
     * @throws IOException if the kernel refuses.
     */
    static UdpSocket receiver(final String namespace, final InetAddress address, final int port) throws IOException {
        final UdpSocket socket = open(namespace, address);
        socket.option(SOL_SOCKET, SO_RCVBUFFORCE, ints(RECEIVE_BYTES));
        socket.option(SOL_UDP, UDP_GRO, ints(1));
        socket.option(SOL_SOCKET, SO_RCVTIMEO, memory(16).putLong(0).putLong(RECEIVE_TIMEOUT_US));
        socket.call("bind", BIND, address, port);
        return socket;
    }

    /**
     * One that sends there.
     *
     * @param segment bytes of each datagram that the kernel makes of what is sent, or 0 if it is one.
     * @throws IOException if the kernel refuses.
     */
    static UdpSocket sender(final String namespace, final InetAddress to, final int port, final int segment)
            throws IOException {
        final UdpSocket socket = open(namespace, to);
        socket.option(SOL_UDP, UDP_SEGMENT, ints(segment));
        socket.call("connect", CONNECT, to, port);
        return socket;
    }

    /** Sends so many bytes; returns how many went, or a negative error number. */
    long send(final long address, final int lengthBytes) {
        return io.write(fd, address, lengthBytes);
    }

    /** Receives; returns how many bytes came, or a negative error number. */
    long receive(final long address, final int lengthBytes) {
        return io.read(fd, address, lengthBytes);
    }

    @Override
    public void close() {
        Fd.close(fd);
    }

    private static UdpSocket open(final String namespace, final InetAddress address) throws IOException {
        final int family = address instanceof Inet4Address ? AF_INET : AF_INET6;
        try (NetworkNamespace inside = NetworkNamespace.open(namespace)) {
            final int fd = inside.call(() -> socket(family));
            if (fd < 0) {
                throw new IOException("socket in namespace " + namespace + " was refused");
            }
            return new UdpSocket(fd);
        }
    }

    private static int socket(final int family) {
        try {
            return (int) SOCKET.invokeExact(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        } catch (final Throwable t) {
            throw new AssertionError(t);
        }
    }

    private void option(final int level, final int option, final ByteBuffer value) throws IOException {
        final MemorySegment pointer = MemorySegment.ofBuffer(value.flip());
        final int result;
        try {
            result = (int) SET_OPTION.invokeExact(fd, level, option, pointer, (int) pointer.byteSize());
        } catch (final Throwable t) {
            throw new AssertionError(t);
        }
        refused(result, "setsockopt " + option);
    }

    /** Binds or connects: {@code struct sockaddr_in} or {@code sockaddr_in6}. */
    private void call(final String name, final MethodHandle function, final InetAddress address, final int port)
            throws IOException {
        final boolean four = address instanceof Inet4Address;
        final ByteBuffer name4or6 = memory(four ? 16 : 28).putShort((short) (four ? AF_INET : AF_INET6));
        name4or6.order(ByteOrder.BIG_ENDIAN).putShort((short) port);
        name4or6.position(four ? 4 : 8).put(address.getAddress()).clear();
        final MemorySegment pointer = MemorySegment.ofBuffer(name4or6);
        final int result;
        try {
            result = (int) function.invokeExact(fd, pointer, (int) pointer.byteSize());
        } catch (final Throwable t) {
            throw new AssertionError(t);
        }
        refused(result, name + " " + address.getHostAddress());
    }

    private void refused(final int result, final String what) throws IOException {
        if (result < 0) {
            close();
            throw new IOException(what + " was refused");
        }
    }

    private static ByteBuffer ints(final int value) {
        return memory(Integer.BYTES).putInt(value);
    }

    private static ByteBuffer memory(final int bytes) {
        return Arena.ofAuto().allocate(bytes, Long.BYTES).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    private static MethodHandle function(final String name, final FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }
}
