package io.weir.nat64.internal.log;

import io.weir.plugin.HandedMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is logged of each worker. Memory is taken when logging begins, and stays. Main only, but for what says otherwise. */
public final class LogRings implements AutoCloseable {
    private final Map<Integer, ThreadLog> byWorker = new TreeMap<>();
    private final Map<Integer, HandedMemory> taken = new TreeMap<>();
    private volatile int kinds;
    /** Whether memory goes with this: not while another version has it. */
    private boolean own = true;

    /** Kinds of events that anybody wants: see {@link EventKinds}. Any thread. */
    int kinds() {
        return kinds;
    }

    /** Events of these kinds are wanted; the log of each worker has a ring first. */
    void want(final int wanted) {
        if (wanted != 0) {
            all().forEach(ThreadLog::prepare);
        }
        kinds = wanted;
    }

    /** The log of a worker. Any thread. */
    public synchronized ThreadLog on(final int worker) {
        return byWorker.computeIfAbsent(worker, index -> {
            final ThreadLog made = new ThreadLog(this);
            final HandedMemory before = taken.remove(index);
            if (before != null) {
                made.attach(before);
            } else if (kinds != 0) {
                made.prepare();
            }
            return made;
        });
    }

    /** Those of all workers. Any thread. */
    synchronized List<ThreadLog> all() {
        return List.copyOf(byWorker.values());
    }

    /** Events for which there was no room. */
    long lost() {
        return all().stream().mapToLong(ThreadLog::lost).sum();
    }

    /** Memory that rings take. */
    public long bytes() {
        return all().stream().filter(log -> log.ring() != null).count() * LogRing.BYTES;
    }

    /** Events that wait to be sent. */
    long waiting() {
        return all().stream().mapToLong(ThreadLog::waiting).sum();
    }

    /** The ring of a worker on its way to the next version. */
    record Handed(int worker, HandedMemory memory) {}

    /** All rings, for the next version. */
    synchronized List<Handed> handed() {
        final List<Handed> all = new ArrayList<>();
        byWorker.forEach((worker, log) -> {
            if (log.handed() != null) {
                all.add(new Handed(worker, log.handed()));
            }
        });
        return all;
    }

    /** Goes on with the rings of the version before, which still has them; before {@link #on}. */
    synchronized void take(final List<Handed> rings) {
        own = false;
        rings.forEach(ring -> taken.put(ring.worker, ring.memory));
    }

    /** Whether the memory goes with this. */
    public void own(final boolean yes) {
        own = yes;
    }

    /** No node runs any more, nor does a thread that sends. */
    @Override
    public void close() {
        kinds = 0;
        if (own) {
            all().forEach(ThreadLog::close);
        }
    }
}
