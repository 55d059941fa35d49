package io.weir.nat64.internal.log;

import java.nio.ByteBuffer;

/**
 * A message under construction (RFC 7011, 3): a header, and sets one behind the other, of templates or of data records that have the
 * same template. One thread.
 */
final class IpfixMessage {
    /** Bytes of the header. */
    static final int HEADER = 16;

    private static final int VERSION = 10;
    private static final int SET_HEADER = 4;

    /** Smallest message that has room for anything there is: a session, which is longer than its template. */
    static final int LEAST = HEADER + SET_HEADER + IpfixTemplate.SESSION.bytes;

    private static final int TEMPLATE_SET = 2;
    private static final int NO_SET = 0;

    private final ByteBuffer buffer;
    private final int domain;
    private int set = NO_SET;
    private int setAt;
    private int records;
    private long sequence;

    /**
     * An empty one.
     *
     * @param most bytes that it may have.
     * @param sequence data records that were sent before, which goes into its header modulo 2^32 (RFC 7011, 3.1).
     */
    IpfixMessage(final int most, final int domain, final long sequence) {
        buffer = ByteBuffer.allocateDirect(most);
        this.domain = domain;
        this.sequence = sequence;
        buffer.position(HEADER);
    }

    boolean isEmpty() {
        return buffer.position() == HEADER;
    }

    /** Data records in it. */
    int records() {
        return records;
    }

    /** Data records of all messages before this one. */
    long sequence() {
        return sequence;
    }

    /** Adds a template (3.4.1), if there is room. */
    boolean add(final IpfixTemplate template) {
        if (!begin(TEMPLATE_SET, 4 + 4 * template.fields.size())) {
            return false;
        }
        buffer.putShort((short) template.id).putShort((short) template.fields.size());
        for (final IpfixField field : template.fields) {
            buffer.putShort((short) field.id).putShort((short) field.bytes);
        }
        return true;
    }

    /** Adds a data record (3.4.3), if there is room. */
    boolean add(final Event event) {
        final IpfixTemplate template = IpfixTemplate.of(event);
        if (!begin(template.id, template.bytes)) {
            return false;
        }
        for (int i = 0; i < template.fields.size(); i++) {
            template.fields.get(i).put(buffer, event);
        }
        records++;
        return true;
    }

    private boolean begin(final int wanted, final int bytes) {
        final boolean same = set == wanted;
        if (buffer.remaining() < bytes + (same ? 0 : SET_HEADER)) {
            return false;
        }
        if (!same) {
            endSet();
            set = wanted;
            setAt = buffer.position();
            buffer.putShort((short) wanted).putShort((short) 0);
        }
        return true;
    }

    private void endSet() {
        if (set != NO_SET) {
            buffer.putShort(setAt + 2, (short) (buffer.position() - setAt));
        }
    }

    /** The message as it is to be sent; good until {@link #next}. */
    ByteBuffer finish(final long exportSeconds) {
        endSet();
        set = NO_SET;
        buffer.putShort(0, (short) VERSION)
                .putShort(2, (short) buffer.position())
                .putInt(4, (int) exportSeconds)
                .putInt(8, (int) sequence)
                .putInt(12, domain);
        return buffer.flip();
    }

    /** Begins the next one. */
    void next() {
        sequence += records;
        records = 0;
        buffer.clear().position(HEADER);
    }
}
