package io.weir.platform.pg;

import io.weir.cli.CommandException;
import io.weir.platform.pg.PacketLayout.ChecksumField;
import io.weir.platform.pg.PacketLayout.Field;
import io.weir.platform.pg.PacketLayout.LengthField;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A stream's packets, compiled: bytes to copy, and what is written over them. */
final class Template {
    private static final int SHORTEST_DEFAULT = 64;
    private static final int SHORT_WORDS = 8;

    /** A packet of the longest length with variable fields and checksums 0. */
    final byte[] image;
    /** The part of it that the first buffer takes, as words in the machine's order; at least eight. */
    final long[] words;

    final int minBytes;
    final int maxBytes;
    /** Draws the packets' lengths, or null if all have one. */
    final Edit lengths;

    final Edit[] edits;
    final ChecksumEdit[] checksums;

    private final PacketLayout layout;
    private final int[] extra;

    private Template(final PacketLayout layout, final StreamSpec spec) {
        this.layout = layout;
        minBytes = spec.minBytes();
        maxBytes = spec.maxBytes();
        image = image();
        lengths = minBytes == maxBytes ? null : lengthSource(spec.randomSize());
        extra = new int[layout.checksums().size()];
        final List<Edit> found = new ArrayList<>();
        layout.fields().forEach(field -> found.add(edit(field)));
        layout.lengths().forEach(field -> addLength(field, found));
        edits = found.toArray(Edit[]::new);
        checksums = new ChecksumEdit[layout.checksums().size()];
        Arrays.setAll(checksums, i -> checksum(layout.checksums().get(i), extra[i]));
        words = words(Math.min(maxBytes, spec.bufferBytes()));
    }

    /** The stream with the sizes that its data leads to, when it names none. */
    static StreamSpec sized(final PacketLayout layout, final StreamSpec spec) {
        final int bytes = layout.headers().length;
        final int fallback = Math.max(bytes, SHORTEST_DEFAULT);
        final StreamSpec sized = spec.maxBytes() > 0 ? spec : spec.withSizes(fallback, fallback);
        if (sized.minBytes() < bytes) {
            throw new CommandException("size " + sized.minBytes() + "-" + sized.maxBytes() + " is too short, the "
                    + (layout.hexPayload() > 0 ? "data take " : "headers take ") + bytes + " bytes");
        }
        if (spec.bufferBytes() < bytes) {
            throw new CommandException(
                    "buffer-size " + spec.bufferBytes() + " is too short, the data take " + bytes + " bytes");
        }
        return sized;
    }

    /** Compiles a stream that has passed {@link #sized}. */
    static Template compile(final PacketLayout layout, final StreamSpec spec) {
        return new Template(layout, spec);
    }

    private byte[] image() {
        final byte[] bytes = Arrays.copyOf(layout.headers(), maxBytes);
        for (int i = layout.headers().length; i < maxBytes; i++) {
            bytes[i] = (byte) ((i - layout.headers().length) % layout.cycle());
        }
        return bytes;
    }

    private long[] words(final int bytes) {
        final long[] result = new long[Math.max(SHORT_WORDS, (bytes + 7) / 8)];
        ByteBuffer.wrap(Arrays.copyOf(Arrays.copyOf(image, bytes), result.length * 8))
                .order(ByteOrder.nativeOrder())
                .asLongBuffer()
                .get(result);
        return result;
    }

    private Edit lengthSource(final boolean random) {
        final Edit.Source source = random ? Edit.Source.RANDOM : Edit.Source.COUNT;
        return new Edit(PacketLayout.NOWHERE, 8, 0, 0, false, source, minBytes, maxBytes, new int[0]);
    }

    @SuppressWarnings("ReferenceEquality")
    private Edit edit(final Field field) {
        final boolean merge = layout.fields().subList(0, layout.fields().indexOf(field)).stream()
                .anyMatch(before -> before.offset() < field.offset() + field.bytes()
                        && field.offset() < before.offset() + before.bytes());
        final Edit.Source source = field.range().kind() == Range.Kind.RANDOM ? Edit.Source.RANDOM : Edit.Source.COUNT;
        return new Edit(
                field.offset(),
                field.bytes(),
                field.shift(),
                merge ? 0 : word(field.offset(), field.bytes()),
                merge,
                source,
                field.range().lo(),
                field.range().hi(),
                covering(field.offset()));
    }

    /** A length that is the same in all packets is part of the image, else an edit. */
    private void addLength(final LengthField field, final List<Edit> found) {
        final int[] covered =
                field.offset() == PacketLayout.NOWHERE ? new int[] {field.checksum()} : covering(field.offset());
        if (lengths != null) {
            found.add(new Edit(field.offset(), 2, 0, 0, false, Edit.Source.LENGTH, field.minus(), 0, covered));
            return;
        }
        final int value = maxBytes - field.minus();
        if (field.offset() == PacketLayout.NOWHERE) {
            extra[field.checksum()] += value & 0xffff;
        } else {
            image[field.offset()] = (byte) (value >>> 8);
            image[field.offset() + 1] = (byte) value;
        }
    }

    private int[] covering(final int offset) {
        return IntStream.range(0, layout.checksums().size())
                .filter(i -> layout.checksums().get(i).covers(offset))
                .toArray();
    }

    private ChecksumEdit checksum(final ChecksumField field, final int lengthPart) {
        int sum = field.constant() + lengthPart;
        if (field.addresses() >= 0) {
            sum += sum(field.addresses(), field.addressesEnd());
        }
        final int[] base = new int[maxBytes - minBytes + 1];
        final int to = Math.min(field.to(), minBytes);
        sum = ChecksumEdit.fold(sum + sum(field.from(), to));
        base[0] = sum;
        for (int length = minBytes + 1; length <= maxBytes; length++) {
            if (length <= field.to()) {
                final int added = image[length - 1] & 0xff;
                sum = ChecksumEdit.fold(sum + ((length - 1 & 1) == 0 ? added << 8 : added));
            }
            base[length - minBytes] = sum;
        }
        return new ChecksumEdit(field.offset(), field.udp(), minBytes, base);
    }

    /** Sum of the image's 16-bit words, folded; {@code from} is even. */
    private int sum(final int from, final int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum = ChecksumEdit.fold(sum + ((i & 1) == 0 ? (image[i] & 0xff) << 8 : image[i] & 0xff));
        }
        return sum;
    }

    private long word(final int offset, final int bytes) {
        long word = 0;
        for (int i = 0; i < bytes; i++) {
            word = word << 8 | image[offset + i] & 0xff;
        }
        return word;
    }
}
