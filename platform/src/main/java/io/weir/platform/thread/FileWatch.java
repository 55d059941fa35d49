package io.weir.platform.thread;

import io.weir.graph.DropReason;
import io.weir.graph.InputNode;
import io.weir.graph.Sink;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.fault.Isolation;
import io.weir.platform.graph.Dispatcher;
import io.weir.platform.os.Epoll;
import io.weir.platform.os.Errno;
import io.weir.platform.os.EventFd;
import io.weir.platform.os.OsException;
import io.weir.plugin.FileHandler;
import io.weir.plugin.WatchedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The epoll node of one thread, {@code unix-epoll-input}: watches descriptors for whoever asks, and is where the thread
 * sleeps. Descriptors are added and removed by main while the thread runs (epoll allows that); callbacks run on the
 * thread.
 */
public final class FileWatch implements InputNode, AutoCloseable {
    /** A descriptor that is watched. */
    public interface Watch extends WatchedFile {
        /** Closes it, and has it watched again as it was before by whoever's watch this one displaced. */
        void giveBack();
    }

    private static final int EVENTS_PER_POLL = 64;
    private static final int WAKE = 0;
    private static final FileHandler CLOSED = () -> {};

    private final Epoll epoll = new Epoll(EVENTS_PER_POLL);
    private final EventFd waker = new EventFd();
    private final List<Watched> watched = new ArrayList<>();
    private volatile Watched[] bySlot = new Watched[16];
    private final Dispatcher dispatcher;
    private Runnable awake = () -> {};
    private long timeoutNs;

    /** Watches nothing yet, for the thread of a dispatcher. */
    public FileWatch(final Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
        epoll.add(waker.fd(), Epoll.READ, WAKE);
        watched.add(null);
    }

    /** How long the next {@link #poll} may wait. */
    void timeoutNs(final long limitNs) {
        timeoutNs = limitNs;
    }

    /** Has something done when the wait is over, before handlers are called. */
    void onAwake(final Runnable task) {
        awake = task;
    }

    /** Ends the wait. Any thread. */
    void wake() {
        waker.signal();
    }

    /** Watches a descriptor for the host itself. Main only. */
    public WatchedFile watch(final int fd, final FileHandler handler) {
        return watch(fd, handler, "core");
    }

    /**
     * Watches a descriptor; if it is watched already, whoever had it watched has lost it, until this watch is given back. Main
     * only.
     *
     * @param owner id of the plugin that is charged with what the handler does.
     */
    public synchronized Watch watch(final int fd, final FileHandler handler, final String owner) {
        Watched displaced = null;
        for (final Watched older : new ArrayList<>(watched)) {
            if (older != null && older.fd == fd) {
                displaced = older;
                older.leave();
            }
        }
        final Watched file = new Watched(fd, handler, owner, displaced);
        file.enter();
        return file;
    }

    /** How many descriptors are watched. Main only. */
    synchronized int watched() {
        return (int) watched.stream().filter(Objects::nonNull).count();
    }

    private int freeSlot() {
        final int slot = watched.subList(1, watched.size()).indexOf(null) + 1;
        if (slot == 0) {
            watched.add(null);
            return watched.size() - 1;
        }
        return slot;
    }

    private void publish() {
        bySlot = watched.toArray(Watched[]::new);
    }

    @Override
    public int poll(final Sink out) {
        // Rounded up: waking early would make the caller spin through the rest of the last millisecond.
        final int events = epoll.await((int) ((timeoutNs + 999_999) / 1_000_000));
        timeoutNs = 0;
        awake.run();
        for (int i = 0; i < events; i++) {
            final int slot = (int) epoll.datum(i);
            if (slot == WAKE) {
                waker.drain();
            } else {
                call(slot, epoll.events(i));
            }
        }
        return 0;
    }

    private void call(final int slot, final int events) {
        final Watched[] files = bySlot;
        final Watched file = slot < files.length ? files[slot] : null;
        if (file == null) {
            return;
        }
        Throwable thrown = null;
        dispatcher.enter(file.site);
        try {
            file.call(events);
        } catch (final Throwable fault) {
            thrown = fault;
        }
        dispatcher.leave(thrown, "it is called again when there is more");
    }

    @Override
    public void close() {
        waker.close();
        epoll.close();
    }

    /** One descriptor. */
    private final class Watched implements Watch {
        private final int fd;
        private final FaultSite site;
        /** Let go of by what is closed: whoever displaced it may last longer than the plugin. */
        private volatile FileHandler handler;
        /** What watched the same before, or null; it is not forgotten, for it may come back. */
        private Watched displaced;

        private int slot;
        private boolean entered;
        private int interest = Epoll.READ;
        private volatile boolean closed;
        private volatile boolean isolated;

        Watched(final int fd, final FileHandler handler, final String owner, final Watched displaced) {
            this.fd = fd;
            this.handler = handler;
            this.displaced = displaced;
            site = new FaultSite(owner, "file handler", "descriptor " + fd, new Unwatched());
        }

        /** Begins; what can't be watched leaves nothing. */
        private void enter() {
            slot = freeSlot();
            if (!isolated) {
                // What arrives before the slot is published is reported again.
                listen();
            }
            watched.set(slot, this);
            entered = true;
            publish();
        }

        /** Ends, perhaps for a while. */
        private void leave() {
            if (entered) {
                entered = false;
                watched.set(slot, null);
                publish();
                forget();
            }
        }

        void call(final int events) {
            if ((events & (Epoll.READ | Epoll.HANG_UP)) != 0 && !closed) {
                handler.readable();
            }
            if ((events & Epoll.WRITE) != 0 && !closed) {
                handler.writable();
            }
            if ((events & Epoll.ERROR) != 0 && !closed) {
                handler.failed();
            }
        }

        /** Has the system report what is of interest, also if it thinks that it does so for somebody who is gone. */
        void listen() {
            try {
                epoll.add(fd, interest, slot);
            } catch (final OsException e) {
                if (e.errno() != Errno.EEXIST) {
                    throw e;
                }
                epoll.modify(fd, interest, slot);
            }
        }

        /** The system can be told any time what isn't to be reported any more. */
        private final class Unwatched implements Isolation {
            @Override
            public void isolate(final boolean on, final DropReason why) {
                Watched.this.isolate(on);
            }

            @Override
            public boolean atOnce() {
                return true;
            }
        }

        private void isolate(final boolean on) {
            synchronized (FileWatch.this) {
                isolated = on;
                if (!entered) {
                    return;
                }
                if (on) {
                    // Errors would be reported whatever it is watched for.
                    forget();
                } else {
                    listen();
                }
            }
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
            // Main may take it out of action meanwhile.
            synchronized (FileWatch.this) {
                final int next = wanted ? interest | what : interest & ~what;
                if (next != interest && !closed) {
                    interest = next;
                    if (!isolated && entered) {
                        epoll.modify(fd, next, slot);
                    }
                }
            }
        }

        /** A descriptor that was closed is watched no more already. */
        private void forget() {
            try {
                epoll.remove(fd);
            } catch (final OsException e) {
                if (e.errno() != Errno.ENOENT && e.errno() != Errno.EBADF) {
                    throw e;
                }
            }
        }

        @Override
        public void close() {
            synchronized (FileWatch.this) {
                if (!closed) {
                    closed = true;
                    dispatcher.faults().forget(site);
                    leave();
                    handler = CLOSED;
                    displaced = null;
                }
            }
        }

        @Override
        public void giveBack() {
            synchronized (FileWatch.this) {
                final Watched before = displaced;
                close();
                if (before != null && !before.closed && !before.entered) {
                    try {
                        before.enter();
                    } catch (final OsException e) {
                        // It was closed meanwhile, so there is nothing to watch.
                        before.close();
                    }
                }
            }
        }
    }
}
