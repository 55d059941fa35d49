package io.weir.plugin;

import io.weir.memory.Memory;

/**
 * Bytes of every packet's metadata that one plugin has declared. They hold what was last written for this packet by
 * nodes of that plugin; a packet that comes into the graph brings whatever was there.
 *
 * @param owner the plugin.
 * @param name unique among the owner's fields.
 * @param offset from the buffer's address on.
 * @param bytes its size.
 */
public record ScratchField(String owner, String name, int offset, int bytes) {
    public int getInt(final long buffer) {
        return Memory.getInt(buffer + offset);
    }

    public void putInt(final long buffer, final int value) {
        Memory.putInt(buffer + offset, value);
    }

    public long getLong(final long buffer) {
        return Memory.getLong(buffer + offset);
    }

    public void putLong(final long buffer, final long value) {
        Memory.putLong(buffer + offset, value);
    }
}
