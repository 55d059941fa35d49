package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * How this package reaches C: method handles, the place where errno lands, and small pieces of memory.
 *
 * <p>A handle made by {@link #call} takes the errno capture segment first. Memory comes from automatic arenas: it lives as
 * long as the segment is reachable, so there is nothing to close and nothing to use after closing.
 */
final class Native {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET = CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private Native() {}

    /** A function that sets errno. */
    static MethodHandle call(final String name, final FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, CAPTURE_ERRNO);
    }

    /** A function that sets errno and is variadic from the argument with this index. */
    static MethodHandle variadic(final String name, final FunctionDescriptor descriptor, final int firstVariadic) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                descriptor,
                CAPTURE_ERRNO,
                Linker.Option.firstVariadicArg(firstVariadic));
    }

    /** A function whose errno is of no interest. */
    static MethodHandle pure(final String name, final FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }

    /** The same, which returns at once: the thread stays in Java meanwhile, so a safepoint would wait for it. */
    static MethodHandle brief(final String name, final FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), descriptor, Linker.Option.critical(false));
    }

    /** A place for errno, for one thread at a time. */
    static MemorySegment newCapture() {
        return Arena.ofAuto().allocate(CAPTURE);
    }

    /** The positive error number of the last failed call that was given this segment. */
    static int errno(final MemorySegment capture) {
        return capture.get(JAVA_INT, ERRNO_OFFSET);
    }

    /** Zeroed memory, aligned for anything. */
    static MemorySegment memory(final long lengthBytes) {
        return Arena.ofAuto().allocate(lengthBytes, Long.BYTES);
    }

    /** A string as C wants it. */
    static MemorySegment string(final String text) {
        return Arena.ofAuto().allocateFrom(text);
    }

    /** For what a handle is declared to throw but never does. */
    static RuntimeException unexpected(final Throwable throwable) {
        return switch (throwable) {
            case Error error -> throw error;
            case RuntimeException exception -> exception;
            default -> throw new AssertionError(throwable);
        };
    }
}
