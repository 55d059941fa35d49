package io.weir.platform.pg;

import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import java.util.Arrays;

/**
 * Makes packets from a {@link Template}: copies its words, then lets each edit run over a few dozen packets at a time,
 * so that their first lines are still in the nearest cache when the last edit comes.
 */
final class TemplateMaker implements PacketMaker {
    private static final int RUN = 32;
    private static final int SHORT_WORDS = 8;
    private static final int LONG_WORDS = 64;

    private final Template template;
    private final ChainTail tail;
    private final int bufferBytes;
    private final int rxInterface;
    private final int txInterface;
    private final int streamId;

    private final long[] packets = new long[RUN];
    private final int[] lengths = new int[RUN];
    private final long[] values = new long[RUN];
    private final int[][] totals;
    private long bytes;

    TemplateMaker(
            final Template template,
            final Buffers buffers,
            final int bufferBytes,
            final int rxInterface,
            final int txInterface,
            final int streamId) {
        this.template = template;
        this.bufferBytes = bufferBytes;
        this.rxInterface = rxInterface;
        this.txInterface = txInterface;
        this.streamId = streamId;
        tail = new ChainTail(buffers, bufferBytes);
        totals = new int[template.checksums.length][RUN];
        Arrays.fill(lengths, template.maxBytes);
    }

    @Override
    public int make(final int[] indices, final int n) {
        bytes = 0;
        int made = 0;
        for (int from = 0; from < n; from += RUN) {
            final int count = Math.min(RUN, n - from);
            run(indices, from, count);
            made = template.maxBytes > bufferBytes ? chain(indices, from, count, made) : made + count;
        }
        return made;
    }

    private void run(final int[] indices, final int from, final int n) {
        for (int i = 0; i < n; i++) {
            packets[i] = Buffer.address(indices[from + i]) + Buffer.DATA_OFFSET;
        }
        if (template.lengths == null) {
            bytes += (long) n * template.maxBytes;
        } else {
            drawLengths(n);
        }
        begin(n);
        copy(n);
        for (int c = 0; c < totals.length; c++) {
            template.checksums[c].begin(lengths, totals[c], n);
        }
        for (final Edit edit : template.edits) {
            edit.apply(packets, lengths, values, totals, n);
        }
        for (int c = 0; c < totals.length; c++) {
            template.checksums[c].finish(packets, totals[c], n);
        }
    }

    private void drawLengths(final int n) {
        template.lengths.apply(packets, lengths, values, totals, n);
        long sum = 0;
        for (int i = 0; i < n; i++) {
            lengths[i] = (int) values[i];
            sum += values[i];
        }
        bytes += sum;
    }

    private void begin(final int n) {
        for (int i = 0; i < n; i++) {
            final long buffer = packets[i] - Buffer.DATA_OFFSET;
            Buffer.begin(buffer, 0, Math.min(lengths[i], bufferBytes), rxInterface);
            // Which stream it was is for traces only; no lookup has been made yet.
            Buffer.adjacency(buffer, streamId);
        }
        if (txInterface >= 0) {
            for (int i = 0; i < n; i++) {
                Buffer.txInterface(packets[i] - Buffer.DATA_OFFSET, txInterface);
            }
        }
    }

    private void copy(final int n) {
        final long[] words = template.words;
        if (words.length == SHORT_WORDS) {
            copyShort(words, n);
        } else if (template.lengths == null && words.length < LONG_WORDS) {
            for (int i = 0; i < n; i++) {
                final long to = packets[i];
                for (int k = 0; k < words.length; k++) {
                    Memory.putLong(to + ((long) k << 3), words[k]);
                }
            }
        } else {
            for (int i = 0; i < n; i++) {
                Memory.copy(template.image, 0, packets[i], Math.min(lengths[i], bufferBytes));
            }
        }
    }

    /** Packets of at most 64 bytes, the common kind, are written from eight registers. */
    private void copyShort(final long[] words, final int n) {
        final long w0 = words[0];
        final long w1 = words[1];
        final long w2 = words[2];
        final long w3 = words[3];
        final long w4 = words[4];
        final long w5 = words[5];
        final long w6 = words[6];
        final long w7 = words[7];
        for (int i = 0; i < n; i++) {
            final long to = packets[i];
            Memory.putLong(to, w0);
            Memory.putLong(to + 8, w1);
            Memory.putLong(to + 16, w2);
            Memory.putLong(to + 24, w3);
            Memory.putLong(to + 32, w4);
            Memory.putLong(to + 40, w5);
            Memory.putLong(to + 48, w6);
            Memory.putLong(to + 56, w7);
        }
    }

    /** Appends the tails; packets whose tails find no buffers are freed, the others close up. */
    private int chain(final int[] indices, final int from, final int n, final int madeBefore) {
        int made = madeBefore;
        for (int i = 0; i < n; i++) {
            if (tail.append(indices[from + i], template.image, lengths[i])) {
                indices[made++] = indices[from + i];
            } else {
                bytes -= lengths[i];
            }
        }
        return made;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void restart() {
        for (final Edit edit : template.edits) {
            edit.restart();
        }
        if (template.lengths != null) {
            template.lengths.restart();
        }
    }
}
