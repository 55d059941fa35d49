package io.weir.benchmarks;

import io.weir.memory.OffHeap;
import io.weir.table.SessionTable;
import java.util.Map;
import org.agrona.UnsafeApi;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Object2ObjectHashMap;
import org.jctools.maps.NonBlockingHashMap;
import org.jctools.maps.NonBlockingHashMapLong;

/** The table of sessions, and what it is compared with. */
final class TableRivals {
    private TableRivals() {}

    /** {@code io.weir.table}, a vector at once. */
    static final class Table extends TableRival {
        private final SessionTable table;
        private final TableKeys keys;
        private final int[] hashes = new int[TableKeys.VECTOR];
        private final int[] found = new int[TableKeys.VECTOR];

        Table(final TableKeys keys, final SessionTable table) {
            super(keys);
            this.keys = keys;
            this.table = table;
        }

        @Override
        int vector(final int from) {
            final long first = keys.streamed(from);
            table.hash(first, TableKeys.VECTOR, hashes);
            return table.lookup(first, hashes, TableKeys.VECTOR, found);
        }
    }

    /** The same, one key after the other. */
    static final class Single extends TableRival {
        private final SessionTable table;
        private final TableKeys keys;

        Single(final TableKeys keys, final SessionTable table) {
            super(keys);
            this.keys = keys;
            this.table = table;
        }

        @Override
        int vector(final int from) {
            int present = 0;
            for (int i = 0; i < TableKeys.VECTOR; i++) {
                final long key = keys.streamed(from + i);
                present += table.find(key, table.hash(key)) != 0 ? 1 : 0;
            }
            return present;
        }
    }

    /**
     * The least that a look-up in memory can be: a random line that names a random entry, then that entry; both arrays as large
     * as the table's, with its pages, overlapped like its own. It takes the line from the key's own bits: no hash, no comparison.
     */
    static final class Probe extends TableRival implements AutoCloseable {
        private final long lines;
        private final long entries;
        private final int entryBytes;
        private final int mask;
        private final TableKeys keys;
        private final int[] entry = new int[TableKeys.VECTOR];

        Probe(final TableKeys keys, final int lineCount, final int entryBytes) {
            super(keys);
            this.keys = keys;
            this.entryBytes = entryBytes;
            mask = lineCount - 1;
            lines = OffHeap.allocate(lineCount * 64L);
            entries = OffHeap.allocate((long) keys.count * entryBytes);
            for (int i = 0; i < keys.count; i++) {
                UnsafeApi.putLong(entries + (long) i * entryBytes + 8, i);
            }
            for (int i = 0; i < lineCount; i++) {
                UnsafeApi.putInt(lines + i * 64L + 16, (int) Long.remainderUnsigned(TableKeys.mix(i), keys.count));
            }
        }

        @Override
        int vector(final int from) {
            final long first = keys.streamed(from);
            for (int i = 0; i < TableKeys.VECTOR; i++) {
                // Keys are made of random bits.
                final int line = UnsafeApi.getInt(first + (long) i * keys.bytes) & mask;
                entry[i] = UnsafeApi.getInt(lines + line * 64L + 16);
            }
            long found = 0;
            for (int i = 0; i < TableKeys.VECTOR; i++) {
                found += UnsafeApi.getLong(entries + (long) entry[i] * entryBytes + 8);
            }
            sum += found;
            return TableKeys.VECTOR;
        }

        @Override
        public void close() {
            OffHeap.free(entries);
            OffHeap.free(lines);
        }
    }

    /** A key as maps on the heap want it. */
    static final class Key {
        private long a;
        private long b;
        private long c;
        private long d;
        private long e;

        Key set(final long address, final int bytes) {
            a = UnsafeApi.getLong(address);
            b = UnsafeApi.getLong(address + 8);
            if (bytes > 16) {
                c = UnsafeApi.getLong(address + 16);
                d = UnsafeApi.getLong(address + 24);
                e = UnsafeApi.getLong(address + 32);
            }
            return this;
        }

        @Override
        public int hashCode() {
            final long x = (a ^ b * 31 ^ c * 961 ^ d * 29_791 ^ e * 923_521) * 0x9e3779b97f4a7c15L;
            return (int) (x >>> 32);
        }

        @Override
        public boolean equals(final Object other) {
            return other instanceof Key key && key.a == a && key.b == b && key.c == c && key.d == d && key.e == e;
        }
    }

    /** A map of objects: Agrona's or JCTools'. */
    static final class Objects extends TableRival {
        private final Map<Key, Key> map;
        private final TableKeys keys;
        private final Key probe = new Key();

        private Objects(final TableKeys keys, final Map<Key, Key> map) {
            super(keys);
            this.keys = keys;
            this.map = map;
            for (int i = 0; i < keys.count; i++) {
                final Key key = new Key().set(keys.key(i), keys.bytes);
                map.put(key, key);
            }
        }

        static Objects agrona(final TableKeys keys) {
            return new Objects(keys, new Object2ObjectHashMap<>());
        }

        static Objects jctools(final TableKeys keys) {
            return new Objects(keys, new NonBlockingHashMap<>());
        }

        @Override
        int vector(final int from) {
            int present = 0;
            for (int i = 0; i < TableKeys.VECTOR; i++) {
                present += map.get(probe.set(keys.streamed(from + i), keys.bytes)) != null ? 1 : 0;
            }
            return present;
        }
    }

    /** Agrona's map of longs: keys of eight bytes only. */
    static final class AgronaLongs extends TableRival {
        private final Long2LongHashMap map = new Long2LongHashMap(-1);
        private final TableKeys keys;

        AgronaLongs(final TableKeys keys) {
            super(keys);
            this.keys = keys;
            for (int i = 0; i < keys.count; i++) {
                map.put(UnsafeApi.getLong(keys.key(i)), i);
            }
        }

        @Override
        int vector(final int from) {
            int present = 0;
            for (int i = 0; i < TableKeys.VECTOR; i++) {
                present += map.get(UnsafeApi.getLong(keys.streamed(from + i))) != -1 ? 1 : 0;
            }
            return present;
        }
    }

    /** JCTools' map of longs: keys of eight bytes only. */
    static final class JctoolsLongs extends TableRival {
        private final NonBlockingHashMapLong<Boolean> map = new NonBlockingHashMapLong<>();
        private final TableKeys keys;

        JctoolsLongs(final TableKeys keys) {
            super(keys);
            this.keys = keys;
            for (int i = 0; i < keys.count; i++) {
                map.put(UnsafeApi.getLong(keys.key(i)), Boolean.TRUE);
            }
        }

        @Override
        int vector(final int from) {
            int present = 0;
            for (int i = 0; i < TableKeys.VECTOR; i++) {
                present += map.get(UnsafeApi.getLong(keys.streamed(from + i))) != null ? 1 : 0;
            }
            return present;
        }
    }
}
