package io.weir.platform.pg;

import io.weir.memory.Memory;
import io.weir.net.Checksum;
import java.util.Arrays;

/** Fills in a checksum from what the template adds up to and what the edits of a packet have added. */
final class ChecksumEdit {
    private final int offset;
    private final boolean udp;
    private final int minLength;
    /** Sum over the template, by packet length from the shortest on; one number if all are of one length. */
    private final int[] base;

    ChecksumEdit(final int offset, final boolean udp, final int minLength, final int[] base) {
        this.offset = offset;
        this.udp = udp;
        this.minLength = minLength;
        this.base = base;
    }

    /** Begins the sums of {@code n} packets. */
    void begin(final int[] lengths, final int[] totals, final int n) {
        if (base.length == 1) {
            Arrays.fill(totals, 0, n, base[0]);
        } else {
            for (int i = 0; i < n; i++) {
                totals[i] = base[lengths[i] - minLength];
            }
        }
    }

    /** Writes the checksums of {@code n} packets. */
    void finish(final long[] packets, final int[] totals, final int n) {
        if (udp) {
            for (int i = 0; i < n; i++) {
                Memory.putShortBe(packets[i] + offset, Checksum.udp(~fold(totals[i]) & 0xffff));
            }
        } else {
            for (int i = 0; i < n; i++) {
                Memory.putShortBe(packets[i] + offset, ~fold(totals[i]));
            }
        }
    }

    static int fold(final int sum) {
        final int once = (sum & 0xffff) + (sum >>> 16);
        return (once & 0xffff) + (once >>> 16);
    }
}
