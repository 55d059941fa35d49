package io.weir.platform.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EpollTest {
    private static final long DATUM = 0x8000_0001_7fff_fffeL;

    private final Epoll epoll = new Epoll(8);
    private final EventFd first = new EventFd();
    private final EventFd second = new EventFd();

    @AfterEach
    void close() {
        first.close();
        second.close();
        epoll.close();
    }

    @Test
    void shouldReturnDataOfAllReadyDescriptorsWhenSeveralAreSignalled() {
        epoll.add(first.fd(), Epoll.READ, DATUM);
        epoll.add(second.fd(), Epoll.READ, -1);
        assertThat(epoll.await(0)).isZero();

        first.signal();
        second.signal();
        second.signal();

        assertThat(epoll.await(20_000)).isEqualTo(2);
        assertThat(new long[] {epoll.datum(0), epoll.datum(1)}).containsExactlyInAnyOrder(DATUM, -1);
        assertThat(epoll.events(0)).isEqualTo(Epoll.READ);
        assertThat(epoll.events(1)).isEqualTo(Epoll.READ);
        assertThat(first.drain()).isEqualTo(1);
        assertThat(second.drain()).isEqualTo(2);
        assertThat(second.drain()).isZero();
        assertThat(epoll.await(0)).isZero();
    }

    @Test
    void shouldFollowInterestWhenModifiedAndRemoved() {
        epoll.add(first.fd(), Epoll.READ, 1);
        epoll.modify(first.fd(), Epoll.WRITE, DATUM);
        assertThat(epoll.await(0)).isEqualTo(1);
        assertThat(epoll.events(0)).isEqualTo(Epoll.WRITE);
        assertThat(epoll.datum(0)).isEqualTo(DATUM);

        epoll.remove(first.fd());
        assertThat(epoll.await(0)).isZero();
    }

    @Test
    void shouldReportAStateOnceWhenEdgeTriggered() {
        epoll.add(first.fd(), Epoll.READ | Epoll.EDGE_TRIGGERED, 1);
        first.signal();
        assertThat(epoll.await(0)).isEqualTo(1);
        assertThat(epoll.await(0)).isZero();
    }

    @Test
    void shouldWakeWhenAnotherThreadSignals() throws InterruptedException {
        epoll.add(first.fd(), Epoll.READ, DATUM);
        final Thread waker = Thread.ofPlatform().start(first::signal);
        assertThat(epoll.await(-1)).isEqualTo(1);
        assertThat(epoll.datum(0)).isEqualTo(DATUM);
        waker.join();
    }

    @Test
    void shouldSayWhichDescriptorWhenItCannotBeWatched() {
        assertThatThrownBy(() -> epoll.add(999_999, Epoll.READ, 0))
                .isInstanceOf(OsException.class)
                .hasMessage("epoll_ctl: add descriptor 999999: Bad file descriptor")
                .extracting(e -> ((OsException) e).errno())
                .isEqualTo(Errno.EBADF);
        epoll.add(first.fd(), Epoll.READ, 0);
        assertThatThrownBy(() -> epoll.add(first.fd(), Epoll.READ, 0)).hasMessageContaining("File exists");
    }

    @Test
    void shouldAllocateNothingWhenCalledOften() {
        epoll.add(first.fd(), Epoll.READ, DATUM);
        final FdIo io = new FdIo();
        final MemorySegment value = Native.memory(Long.BYTES);
        final IoVectors vectors = new IoVectors(1);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        long allocated = Long.MAX_VALUE;
        // On a busy machine the compiler, which is what makes it so, may need some rounds to get its turn.
        for (int round = 0; round < 50 && allocated >= 20_000; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                sum += turn(io, vectors, value.address());
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(sum).isNotZero();
        assertThat(allocated).as("bytes in 20,000 turns").isLessThan(20_000);
    }

    private long turn(final FdIo io, final IoVectors vectors, final long address) {
        vectors.set(0, address, Long.BYTES);
        first.signal();
        long sum = epoll.await(0) + epoll.events(0) + epoll.datum(0);
        sum += first.drain();
        sum += io.read(first.fd(), address, Long.BYTES);
        first.signal();
        sum += io.readv(first.fd(), vectors.address(), 1);
        sum += io.writev(first.fd(), vectors.address(), 1);
        return sum + first.drain() + first.drain();
    }
}
