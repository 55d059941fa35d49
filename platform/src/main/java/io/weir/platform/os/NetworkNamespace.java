package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A network namespace of the host, held by a descriptor so that it lasts while it is open.
 *
 * <p>Any thread. No thread that outlives {@link #call} ever changes its namespace.
 */
public final class NetworkNamespace implements AutoCloseable {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final String PID_PREFIX = "pid:";
    private static final MethodHandle SETNS = Native.call("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private final String name;
    private final int fd;

    private NetworkNamespace(final String name, final int fd) {
        this.name = name;
        this.fd = fd;
    }

    /**
     * Opens a namespace by name.
     *
     * @param name a name that {@code ip netns} knows, or {@code pid:N} for that of a process.
     * @return the namespace, to be closed.
     * @throws OsException {@code namespace 'foo' does not exist}, and the like.
     */
    public static NetworkNamespace open(final String name) {
        if (name.startsWith(PID_PREFIX)) {
            final String pid = name.substring(PID_PREFIX.length());
            if (pid.isEmpty() || !pid.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new OsException("namespace '" + name + "' is not pid: and a process number", Errno.EINVAL);
            }
            return new NetworkNamespace(name, openFirst(name, "/proc/" + pid + "/ns/net"));
        }
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
            throw new OsException("namespace '" + name + "' is not a name", Errno.EINVAL);
        }
        return new NetworkNamespace(name, openFirst(name, "/run/netns/" + name, "/var/run/netns/" + name));
    }

    /**
     * Opens the namespace that the calling thread is in.
     *
     * @return the namespace, to be closed.
     */
    public static NetworkNamespace current() {
        return new NetworkNamespace("of the host", openFirst("of the host", "/proc/thread-self/ns/net"));
    }

    /**
     * Runs something on a thread of its own that is in this namespace, and waits for it. Sockets and taps that it opens stay
     * in this namespace.
     *
     * @param block what to run.
     * @param <T>   what it returns.
     * @return what it returned.
     * @throws OsException if the namespace cannot be entered; what the block throws is thrown as it is.
     */
    public <T> T call(final Supplier<T> block) {
        final FutureTask<T> task = new FutureTask<>(() -> {
            enter();
            return block.get();
        });
        Thread.ofPlatform().name("weir-netns").daemon().start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (final InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (final ExecutionException e) {
            throw Native.unexpected(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns the name it was opened by. */
    public String name() {
        return name;
    }

    /** Returns the descriptor, valid until {@link #close}. */
    public int fd() {
        return fd;
    }

    /** Lets go of the namespace. Call once. */
    @Override
    public void close() {
        Fd.close(fd);
    }

    private void enter() {
        final MemorySegment capture = Native.newCapture();
        final int result;
        try {
            result = (int) SETNS.invokeExact(capture, fd, CLONE_NEWNET);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
        if (result == 0) {
            return;
        }
        final int errno = Native.errno(capture);
        if (errno == Errno.EINVAL) {
            throw new OsException("namespace '" + name + "' is not a network namespace", errno);
        }
        throw new OsException("setns", "entering namespace '" + name + "'", errno);
    }

    private static int openFirst(final String name, final String... paths) {
        int fd = -Errno.ENOENT;
        for (final String path : paths) {
            fd = Fd.tryOpen(path, Fd.O_RDONLY);
            if (fd != -Errno.ENOENT) {
                break;
            }
        }
        if (fd == -Errno.ENOENT) {
            throw new OsException("namespace '" + name + "' does not exist", Errno.ENOENT);
        }
        if (fd < 0) {
            throw new OsException("open", "namespace '" + name + "'", -fd);
        }
        return fd;
    }
}
