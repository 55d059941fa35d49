package io.weir.fib.internal.object;

import io.weir.fib.Forwarding;
import io.weir.fib.IndexPool;
import io.weir.fib.RouteCounters;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.plugin.Quiescence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * All objects, and the words by which routes name them (see {@link Forwarding}). Objects and path lists take their numbers
 * from one pool: a path list has a word, an object a word and a line. Objects are locked by who uses them; the last one to
 * give it up retires it. Only main.
 */
public final class ObjectTable implements AutoCloseable {
    /** Reserved, not committed. */
    private static final int CAPACITY = Forwarding.CAPACITY;

    private static final int BLOCK_BYTES = Forwarding.BLOCK_BYTES;
    private static final int BLOCKS = Forwarding.BLOCKS_BYTES / BLOCK_BYTES;

    private final long lines = OffHeap.allocate((long) CAPACITY << Forwarding.LINE_SHIFT);
    private final long words = OffHeap.allocate(CAPACITY * 8L);
    private final long buckets = OffHeap.allocate((long) BLOCKS * BLOCK_BYTES);
    private final IndexPool pool;
    private final IndexPool blocks;
    private final RouteCounters counters;
    private final List<ForwardingObject> all = new ArrayList<>();
    private final List<Consumer<ForwardingObject>> told = new ArrayList<>();

    /** A table whose objects are counted there. */
    public ObjectTable(final RouteCounters counters, final Quiescence quiescence) {
        this.counters = counters;
        pool = new IndexPool("forwarding objects", 1, CAPACITY, quiescence);
        blocks = new IndexPool("load balances", 0, BLOCKS, quiescence);
    }

    /** Names who is told of objects that go. */
    public void onRetired(final Consumer<ForwardingObject> listener) {
        told.add(listener);
    }

    /** Address of the line of index 0. */
    public long lines() {
        return lines;
    }

    /** Address of the buckets of all load balances. */
    public long buckets() {
        return buckets;
    }

    /** Address of the word of index 0. */
    public long words() {
        return words;
    }

    /** Packets and bytes that took each object. */
    public RouteCounters counters() {
        return counters;
    }

    /** How many more objects and path lists can be made. */
    public int available() {
        return Math.min(pool.available(), blocks.available());
    }

    /** How many numbers are in use. */
    public int taken() {
        return pool.taken(1);
    }

    /** An object nobody has locked yet; its line is zero but for its interface. */
    public ForwardingObject make(final Kind kind, final Kin kin, final int swIfIndex, final long high, final long low) {
        final int index = pool.take();
        if (pool.reused()) {
            counters.zero(index);
        }
        return place(index, kind, kin, swIfIndex, high, low);
    }

    private ForwardingObject place(
            final int index, final Kind kind, final Kin kin, final int swIfIndex, final long high, final long low) {
        final ForwardingObject made = new ForwardingObject(index, kind, kin, swIfIndex, high, low);
        while (all.size() <= index) {
            all.add(null);
        }
        all.set(index, made);
        final long line = line(made);
        Memory.zero(line, 1 << Forwarding.LINE_SHIFT);
        Memory.putInt(line + Forwarding.TX, swIfIndex);
        return made;
    }

    /** The same for packets that are held to a limit. */
    public ForwardingObject make(
            final Kind kind,
            final Kin kin,
            final int swIfIndex,
            final long high,
            final long low,
            final MtuLimit limit) {
        final ForwardingObject made = make(kind, kin, swIfIndex, high, low);
        made.limit = limit;
        return made;
    }

    /** Shows workers where an object leads, when its line is written. */
    public void show(final ForwardingObject object) {
        point(object.index(), object);
        object.users.forEach(forwarding -> point((int) forwarding, object));
    }

    /** An object with a word for the node that takes its packets. */
    public ForwardingObject carrier(
            final Kind kind, final Kin kin, final String node, final int target, final int word) {
        final ForwardingObject made = make(kind, kin, -1, 0, 0);
        return carry(made, node, target, word);
    }

    private ForwardingObject carry(final ForwardingObject made, final String node, final int target, final int word) {
        made.node = node;
        made.nodeTarget = target;
        made.word = word;
        Memory.putInt(line(made) + Forwarding.WORD, word);
        show(made);
        return made;
    }

    /** A choice by the flow between 2 to 256 objects, a power of two of them; locked for the caller. */
    public ForwardingObject loadBalance(final Kin kin, final int[] chosen) {
        return balance(make(Kind.LOAD_BALANCE, kin, -1, 0, 0), chosen);
    }

    private ForwardingObject balance(final ForwardingObject made, final int[] chosen) {
        final long block = (long) blocks.take() * BLOCK_BYTES;
        for (int i = 0; i < chosen.length; i++) {
            Memory.putInt(buckets + block + i * 4L, chosen[i]);
            all.get(chosen[i]).locks++;
        }
        final int[] interfaces = interfaces(chosen);
        for (int i = 0; i < interfaces.length; i++) {
            Memory.putInt(buckets + block + Forwarding.BLOCK_INTERFACES + i * 4L, interfaces[i]);
        }
        Memory.putInt(line(made) + Forwarding.INTERFACES, interfaces.length);
        Memory.putInt(line(made) + Forwarding.BUCKET_MASK, chosen.length - 1);
        Memory.putLong(line(made) + Forwarding.BUCKETS, block);
        made.buckets = chosen.clone();
        made.locks = 1;
        show(made);
        return made;
    }

    /** The interfaces that an object leads out of, each once, in order. */
    public int[] interfacesOf(final ForwardingObject object) {
        return interfaces(object.buckets == null ? new int[] {object.index()} : object.buckets);
    }

    /** What the objects lead out of, each interface once, in order. */
    private int[] interfaces(final int[] chosen) {
        return Arrays.stream(chosen)
                .map(index -> all.get(index).swIfIndex())
                .filter(swIfIndex -> swIfIndex >= 0)
                .sorted()
                .distinct()
                .toArray();
    }

    /** Locks an object for a further user. */
    public ForwardingObject lock(final ForwardingObject used) {
        used.locks++;
        return used;
    }

    /** Gives a lock up; the last one retires the object. */
    public void unlock(final ForwardingObject gone) {
        if (--gone.locks > 0) {
            return;
        }
        if (gone.kind == Kind.LOAD_BALANCE) {
            final long block = Memory.getLong(line(gone) + Forwarding.BUCKETS);
            blocks.retire((int) (block / BLOCK_BYTES));
            for (final int bucket : gone.buckets) {
                unlock(all.get(bucket));
            }
        }
        told.forEach(listener -> listener.accept(gone));
        all.set(gone.index(), null);
        pool.retire(gone.index());
    }

    /** Changes what an object is. */
    public void become(final ForwardingObject object, final Kind kind, final long mac) {
        object.kind = kind;
        object.mac = mac;
        show(object);
    }

    /** The forwarding index of a new path list. */
    public int takeForwarding() {
        final int forwarding = pool.take();
        if (pool.reused()) {
            counters.zero(forwarding);
        }
        return forwarding;
    }

    /** A path list goes. */
    public void retireForwarding(final int forwarding) {
        pool.retire(forwarding);
    }

    /** Has a path list lead to an object, and follow it. */
    public void follow(final int forwarding, final ForwardingObject before, final ForwardingObject now) {
        if (before != null) {
            before.users.remove(forwarding);
        }
        if (now != null) {
            now.users.add(forwarding);
            point(forwarding, now);
        }
    }

    private void point(final int forwarding, final ForwardingObject object) {
        final long word = Forwarding.word(object.kin().target(object), object.index());
        Memory.putLongRelease(words + forwarding * 8L, word);
    }

    /** The object with this index, or null. */
    public ForwardingObject get(final int index) {
        return index >= 0 && index < all.size() ? all.get(index) : null;
    }

    /** The object that a forwarding index leads to, or null. */
    public ForwardingObject at(final int forwarding) {
        return forwarding > 0 && forwarding < pool.end()
                ? get(Forwarding.object(Memory.getLong(words + forwarding * 8L)))
                : null;
    }

    /** All objects. */
    public List<ForwardingObject> objects() {
        return all.stream().filter(object -> object != null).toList();
    }

    /** Address of an object's line. */
    public long line(final ForwardingObject object) {
        return lines + ((long) object.index() << Forwarding.LINE_SHIFT);
    }

    /** Behind the highest number that was ever given out. */
    public int end() {
        return pool.end();
    }

    /** Takes over the numbers of another table. */
    public void restoreNumbers(final int end, final IntPredicate used) {
        pool.restore(end, used);
    }

    /** Makes an object with the number that it had, locked for the caller. */
    public ForwardingObject claim(
            final int index, final Kind kind, final Kin kin, final int swIfIndex, final long high, final long low) {
        final ForwardingObject made = place(index, kind, kin, swIfIndex, high, low);
        made.locks = 1;
        return made;
    }

    /** Gives an adjacency that was claimed its limit. */
    public void claimLimit(final ForwardingObject claimed, final MtuLimit limit) {
        claimed.limit = limit;
    }

    /** Gives a load balance that was claimed its buckets. */
    public void claimBalance(final ForwardingObject claimed, final int[] chosen) {
        balance(claimed, chosen);
    }

    /** Gives an object that was claimed its word. */
    public void claimCarrier(final ForwardingObject claimed, final String node, final int target, final int word) {
        carry(claimed, node, target, word);
    }

    @Override
    public void close() {
        OffHeap.free(lines);
        OffHeap.free(words);
        OffHeap.free(buckets);
        pool.close();
        blocks.close();
    }
}
