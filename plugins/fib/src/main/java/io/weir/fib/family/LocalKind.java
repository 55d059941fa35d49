package io.weir.fib.family;

/** By what packets for this host are told apart. */
enum LocalKind {
    PROTOCOL(0, "IP protocol", 0xff),
    UDP_PORT(1, "UDP port", 0xffff),
    ICMP_TYPE(2, "ICMP type", 0xff),
    TCP_PORT(3, "TCP port", 0xffff);

    private final int code;
    private final String words;
    private final int last;

    LocalKind(final int code, final String words, final int last) {
        this.code = code;
        this.words = words;
        this.last = last;
    }

    /** Its number in what one version of the plugin hands to the next. */
    int code() {
        return code;
    }

    static LocalKind of(final int code) {
        for (final LocalKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind " + code);
    }

    /** The largest number. */
    int last() {
        return last;
    }

    @Override
    public String toString() {
        return words;
    }
}
