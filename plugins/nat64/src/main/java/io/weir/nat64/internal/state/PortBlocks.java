package io.weir.nat64.internal.state;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.table.SessionTable;
import io.weir.table.TableShape;

/**
 * Blocks of ports, of which a worker's clients have a few each: the ports of a block, of all protocols, are one client's, so that a line
 * of a log for each block says who had them (RFC 6888, 4; RFC 6269, 12). A block goes with the last binding in it. Only that worker
 * calls; each takes blocks of its own share of every address.
 *
 * <pre>
 *   key    address of the pool 4, number of the block's first word of {@link Ports} 2
 *   value  bindings 4, the client's next block (entry) 4, client (entry) 4, place of the address 4
 * </pre>
 */
final class PortBlocks implements AutoCloseable {
    /** No block with a free port, and none can be had of this address. */
    static final int NONE = -1;

    /** The client has as many blocks as it may have, all full. */
    static final int LIMIT = -2;

    /** Words of ports of an address. */
    static final int WORDS = 1_024;

    private static final int KEY_BYTES = 16;
    private static final int VALUE_BYTES = 16;
    private static final int LAYOUT = 1;
    private static final int BINDINGS = 0;
    private static final int NEXT = 4;
    private static final int CLIENT = 8;
    private static final int PLACE = 12;
    private static final long LONG = 1L << 43;

    private final SessionTable table;
    private final Clients clients;
    private final StateLog log;
    private final int thread;
    private final int threads;
    private final long key = OffHeap.allocate(KEY_BYTES);

    PortBlocks(
            final SessionTable table, final Clients clients, final StateLog log, final int thread, final int threads) {
        this.table = table;
        this.clients = clients;
        this.log = log;
        this.thread = thread;
        this.threads = threads;
    }

    static TableShape shape() {
        return new TableShape(KEY_BYTES, VALUE_BYTES, LAYOUT, Limits.MOST);
    }

    SessionTable table() {
        return table;
    }

    /** Address of the pool, by a block's key. */
    static int address(final long key) {
        return Memory.getInt(key);
    }

    /** The first port, by a block's key. */
    static int firstPort(final long key) {
        return (Memory.getInt(key + 4) & 0xffff) << 6;
    }

    /** Entry of the client, by a block's value. */
    static int client(final long value) {
        return Memory.getInt(value + CLIENT);
    }

    /** Bindings in it, by a block's value. */
    static int bindings(final long value) {
        return Memory.getInt(value + BINDINGS);
    }

    private int hash(final int address, final int word) {
        Memory.putLong(key, address & 0xffff_ffffL | (long) word << 32);
        Memory.putLong(key + 8, 0);
        return table.hash(key);
    }

    /**
     * Takes a port of a client's blocks at a place of the pool, or of another block that it gets.
     *
     * @param full whether that place is known to have no more blocks.
     * @return the port, {@link #NONE} or {@link #LIMIT}.
     */
    int take(
            final PoolTable pool,
            final Limits limits,
            final int place,
            final int protocol,
            final int like,
            final boolean full,
            final int client,
            final int chance) {
        final long ports = pool.ports(place, protocol);
        final int words = limits.blockPorts() >>> 6;
        int count = 0;
        for (int entry = clients.blocks(client); entry != 0; entry = next(entry)) {
            count++;
            if (Memory.getInt(table.value(entry) + PLACE) == place) {
                final int word = firstPort(table.key(entry)) >>> 6;
                final int port = Ports.takeWithin(ports, like, word, word + words, thread, chance);
                if (port != Ports.NONE) {
                    more(entry, 1);
                    return port;
                }
            }
        }
        if (count >= limits.blocks()) {
            return LIMIT;
        }
        final int word = full ? -1 : free(pool.blocks(place), words, chance);
        final int made = word < 0 ? 0 : add(pool, limits, place, word, client);
        if (made == 0) {
            return NONE;
        }
        final int port = Ports.takeWithin(ports, like, word, word + words, thread, chance);
        if (port == Ports.NONE) {
            // All are the operator's.
            drop(pool, limits, made);
            return NONE;
        }
        more(made, 1);
        return port;
    }

    /**
     * Takes a port of the one block that a client has by its address.
     *
     * @param first port of the block.
     * @return the port; {@link #LIMIT} if all are taken.
     */
    int takeFixed(
            final PoolTable pool,
            final Limits limits,
            final int place,
            final int first,
            final int protocol,
            final int like,
            final int client,
            final int chance) {
        if (!claim(pool, limits, place, first, client, false)) {
            return NONE;
        }
        final int word = first >>> 6;
        final int words = limits.blockPorts() >>> 6;
        final int port = Ports.takeWithin(pool.ports(place, protocol), like, word, word + words, thread, chance);
        if (port == Ports.NONE) {
            giveBack(pool, limits, pool.address(place), first);
            return LIMIT;
        }
        return port;
    }

    /** Whether {@link #take} would find a port: 0, {@link #NONE} or {@link #LIMIT}. */
    int forecast(final PoolTable pool, final Limits limits, final int place, final int protocol, final int client) {
        final int words = limits.blockPorts() >>> 6;
        int count = 0;
        for (int entry = client == 0 ? 0 : clients.blocks(client); entry != 0; entry = next(entry)) {
            count++;
            final int word = firstPort(table.key(entry)) >>> 6;
            if (Memory.getInt(table.value(entry) + PLACE) == place
                    && Ports.hasRoomWithin(pool.ports(place, protocol), word, word + words)) {
                return 0;
            }
        }
        if (count >= limits.blocks()) {
            return LIMIT;
        }
        return isFree(pool.blocks(place), words) ? 0 : NONE;
    }

    /** Whether ports like this one are given out in blocks. */
    boolean covers(final Limits limits, final int port) {
        return limits.blockPorts() > 0 && port >>> 6 >= first(limits.blockPorts() >>> 6);
    }

    /**
     * Has the block of a port be a client's, and counts one binding more in it.
     *
     * @param limited whether the client may have no more blocks than others.
     * @return false if it is another's, or the client has as many as it may.
     */
    boolean claim(
            final PoolTable pool,
            final Limits limits,
            final int place,
            final int port,
            final int client,
            final boolean limited) {
        final int words = limits.blockPorts() >>> 6;
        final int word = (port >>> 6) & -words;
        final int hash = hash(pool.address(place), word);
        int entry = table.find(key, hash);
        if (entry == 0 && !(limited && count(client) >= limits.blocks()) && take(pool.blocks(place), word)) {
            entry = add(pool, limits, place, word, client);
        }
        if (entry == 0 || client(table.value(entry)) != client) {
            return false;
        }
        more(entry, 1);
        return true;
    }

    private int count(final int client) {
        int count = 0;
        for (int entry = clients.blocks(client); entry != 0; entry = next(entry)) {
            count++;
        }
        return count;
    }

    /** A binding less in the block of a port; it may be the last. */
    void giveBack(final PoolTable pool, final Limits limits, final int address, final int port) {
        final int words = limits.blockPorts() >>> 6;
        final int hash = hash(address, (port >>> 6) & -words);
        final int entry = table.find(key, hash);
        if (entry != 0) {
            more(entry, -1);
            if (bindings(table.value(entry)) == 0) {
                drop(pool, limits, entry);
            }
        }
    }

    private void more(final int entry, final int bindings) {
        final long value = table.value(entry);
        Memory.putInt(value + BINDINGS, bindings(value) + bindings);
    }

    private int next(final int entry) {
        return Memory.getInt(table.value(entry) + NEXT);
    }

    /** Makes a block a client's, whose bit has been taken; 0 if there is no room to note it. */
    private int add(final PoolTable pool, final Limits limits, final int place, final int word, final int client) {
        final int hash = hash(pool.address(place), word);
        final int entry = table.insert(key, hash, LONG);
        if (entry <= 0) {
            giveBack(pool.blocks(place), word);
            return 0;
        }
        final long value = table.value(entry);
        Memory.putInt(value + CLIENT, client);
        Memory.putInt(value + PLACE, place);
        Memory.putInt(value + NEXT, clients.blocks(client));
        clients.blocks(client, entry);
        table.endChange(entry);
        if (!pool.isFixed(place)) {
            log.block(true, limits, entry, table, clients);
        }
        return entry;
    }

    private void drop(final PoolTable pool, final Limits limits, final int entry) {
        final long value = table.value(entry);
        if (!pool.isFixed(Memory.getInt(value + PLACE))) {
            log.block(false, limits, entry, table, clients);
        }
        final int client = client(value);
        final int after = Memory.getInt(value + NEXT);
        if (clients.blocks(client) == entry) {
            clients.blocks(client, after);
        } else {
            int before = clients.blocks(client);
            while (next(before) != entry) {
                before = next(before);
            }
            Memory.putInt(table.value(before) + NEXT, after);
        }
        final int place = Memory.getInt(value + PLACE);
        if (pool.has(place, address(table.key(entry)))) {
            giveBack(pool.blocks(place), firstPort(table.key(entry)) >>> 6);
        }
        table.remove(entry);
    }

    /** The first word of blocks, so that they leave ports below 1,024 out. */
    static int first(final int words) {
        return Math.max(16, words);
    }

    /** Takes a block of this thread's share that is free, by chance; returns its first word, or -1. */
    private int free(final long bits, final int words, final int chance) {
        final int from = first(words) / words;
        final int to = WORDS / words;
        final int begin = from + Math.floorMod(thread - from, threads);
        final int count = begin >= to ? 0 : (to - begin - 1) / threads + 1;
        int at = count == 0 ? 0 : Integer.remainderUnsigned(chance, count);
        for (int i = 0; i < count; i++) {
            final int word = (begin + at * threads) * words;
            if (!taken(bits, word) && take(bits, word)) {
                return word;
            }
            at = at + 1 == count ? 0 : at + 1;
        }
        return -1;
    }

    private boolean isFree(final long bits, final int words) {
        final int from = first(words) / words;
        for (int block = from + Math.floorMod(thread - from, threads); block < WORDS / words; block += threads) {
            if (!taken(bits, block * words)) {
                return true;
            }
        }
        return false;
    }

    private static boolean taken(final long bits, final int word) {
        return (Memory.getLong(bits + (long) (word >>> 6) * Long.BYTES) >>> (word & 63) & 1) != 0;
    }

    private static boolean take(final long bits, final int word) {
        final long at = bits + (long) (word >>> 6) * Long.BYTES;
        final long bit = 1L << (word & 63);
        long seen = Memory.getLong(at);
        while ((seen & bit) == 0) {
            if (Memory.compareAndSetLong(at, seen, seen | bit)) {
                return true;
            }
            seen = Memory.getLong(at);
        }
        return false;
    }

    private static void giveBack(final long bits, final int word) {
        final long at = bits + (long) (word >>> 6) * Long.BYTES;
        final long bit = 1L << (word & 63);
        long seen = Memory.getLong(at);
        while (!Memory.compareAndSetLong(at, seen, seen & ~bit)) {
            seen = Memory.getLong(at);
        }
    }

    @Override
    public void close() {
        table.close();
        OffHeap.free(key);
    }
}
