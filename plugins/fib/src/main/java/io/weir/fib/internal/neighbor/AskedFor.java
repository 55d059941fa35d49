package io.weir.fib.internal.neighbor;

import java.util.function.IntSupplier;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * The neighbours that are asked for, in the order in which that began, and how often anybody may be asked: in all, and half
 * of that by one interface. Only main.
 */
final class AskedFor {
    /** Most at a time. */
    static final int MAX = 4_096;

    private final IntSupplier requestsPerSecond;
    private final TokenBucket inAll = new TokenBucket();
    private final Int2ObjectHashMap<TokenBucket> byInterface = new Int2ObjectHashMap<>();
    private Neighbor eldest;
    private Neighbor youngest;
    private int size;

    AskedFor(final IntSupplier requestsPerSecond) {
        this.requestsPerSecond = requestsPerSecond;
    }

    int size() {
        return size;
    }

    /** The one that has been asked for longest, or null; {@link Neighbor#after} goes on. */
    Neighbor eldest() {
        return eldest;
    }

    void add(final Neighbor made) {
        made.before = youngest;
        if (youngest == null) {
            eldest = made;
        } else {
            youngest.after = made;
        }
        youngest = made;
        size++;
    }

    void remove(final Neighbor gone) {
        if (gone.before == null) {
            eldest = gone.after;
        } else {
            gone.before.after = gone.after;
        }
        if (gone.after == null) {
            youngest = gone.before;
        } else {
            gone.after.before = gone.before;
        }
        gone.before = null;
        gone.after = null;
        size--;
    }

    /** Whether somebody may be asked by an interface now. */
    boolean mayAsk(final int swIfIndex, final long nowNs) {
        final int rate = requestsPerSecond.getAsInt();
        return inAll.has(nowNs, rate) && bucket(swIfIndex).has(nowNs, Math.max(1, rate / 2));
    }

    /** Somebody is asked who may be. */
    void asked(final int swIfIndex) {
        inAll.take();
        bucket(swIfIndex).take();
    }

    private TokenBucket bucket(final int swIfIndex) {
        TokenBucket bucket = byInterface.get(swIfIndex);
        if (bucket == null) {
            bucket = new TokenBucket();
            byInterface.put(swIfIndex, bucket);
        }
        return bucket;
    }

    /** An interface goes. */
    void interfaceDeleted(final int swIfIndex) {
        byInterface.remove(swIfIndex);
    }
}
