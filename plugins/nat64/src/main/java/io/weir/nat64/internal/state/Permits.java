package io.weir.nat64.internal.state;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.table.SessionTable;
import io.weir.table.TableShape;

/**
 * Which servers' addresses may send to a binding, where that depends on them: those that its client has sessions with (RFC 6146,
 * 3.5.1.2: address-dependent filtering). Only the worker of the binding calls.
 *
 * <pre>
 *   key  server 4, address of the pool 4, port 2, protocol 1     value  sessions 4
 * </pre>
 */
final class Permits implements AutoCloseable {
    private static final int KEY_BYTES = 16;
    private static final int VALUE_BYTES = 8;
    private static final int LAYOUT = 1;
    private static final long LONG = 1L << 43;

    private final SessionTable table;
    private final long key = OffHeap.allocate(KEY_BYTES);

    Permits(final SessionTable table) {
        this.table = table;
    }

    static TableShape shape() {
        return new TableShape(KEY_BYTES, VALUE_BYTES, LAYOUT, Limits.MOST);
    }

    SessionTable table() {
        return table;
    }

    private int hash(final int server, final int address, final int port, final int protocol) {
        Memory.putLong(key, server & 0xffff_ffffL | (long) address << 32);
        Memory.putLong(key + 8, port | (long) protocol << 16);
        return table.hash(key);
    }

    /** Whether a server may send there. */
    boolean has(final int server, final int address, final int port, final int protocol) {
        final int hash = hash(server, address, port, protocol);
        return table.find(key, hash) != 0;
    }

    /** There is a session more; returns whether there was room to note it. */
    boolean add(final int server, final int address, final int port, final int protocol) {
        final int hash = hash(server, address, port, protocol);
        final int entry = table.insert(key, hash, LONG);
        if (entry == 0) {
            return false;
        }
        final long value = table.value(Math.abs(entry));
        if (entry > 0) {
            Memory.putInt(value, 1);
            table.endChange(entry);
        } else {
            Memory.putInt(value, Memory.getInt(value) + 1);
        }
        return true;
    }

    /** There is a session less. */
    void remove(final int server, final int address, final int port, final int protocol) {
        final int hash = hash(server, address, port, protocol);
        final int entry = table.find(key, hash);
        if (entry != 0) {
            final long value = table.value(entry);
            final int left = Memory.getInt(value) - 1;
            if (left == 0) {
                table.remove(entry);
            } else {
                Memory.putInt(value, left);
            }
        }
    }

    @Override
    public void close() {
        table.close();
        OffHeap.free(key);
    }
}
