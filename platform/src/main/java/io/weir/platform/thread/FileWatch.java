package io.weir.platform.thread;

import io.weir.graph.InputNode;
import io.weir.graph.Sink;
import io.weir.platform.os.Epoll;
import io.weir.platform.os.EventFd;
import io.weir.plugin.FileHandler;
import io.weir.plugin.WatchedFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The epoll node of one thread, {@code unix-epoll-input}: watches descriptors for whoever asks, and is where the thread
 * sleeps. Descriptors are added and removed by main while the thread runs (epoll allows that); callbacks run on the
 * thread.
 */
public final class FileWatch implements InputNode, AutoCloseable {
    private static final int EVENTS_PER_POLL = 64;
    private static final int WAKE = 0;

    private final Epoll epoll = new Epoll(EVENTS_PER_POLL);
    private final EventFd waker = new EventFd();
    private final List<Watched> watched = new ArrayList<>();
    private volatile Watched[] bySlot = new Watched[16];
    private long timeoutNs;

    public FileWatch() {
        epoll.add(waker.fd(), Epoll.READ, WAKE);
        watched.add(null);
    }

    /** How long the next {@link #poll} may wait. */
    void timeoutNs(final long limitNs) {
        timeoutNs = limitNs;
    }

    /** Ends the wait. Any thread. */
    void wake() {
        waker.signal();
    }

    /** Watches a descriptor. Main only. */
    public synchronized WatchedFile watch(final int fd, final FileHandler handler) {
        int slot = watched.subList(1, watched.size()).indexOf(null) + 1;
        if (slot == 0) {
            slot = watched.size();
            watched.add(null);
        }
        final Watched file = new Watched(fd, slot, handler);
        // What arrives before the slot is published is reported again; what can't be watched leaves nothing.
        epoll.add(fd, file.interest, slot);
        watched.set(slot, file);
        publish();
        return file;
    }

    private void publish() {
        bySlot = watched.toArray(Watched[]::new);
    }

    @Override
    public int poll(final Sink out) {
        // Rounded up: waking early would make the caller spin through the rest of the last millisecond.
        final int events = epoll.await((int) ((timeoutNs + 999_999) / 1_000_000));
        timeoutNs = 0;
        Throwable first = null;
        for (int i = 0; i < events; i++) {
            final int slot = (int) epoll.datum(i);
            if (slot == WAKE) {
                waker.drain();
                continue;
            }
            try {
                call(slot, epoll.events(i));
            } catch (final RuntimeException | Error fault) {
                // The others are called all the same: the next wait would report this one before them again.
                first = first == null ? fault : first;
            }
        }
        if (first instanceof final Error error) {
            throw error;
        }
        if (first != null) {
            throw (RuntimeException) first;
        }
        return 0;
    }

    private void call(final int slot, final int events) {
        final Watched[] files = bySlot;
        final Watched file = slot < files.length ? files[slot] : null;
        if (file == null) {
            return;
        }
        if ((events & (Epoll.READ | Epoll.HANG_UP)) != 0) {
            file.handler.readable();
        }
        if ((events & Epoll.WRITE) != 0 && !file.closed) {
            file.handler.writable();
        }
        if ((events & Epoll.ERROR) != 0 && !file.closed) {
            file.handler.failed();
        }
    }

    @Override
    public void close() {
        waker.close();
        epoll.close();
    }

    /** One descriptor. */
    private final class Watched implements WatchedFile {
        private final int fd;
        private final int slot;
        private final FileHandler handler;
        private int interest = Epoll.READ;
        private volatile boolean closed;

        Watched(final int fd, final int slot, final FileHandler handler) {
            this.fd = fd;
            this.slot = slot;
            this.handler = handler;
        }

        @Override
        public void wantWrite(final boolean wanted) {
            want(Epoll.WRITE, wanted);
        }

        @Override
        public void wantRead(final boolean wanted) {
            want(Epoll.READ, wanted);
        }

        private void want(final int what, final boolean wanted) {
            final int next = wanted ? interest | what : interest & ~what;
            if (next != interest && !closed) {
                interest = next;
                epoll.modify(fd, next, slot);
            }
        }

        @Override
        public void close() {
            synchronized (FileWatch.this) {
                if (!closed) {
                    closed = true;
                    epoll.remove(fd);
                    watched.set(slot, null);
                    publish();
                }
            }
        }
    }
}
