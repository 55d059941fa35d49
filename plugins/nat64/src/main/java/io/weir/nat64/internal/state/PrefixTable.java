package io.weir.nat64.internal.state;

import io.weir.nat64.internal.xlat.Prefix64;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The prefixes under which clients of each table know IPv4 hosts, as workers see them: immutable. Sessions name a prefix by its
 * number, which it keeps while it is there.
 */
public final class PrefixTable {
    /** Numbers that there are. */
    public static final int MOST = 256;

    /** No prefix. */
    public static final int NONE_FOUND = -1;

    /** For clients of any table that has no prefix of its own. */
    public static final int ANY_TABLE = -1;

    /** The well-known one for all tables, while the operator has given none (VPP does so too). */
    public static final PrefixTable NONE = new PrefixTable(List.of(new Entry(0, ANY_TABLE, Prefix64.WELL_KNOWN)));

    /**
     * A prefix of a table.
     *
     * @param number 0 to {@value #MOST} - 1.
     * @param table index of the IPv6 table, or {@link #ANY_TABLE}.
     */
    public record Entry(int number, int table, Prefix64 prefix) {}

    private final List<Entry> entries;
    private final Prefix64[] byNumber = new Prefix64[MOST];
    /** The longest first, so that the first that fits is the one. */
    private final Prefix64[] prefixes;

    private final int[] tables;
    private final int[] numbers;
    private final Entry only;

    public PrefixTable(final List<Entry> entries) {
        this.entries = List.copyOf(entries);
        final List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing((Entry entry) -> entry.table == ANY_TABLE)
                .thenComparing(entry -> -entry.prefix.prefix().length())
                .thenComparing(Entry::number));
        prefixes = sorted.stream().map(Entry::prefix).toArray(Prefix64[]::new);
        tables = sorted.stream().mapToInt(Entry::table).toArray();
        numbers = sorted.stream().mapToInt(Entry::number).toArray();
        only = entries.size() == 1 && entries.getFirst().table == ANY_TABLE ? entries.getFirst() : null;
        entries.forEach(entry -> byNumber[entry.number] = entry.prefix);
    }

    /** The prefix that is the only one, for clients of all tables; or null. */
    public Entry only() {
        return only;
    }

    /** All of them. */
    public List<Entry> entries() {
        return entries;
    }

    /** The number of the prefix of a table that an address lies in, or {@link #NONE_FOUND}. */
    public int find(final int table, final long high, final long low) {
        for (int i = 0; i < prefixes.length; i++) {
            if ((tables[i] == table || tables[i] == ANY_TABLE) && prefixes[i].contains(high, low)) {
                return numbers[i];
            }
        }
        return NONE_FOUND;
    }

    /** The number of a table's prefix in which a server is known to clients, or {@link #NONE_FOUND}. */
    public int first(final int table, final int server) {
        for (int i = 0; i < prefixes.length; i++) {
            if ((tables[i] == table || tables[i] == ANY_TABLE) && !prefixes[i].refuses(server)) {
                return numbers[i];
            }
        }
        return NONE_FOUND;
    }

    /** A prefix by its number, or null. */
    public Prefix64 prefix(final int number) {
        return byNumber[number];
    }
}
