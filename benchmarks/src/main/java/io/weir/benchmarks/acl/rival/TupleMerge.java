package io.weir.benchmarks.acl.rival;

import io.weir.acl.internal.classify.Key;
import io.weir.acl.internal.rule.Rule;
import io.weir.memory.OffHeap;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A tuple space with merging: a hash table for rules that have some bits fixed in common, asked one after the other, those with
 * the first rules first; a packet that has a rule before all of a table's is done with it. A vector's packets ask a table together:
 * all hash, all load their slot, then each compares.
 */
public final class TupleMerge implements Rival {
    private static final int VECTOR = 256;

    private final boolean ip6;
    private final int keyBytes;
    private final TupleTable[] tables;
    private final PackedRules packed;
    private final int[] asked = new int[VECTOR];
    private final long[] hashes = new long[VECTOR];
    /** What was loaded for the cache alone. */
    private long loaded;

    public TupleMerge(final boolean ip6, final List<Rule> rules) {
        this.ip6 = ip6;
        keyBytes = Key.bytes(ip6);
        packed = new PackedRules(ip6, rules.size());
        final List<TupleGroups.Group> groups = TupleGroups.of(ip6, rules);
        tables = new TupleTable[groups.size()];
        int record = 0;
        // What a table hashes of a rule is what it hashes of a packet that has its bits.
        final long key = OffHeap.allocate(keyBytes);
        for (int i = 0; i < tables.length; i++) {
            final TupleGroups.Group group = groups.get(i);
            final int first = group.buckets.values().stream()
                    .mapToInt(Collections::min)
                    .min()
                    .orElseThrow();
            tables[i] = new TupleTable(ip6, group.tuple, group.buckets.size(), first);
            for (final Map.Entry<TupleKey, List<Integer>> bucket : group.buckets.entrySet()) {
                bucket.getKey().write(ip6, key);
                tables[i].put(tables[i].hash(key), record, bucket.getValue().size());
                Collections.sort(bucket.getValue());
                for (final int rule : bucket.getValue()) {
                    packed.put(record++, rules.get(rule), rule);
                }
            }
        }
        OffHeap.free(key);
        Arrays.sort(tables, Comparator.comparingInt(table -> table.first));
    }

    @Override
    public String name() {
        return "tuples";
    }

    /** How many tables there are. */
    int tables() {
        return tables.length;
    }

    @Override
    public void first(final long keys, final int count, final int[] matched) {
        Arrays.fill(matched, 0, count, -1);
        for (final TupleTable table : tables) {
            int waiting = 0;
            for (int i = 0; i < count; i++) {
                asked[waiting] = i;
                // Without sign: none is the largest.
                waiting += Integer.compareUnsigned(table.first, matched[i]) < 0 ? 1 : 0;
            }
            if (waiting > 0) {
                ask(table, keys, waiting, matched);
            }
        }
    }

    private void ask(final TupleTable table, final long keys, final int waiting, final int[] matched) {
        if (ip6) {
            for (int j = 0; j < waiting; j++) {
                hashes[j] = table.hash6(keys + (long) asked[j] * Key.IP6_BYTES);
            }
        } else {
            for (int j = 0; j < waiting; j++) {
                hashes[j] = table.hash4(keys + (long) asked[j] * Key.IP4_BYTES);
            }
        }
        // Those whose slot is empty are left out; the first record of the others is brought into the cache.
        int left = 0;
        long sum = 0;
        for (int j = 0; j < waiting; j++) {
            final long slot = table.slot(hashes[j]);
            asked[left] = asked[j];
            hashes[left] = hashes[j];
            left += slot == 0 ? 0 : 1;
            sum += packed.touch((int) slot);
        }
        loaded += sum;
        for (int j = 0; j < left; j++) {
            final int i = asked[j];
            final int label = table.match(hashes[j], keys + (long) i * keyBytes, packed);
            matched[i] = Integer.compareUnsigned(label, matched[i]) < 0 ? label : matched[i];
        }
    }

    /** Has what was loaded for its effect be of use. */
    long loaded() {
        return loaded;
    }

    @Override
    public long bytes() {
        long bytes = packed.bytes();
        for (final TupleTable table : tables) {
            bytes += table.bytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        for (final TupleTable table : tables) {
            table.close();
        }
        packed.close();
    }
}
