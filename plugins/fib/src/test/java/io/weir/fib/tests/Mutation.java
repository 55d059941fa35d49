package io.weir.fib.tests;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Spoils frames: bits, bytes and lengths; cut, lengthened, with parts of others. */
final class Mutation {
    private static final int[] TELLING = {0, 1, 4, 5, 7, 8, 0x7f, 0x80, 0xff, 0x5ff, 0x7fff, 0x8000, 0xfff8, 0xffff};
    private static final int ETHERNET = 14;
    /** Where most headers lie. */
    private static final int HEADERS = 80;

    private final RandomGenerator bits;

    Mutation(final RandomGenerator bits) {
        this.bits = bits;
    }

    /** A frame that has been spoilt at one to four places. */
    byte[] of(final byte[] frame, final byte[] other) {
        byte[] spoilt = frame.clone();
        for (int k = 1 + bits.nextInt(1 + bits.nextInt(4)); k > 0 && spoilt.length > 1; k--) {
            spoilt = once(spoilt, other);
        }
        return spoilt;
    }

    private byte[] once(final byte[] frame, final byte[] other) {
        final int at = place(frame.length);
        switch (bits.nextInt(16)) {
            case 0, 1, 2, 3 -> frame[at] ^= (byte) (1 << bits.nextInt(8));
            case 4, 5, 6 -> frame[at] = (byte) bits.nextInt();
            case 7, 8 -> frame[at] = (byte) TELLING[bits.nextInt(TELLING.length)];
            case 9, 10 -> word(frame, at, TELLING[bits.nextInt(TELLING.length)]);
            case 11 -> word(frame, at, (frame[at] << 8 | frame[Math.min(at + 1, frame.length - 1)] & 0xff) + near());
            case 12 -> System.arraycopy(other, 0, frame, at, Math.min(other.length, frame.length - at));
            case 13 -> {
                return Arrays.copyOf(frame, 1 + bits.nextInt(frame.length));
            }
            case 14 -> {
                return Arrays.copyOf(frame, frame.length + 1 + bits.nextInt(64));
            }
            default -> {
                return without(frame, at, 1 + bits.nextInt(Math.min(16, frame.length - at)));
            }
        }
        return frame;
    }

    private int near() {
        return bits.nextInt(17) - 8;
    }

    private int place(final int length) {
        if (length <= ETHERNET || bits.nextInt(8) == 0) {
            return bits.nextInt(length);
        }
        return ETHERNET + bits.nextInt(Math.min(HEADERS, length - ETHERNET));
    }

    private static void word(final byte[] frame, final int at, final int value) {
        if (at + 1 < frame.length) {
            frame[at] = (byte) (value >>> 8);
            frame[at + 1] = (byte) value;
        }
    }

    private static byte[] without(final byte[] frame, final int from, final int bytes) {
        final byte[] shorter = Arrays.copyOf(frame, frame.length - bytes);
        System.arraycopy(frame, from + bytes, shorter, from, frame.length - from - bytes);
        return shorter.length == 0 ? frame : shorter;
    }
}
