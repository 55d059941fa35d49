package io.weir.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class MmapTest {
    private static final long HUGE = 2L << 20;

    @Test
    void shouldReserveAlignedAddressesWithoutAccessWhenAsked() throws IOException {
        final long address = Mmap.reserve(3 * HUGE, HUGE);
        try {
            assertThat(address % HUGE).isZero();
            assertThat(mapsLineAt(address)).contains("---p");
        } finally {
            Mmap.unmap(address, 3 * HUGE);
        }
        assertThat(mapsLineAt(address)).isNull();
    }

    @Test
    void shouldGiveZeroedWritableMemoryWhenPartOfAReservationIsCommitted() throws IOException {
        final long page = Mmap.pageSizeBytes();
        final long address = Mmap.reserve(4 * page, page);
        try {
            Mmap.commit(address + page, 2 * page);
            assertThat(Mmap.populate(address + page, 2 * page)).isTrue();
            Mmap.adviseHugePages(address + page, 2 * page);
            Mmap.lock(address + page, 2 * page);

            final MemorySegment memory = MemorySegment.ofAddress(address + page).reinterpret(2 * page);
            assertThat(memory.get(ValueLayout.JAVA_LONG, page)).isZero();
            memory.set(ValueLayout.JAVA_LONG, 2 * page - 8, 42);
            assertThat(memory.get(ValueLayout.JAVA_LONG, 2 * page - 8)).isEqualTo(42);
            assertThat(mapsLineAt(address)).contains("---p");
            assertThat(mapsLineAt(address + page)).contains("rw-p");
        } finally {
            Mmap.unmap(address, 4 * page);
        }
    }

    @Test
    void shouldKeepTheReservationWhenThePoolHasTooFewHugePages() throws IOException {
        final long tooMuch = 1L << 40;
        final long address = Mmap.reserve(tooMuch, HUGE);
        try {
            assertThat(Mmap.commitHuge(address, tooMuch, HUGE)).isFalse();
            assertThat(mapsLineAt(address)).contains("---p");
        } finally {
            Mmap.unmap(address, tooMuch);
        }
    }

    @Test
    void shouldCommitHugePagesWhenThePoolHasThem() throws IOException {
        final Path free = Path.of("/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages");
        Assumptions.assumeTrue(
                Files.exists(free) && Integer.parseInt(Files.readString(free).strip()) > 0,
                "no free huge page of 2 MB: sysctl vm.nr_hugepages=4 to run this test");
        final long address = Mmap.reserve(HUGE, HUGE);
        try {
            assertThat(Mmap.commitHuge(address, HUGE, HUGE)).isTrue();
            assertThat(Mmap.populate(address, HUGE)).isTrue();
            final MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(HUGE);
            memory.set(ValueLayout.JAVA_LONG, HUGE - 8, 42);
            assertThat(mapsLineAt(address)).contains("hugepage");
        } finally {
            Mmap.unmap(address, HUGE);
        }
    }

    @Test
    void shouldSayWhatFailedWhenTheKernelRefuses() {
        assertThatThrownBy(() -> Mmap.reserve(1L << 60, HUGE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("mmap: reserving ")
                .hasMessageContaining("Cannot allocate memory");
        assertThatThrownBy(() -> Mmap.reserve(100, HUGE)).hasMessageContaining("whole pages");
    }

    /** The line of /proc/self/maps whose range holds the address, or null. */
    private static String mapsLineAt(final long address) throws IOException {
        final List<String> lines = Files.readAllLines(Path.of("/proc/self/maps"));
        for (final String line : lines) {
            final String[] range = line.substring(0, line.indexOf(' ')).split("-", 2);
            if (Long.parseUnsignedLong(range[0], 16) <= address && address < Long.parseUnsignedLong(range[1], 16)) {
                return line;
            }
        }
        return null;
    }
}
