package io.weir.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Anonymous memory from the kernel, by address: reserve a range, fill it with huge or ordinary pages, give it back.
 *
 * <p>The usual order is {@link #reserve}, then {@link #commitHuge} and, if that says false, {@link #commit} followed by
 * {@link #adviseHugePages}; then {@link #populate}, so that no packet ever takes a page fault. All lengths are bytes, all
 * addresses are raw. Any thread may call; nothing here is meant for the data path.
 *
 * <p>A call that cannot be answered with "no" throws {@link UncheckedIOException} with the sentence
 * {@code call: detail: reason}.
 */
final class Mmap {
    private static final int PROT_NONE = 0;
    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_NORESERVE = 0x4000;
    private static final int MAP_HUGETLB = 0x40000;
    private static final int MAP_HUGE_SHIFT = 26;
    private static final int MADV_DONTNEED = 4;
    private static final int MADV_HUGEPAGE = 14;
    private static final int MADV_NOHUGEPAGE = 15;
    private static final int MADV_POPULATE_WRITE = 23;
    private static final int SC_PAGESIZE = 30;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle MMAP = handle(
            "mmap",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
            CAPTURE_ERRNO);
    private static final MethodHandle MUNMAP =
            handle("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG), CAPTURE_ERRNO);
    private static final MethodHandle MADVISE =
            handle("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT), CAPTURE_ERRNO);
    private static final MethodHandle MLOCK =
            handle("mlock", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG), CAPTURE_ERRNO);
    private static final MethodHandle SYSCONF = handle("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    private static final MethodHandle STRERROR =
            handle("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, JAVA_INT));

    private static final long PAGE_SIZE = sysconf(SC_PAGESIZE);
    private static final long DEFAULT_HUGE_PAGE_SIZE = readDefaultHugePageSize();

    private Mmap() {}

    /** Returns the size of an ordinary page: 4,096 on most machines, 65,536 on some aarch64 kernels. */
    static long pageSizeBytes() {
        return PAGE_SIZE;
    }

    /** Returns the kernel's default huge page size, or 0 if it was built without huge pages. */
    static long hugePageSizeBytes() {
        return DEFAULT_HUGE_PAGE_SIZE;
    }

    /**
     * Reserves addresses without memory behind them: touching them faults until part of them is committed.
     *
     * @param lengthBytes    a multiple of the page size.
     * @param alignmentBytes a power of two, at least the page size; the returned address is a multiple of it.
     * @return the first address.
     */
    static long reserve(final long lengthBytes, final long alignmentBytes) {
        if (Long.bitCount(alignmentBytes) != 1 || alignmentBytes < PAGE_SIZE) {
            throw new IllegalArgumentException(
                    "alignment " + alignmentBytes + " is no power of two of at least a page");
        }
        requirePages(lengthBytes);
        final long span = Math.addExact(lengthBytes, alignmentBytes - PAGE_SIZE);
        final long start = map(0, span, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE);
        if (start < 0) {
            throw failure("mmap", "reserving " + span + " bytes", (int) -start);
        }
        final long aligned = (start + alignmentBytes - 1) & -alignmentBytes;
        if (aligned > start) {
            unmap(start, aligned - start);
        }
        final long end = aligned + lengthBytes;
        if (start + span > end) {
            unmap(end, start + span - end);
        }
        return aligned;
    }

    /**
     * Puts zeroed, writable, ordinary pages into a reserved range, each backed on first use. What the range held
     * before is lost.
     */
    static void commit(final long address, final long lengthBytes) {
        remap(address, lengthBytes, PROT_READ_WRITE, "committing ");
    }

    /** Takes the memory behind a range away and keeps the addresses reserved. */
    static void decommit(final long address, final long lengthBytes) {
        remap(address, lengthBytes, PROT_NONE, "decommitting ");
    }

    private static void remap(final long address, final long lengthBytes, final int protection, final String what) {
        requirePages(lengthBytes);
        final int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE;
        final long result = map(address, lengthBytes, protection, flags);
        if (result < 0) {
            throw failure("mmap", what + lengthBytes + " bytes", (int) -result);
        }
    }

    /**
     * Puts zeroed, writable huge pages of the system's pool (vm.nr_hugepages) into a reserved range.
     *
     * <p>The pool is asked with a mapping elsewhere first, because a refused MAP_FIXED may leave a hole in the
     * reservation.
     *
     * @param address       a multiple of the huge page size.
     * @param lengthBytes   a multiple of the huge page size.
     * @param pageSizeBytes a size that the machine has: see /sys/kernel/mm/hugepages.
     * @return false if the pool has too few of these pages; the reservation is then untouched.
     */
    static boolean commitHuge(final long address, final long lengthBytes, final long pageSizeBytes) {
        if (Long.bitCount(pageSizeBytes) != 1 || ((address | lengthBytes) & (pageSizeBytes - 1)) != 0) {
            throw new IllegalArgumentException(
                    "range of " + lengthBytes + " bytes is not made of huge pages of " + pageSizeBytes);
        }
        final int flags = MAP_PRIVATE
                | MAP_ANONYMOUS
                | MAP_HUGETLB
                | (Long.numberOfTrailingZeros(pageSizeBytes) << MAP_HUGE_SHIFT);
        final long trial = map(0, lengthBytes, PROT_READ_WRITE, flags);
        if (trial < 0) {
            return false;
        }
        unmap(trial, lengthBytes);
        final long result = map(address, lengthBytes, PROT_READ_WRITE, flags | MAP_FIXED);
        if (result < 0) {
            throw failure("mmap", "huge pages were there, then taken by another process", (int) -result);
        }
        return true;
    }

    /** Asks for transparent huge pages in a committed range; false if the kernel does not do them. */
    static boolean adviseHugePages(final long address, final long lengthBytes) {
        return advise(address, lengthBytes, MADV_HUGEPAGE) == 0;
    }

    /** Asks for no transparent huge pages in a committed range; false if the kernel does not do them anyway. */
    static boolean adviseSmallPages(final long address, final long lengthBytes) {
        return advise(address, lengthBytes, MADV_NOHUGEPAGE) == 0;
    }

    /**
     * Faults in every page of a committed range, for writing.
     *
     * @return false if the kernel is older than 5.14 and cannot: touch the pages instead.
     */
    static boolean populate(final long address, final long lengthBytes) {
        final int error = advise(address, lengthBytes, MADV_POPULATE_WRITE);
        if (error == 0) {
            return true;
        }
        final int invalid = 22;
        if (error == invalid) {
            return false;
        }
        throw failure("madvise", "populating " + lengthBytes + " bytes", error);
    }

    /** Gives the memory behind a committed range back; it stays committed, and is zero until it is written again. */
    static void release(final long address, final long lengthBytes) {
        final int error = advise(address, lengthBytes, MADV_DONTNEED);
        if (error != 0) {
            throw failure("madvise", "releasing " + lengthBytes + " bytes", error);
        }
    }

    /** Keeps a committed range out of swap; false if RLIMIT_MEMLOCK or the machine's memory does not allow it. */
    static boolean lock(final long address, final long lengthBytes) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) MLOCK.invokeExact(arena.allocate(CAPTURE), address, lengthBytes) == 0;
        } catch (final Throwable t) {
            throw new AssertionError(t);
        }
    }

    /** Gives a range back, reserved or committed. Its addresses mean nothing from then on. */
    static void unmap(final long address, final long lengthBytes) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment capture = arena.allocate(CAPTURE);
            if ((int) MUNMAP.invokeExact(capture, address, lengthBytes) != 0) {
                throw failure("munmap", lengthBytes + " bytes", (int) ERRNO.get(capture, 0L));
            }
        } catch (final UncheckedIOException e) {
            throw e;
        } catch (final Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static long map(final long address, final long lengthBytes, final int protection, final int flags) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment capture = arena.allocate(CAPTURE);
            final long result = (long) MMAP.invokeExact(capture, address, lengthBytes, protection, flags, -1, 0L);
            return result == -1 ? -(int) ERRNO.get(capture, 0L) : result;
        } catch (final Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static int advise(final long address, final long lengthBytes, final int advice) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment capture = arena.allocate(CAPTURE);
            final int result = (int) MADVISE.invokeExact(capture, address, lengthBytes, advice);
            return result == 0 ? 0 : (int) ERRNO.get(capture, 0L);
        } catch (final Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static long sysconf(final int name) {
        try {
            return (long) SYSCONF.invokeExact(name);
        } catch (final Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static long readDefaultHugePageSize() {
        try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("Hugepagesize:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (final IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static void requirePages(final long lengthBytes) {
        if (lengthBytes <= 0 || (lengthBytes & (PAGE_SIZE - 1)) != 0) {
            throw new IllegalArgumentException("length " + lengthBytes + " is not a number of whole pages");
        }
    }

    private static UncheckedIOException failure(final String call, final String detail, final int errno) {
        String reason;
        try {
            final MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            reason = text.reinterpret(256).getString(0);
        } catch (final Throwable t) {
            reason = "errno " + errno;
        }
        return new UncheckedIOException(new IOException(call + ": " + detail + ": " + reason));
    }

    private static MethodHandle handle(
            final String name, final FunctionDescriptor descriptor, final Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
    }
}
