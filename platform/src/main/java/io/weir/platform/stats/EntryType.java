package io.weir.platform.stats;

/** What an entry of the segment's directory is, with VPP's numbers. */
public enum EntryType {
    /** A number, such as a time. */
    SCALAR(1),
    /** Rows of numbers, one row for each thread. */
    SIMPLE(2),
    /** Rows of {packets, bytes}, one row for each thread. */
    COMBINED(3),
    /** Names by index, some of which may be missing. */
    NAMES(4),
    /** A place that nothing has. */
    EMPTY(5),
    /** One column of a SIMPLE or COMBINED entry under a name of its own. */
    LINK(6),
    /** A number that goes up and down. */
    GAUGE(9);

    private final int code;

    EntryType(final int code) {
        this.code = code;
    }

    /** Its number in the segment. */
    public int code() {
        return code;
    }

    /** The type with a number; EMPTY for those that Weir doesn't know. */
    static EntryType of(final int code) {
        for (final EntryType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return EMPTY;
    }

    /** Longs in a column of a row, 0 for what has no rows. */
    int width() {
        return switch (this) {
            case SIMPLE -> 1;
            case COMBINED -> 2;
            default -> 0;
        };
    }
}
