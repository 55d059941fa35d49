package io.weir.fib.family;

/**
 * What a multicast route is found by: a table, a group or a prefix of groups, and a source or none. One that is in a map is not
 * changed; who looks up fills one of its own, so that a look-up allocates nothing.
 */
final class GroupKey {
    private int table;
    private int length;
    private long groupHigh;
    private long groupLow;
    private long sourceHigh;
    private long sourceLow;

    GroupKey set(final int inTable, final GroupPrefix of) {
        return set(inTable, of.length(), of.groupHigh(), of.groupLow(), of.sourceHigh(), of.sourceLow());
    }

    GroupKey set(
            final int inTable,
            final int bits,
            final long highOfGroup,
            final long lowOfGroup,
            final long highOfSource,
            final long lowOfSource) {
        table = inTable;
        length = bits;
        groupHigh = highOfGroup;
        groupLow = lowOfGroup;
        sourceHigh = highOfSource;
        sourceLow = lowOfSource;
        return this;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof final GroupKey key
                && key.groupLow == groupLow
                && key.groupHigh == groupHigh
                && key.sourceLow == sourceLow
                && key.sourceHigh == sourceHigh
                && key.length == length
                && key.table == table;
    }

    @Override
    public int hashCode() {
        final long mixed = (groupHigh * 31 + groupLow ^ sourceHigh * 17 + sourceLow) * 0x9e37_79b9_7f4a_7c15L;
        return (int) (mixed >>> 32) ^ length * 0x85eb_ca6b ^ table;
    }
}
