package io.weir.platform.pg;

import io.weir.platform.pg.PacketLayout.ChecksumField;
import io.weir.platform.pg.PacketLayout.Field;
import io.weir.platform.pg.PacketLayout.LengthField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects headers one behind the other. */
final class LayoutBuilder {
    private byte[] bytes = new byte[128];
    private int length;
    private int hexPayload;
    private int cycle = 1;
    private final List<Field> fields = new ArrayList<>();
    private final List<LengthField> lengths = new ArrayList<>();
    private final List<ChecksumField> checksums = new ArrayList<>();

    /** Appends a header of zeros; returns its offset. */
    int header(final int size) {
        final int offset = length;
        length += size;
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
        }
        return offset;
    }

    int length() {
        return length;
    }

    /** Sets a whole field, in place of what was said of it before. */
    void put(final int offset, final int size, final Range range) {
        put(offset, size, 0, size * 8, range);
    }

    void put(final int offset, final int size, final long value) {
        put(offset, size, Range.fixed(value));
    }

    /** Sets a field of some bits within bytes. */
    void put(final int offset, final int size, final int shift, final int bits, final Range range) {
        fields.removeIf(field -> field.offset() == offset && field.shift() == shift);
        final long mask = (bits == 64 ? -1L : (1L << bits) - 1) << shift;
        long word = 0;
        for (int i = 0; i < size; i++) {
            word = word << 8 | bytes[offset + i] & 0xff;
        }
        word = word & ~mask | (range.isFixed() ? range.lo() << shift & mask : 0);
        for (int i = size - 1; i >= 0; i--) {
            bytes[offset + i] = (byte) word;
            word >>>= 8;
        }
        if (!range.isFixed()) {
            fields.add(new Field(offset, size, shift, bits, range));
        }
    }

    void putMac(final int offset, final Range range) {
        put(offset, 2, range.high());
        put(offset + 2, 4, range);
    }

    /** Puts an address, whose upper half comes first. */
    void putIp6(final int offset, final Range[] halves) {
        put(offset, 8, halves[0]);
        put(offset + 8, 8, halves[1]);
    }

    void lengthField(final int offset, final int minus) {
        lengths.add(new LengthField(offset, minus, -1));
    }

    /** Adds a checksum; with {@code l4Length} the length from there on is part of its pseudo header. */
    void checksum(final ChecksumField field, final boolean l4Length) {
        checksums.add(field);
        if (l4Length) {
            lengths.add(new LengthField(PacketLayout.NOWHERE, field.from(), checksums.size() - 1));
        }
    }

    void cycle(final int newCycle) {
        cycle = newCycle;
    }

    void hexPayload(final byte[] payload) {
        final int offset = header(payload.length);
        System.arraycopy(payload, 0, bytes, offset, payload.length);
        hexPayload = payload.length;
    }

    PacketLayout build() {
        return new PacketLayout(
                Arrays.copyOf(bytes, length),
                hexPayload,
                cycle,
                List.copyOf(fields),
                List.copyOf(lengths),
                List.copyOf(checksums));
    }
}
