package io.weir.memory;

import java.util.Objects;
import org.agrona.UnsafeApi;

/**
 * Reads and writes packet memory at absolute addresses. Multi-byte values are in the machine's order unless the name
 * ends in {@code Be} (network order).
 *
 * <p>With the system property {@value #CHECKED_PROP_NAME} set, every access is checked: it must lie in a buffer that is
 * allocated, or in a block that {@link OffHeap} handed out; anything else throws {@link MemoryFault}. Without it the
 * check folds away. Any thread may call.
 */
public final class Memory {
    /** Name of the property that turns on bounds, double-free and use-after-free checks. */
    public static final String CHECKED_PROP_NAME = "weir.checked";

    /** Whether this process checks its accesses. */
    public static final boolean CHECKED = Boolean.getBoolean(CHECKED_PROP_NAME);

    private static final long BYTES_OFFSET = UnsafeApi.arrayBaseOffset(byte[].class);

    private Memory() {}

    public static byte getByte(final long address) {
        if (CHECKED) {
            MemoryCheck.access(address, 1);
        }
        return UnsafeApi.getByte(address);
    }

    public static int getUnsignedByte(final long address) {
        return getByte(address) & 0xff;
    }

    public static void putByte(final long address, final int value) {
        if (CHECKED) {
            MemoryCheck.access(address, 1);
        }
        UnsafeApi.putByte(address, (byte) value);
    }

    public static short getShort(final long address) {
        if (CHECKED) {
            MemoryCheck.access(address, 2);
        }
        return UnsafeApi.getShort(address);
    }

    public static void putShort(final long address, final int value) {
        if (CHECKED) {
            MemoryCheck.access(address, 2);
        }
        UnsafeApi.putShort(address, (short) value);
    }

    /** The 16-bit value at {@code address}, in network order, as 0 to 65535. */
    public static int getShortBe(final long address) {
        // Two instructions fewer than reversing 16 bits.
        return Integer.reverseBytes(getShort(address)) >>> 16;
    }

    public static void putShortBe(final long address, final int value) {
        putShort(address, Short.reverseBytes((short) value));
    }

    public static int getInt(final long address) {
        if (CHECKED) {
            MemoryCheck.access(address, 4);
        }
        return UnsafeApi.getInt(address);
    }

    public static void putInt(final long address, final int value) {
        if (CHECKED) {
            MemoryCheck.access(address, 4);
        }
        UnsafeApi.putInt(address, value);
    }

    public static int getIntBe(final long address) {
        return Integer.reverseBytes(getInt(address));
    }

    public static void putIntBe(final long address, final int value) {
        putInt(address, Integer.reverseBytes(value));
    }

    public static long getLong(final long address) {
        if (CHECKED) {
            MemoryCheck.access(address, 8);
        }
        return UnsafeApi.getLong(address);
    }

    public static void putLong(final long address, final long value) {
        if (CHECKED) {
            MemoryCheck.access(address, 8);
        }
        UnsafeApi.putLong(address, value);
    }

    public static long getLongBe(final long address) {
        return Long.reverseBytes(getLong(address));
    }

    public static void putLongBe(final long address, final long value) {
        putLong(address, Long.reverseBytes(value));
    }

    /** Reads with acquire semantics: pairs with {@link #putLongRelease}. */
    public static long getLongAcquire(final long address) {
        if (CHECKED) {
            MemoryCheck.access(address, 8);
        }
        return UnsafeApi.getLongAcquire(null, address);
    }

    /** Writes with release semantics: a thread that then reads the value sees all that was written before it. */
    public static void putLongRelease(final long address, final long value) {
        if (CHECKED) {
            MemoryCheck.access(address, 8);
        }
        UnsafeApi.putLongRelease(null, address, value);
    }

    /** Reads with acquire semantics: pairs with {@link #putIntRelease}. */
    public static int getIntAcquire(final long address) {
        if (CHECKED) {
            MemoryCheck.access(address, 4);
        }
        return UnsafeApi.getIntAcquire(null, address);
    }

    /** Writes with release semantics: a thread that then reads the value sees all that was written before it. */
    public static void putIntRelease(final long address, final int value) {
        if (CHECKED) {
            MemoryCheck.access(address, 4);
        }
        UnsafeApi.putIntRelease(null, address, value);
    }

    /**
     * Writes if the value is the expected one, with the effect of a volatile read and write; {@code address} is a multiple of 4.
     *
     * @return whether it was.
     */
    public static boolean compareAndSetInt(final long address, final int expected, final int value) {
        if (CHECKED) {
            MemoryCheck.access(address, 4);
        }
        return UnsafeApi.compareAndSetInt(null, address, expected, value);
    }

    /** Adds, with the effect of a volatile read and write; returns what was there before. {@code address} is a multiple of 4. */
    public static int getAndAddInt(final long address, final int amount) {
        if (CHECKED) {
            MemoryCheck.access(address, 4);
        }
        return UnsafeApi.getAndAddInt(null, address, amount);
    }

    /**
     * Writes if the value is the expected one, with the effect of a volatile read and write; {@code address} is a multiple of 8.
     *
     * @return whether it was.
     */
    public static boolean compareAndSetLong(final long address, final long expected, final long value) {
        if (CHECKED) {
            MemoryCheck.access(address, 8);
        }
        return UnsafeApi.compareAndSetLong(null, address, expected, value);
    }

    /** Adds, with the effect of a volatile read and write; returns what was there before. {@code address} is a multiple of 8. */
    public static long getAndAddLong(final long address, final long amount) {
        if (CHECKED) {
            MemoryCheck.access(address, 8);
        }
        return UnsafeApi.getAndAddLong(null, address, amount);
    }

    /** Copies {@code bytes} bytes; the ranges may overlap. */
    public static void copy(final long from, final long to, final int bytes) {
        if (CHECKED) {
            MemoryCheck.access(from, bytes);
            MemoryCheck.access(to, bytes);
        }
        UnsafeApi.copyMemory(from, to, bytes);
    }

    /** Copies {@code bytes} bytes out of packet memory into an array. */
    public static void copy(final long from, final byte[] to, final int offset, final int bytes) {
        if (CHECKED) {
            MemoryCheck.access(from, bytes);
        }
        Objects.checkFromIndexSize(offset, bytes, to.length);
        UnsafeApi.copyMemory(null, from, to, BYTES_OFFSET + offset, bytes);
    }

    /** Copies {@code bytes} bytes of an array into packet memory. */
    public static void copy(final byte[] from, final int offset, final long to, final int bytes) {
        if (CHECKED) {
            MemoryCheck.access(to, bytes);
        }
        Objects.checkFromIndexSize(offset, bytes, from.length);
        UnsafeApi.copyMemory(from, BYTES_OFFSET + offset, null, to, bytes);
    }

    /** Writes zeros over {@code bytes} bytes. */
    public static void zero(final long address, final int bytes) {
        if (CHECKED) {
            MemoryCheck.access(address, bytes);
        }
        UnsafeApi.setMemory(address, bytes, (byte) 0);
    }
}
