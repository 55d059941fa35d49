package io.weir.testkit;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Memory whose pages aren't there yet. */
final class FreshPages {
    static final int PAGE = 4_096;

    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MADV_RANDOM = 1;
    private static final int POSIX_FADV_DONTNEED = 4;
    private static final MethodHandle MMAP =
            c("mmap", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP = c("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle MADVISE =
            c("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle OPEN = c("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = c("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle FADVISE =
            c("posix_fadvise", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

    private FreshPages() {}

    private static MethodHandle c(final String name, final FunctionDescriptor descriptor) {
        final Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    /** Has the kernel find memory for so many pages by writing to each. */
    static void touch(final int pages) {
        try {
            final long length = (long) pages * PAGE;
            final long address = (long) MMAP.invokeExact(
                    MemorySegment.NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0L);
            final MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(length);
            for (long at = 0; at < length; at += PAGE) {
                memory.set(JAVA_BYTE, at, (byte) 1);
            }
            final int unmapped = (int) MUNMAP.invokeExact(address, length);
            assert unmapped == 0;
        } catch (final Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    /** A file of so many pages, written to its device. */
    static void write(final Path file, final int pages) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(pages * PAGE));
            channel.force(true);
        }
    }

    /** Maps a file, and has the kernel forget what it has of it in memory. */
    static MemorySegment forgotten(final Path file, final Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final MemorySegment memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            final int descriptor = (int) OPEN.invokeExact(arena.allocateFrom(file.toString()), 0);
            final int failed = (int) FADVISE.invokeExact(descriptor, 0L, 0L, POSIX_FADV_DONTNEED)
                    | (int) MADVISE.invokeExact(memory, memory.byteSize(), MADV_RANDOM)
                    | (int) CLOSE.invokeExact(descriptor);
            assert failed == 0;
            return memory;
        } catch (final IOException e) {
            throw e;
        } catch (final Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    /** Reads each page. */
    static int read(final MemorySegment memory) {
        int sum = 0;
        for (long at = 0; at < memory.byteSize(); at += PAGE) {
            sum += memory.get(JAVA_BYTE, at);
        }
        return sum;
    }
}
