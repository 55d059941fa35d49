package io.weir.platform.plugin.registry;

import io.weir.memory.Buffer;
import io.weir.plugin.ScratchField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has which bytes of a packet's scratch metadata. Who claims what it has already gets the same bytes: two versions of
 * a plugin understand each other's packets while one replaces the other. Main only.
 */
public final class ScratchSpace {
    /** How often each was claimed. */
    private final Map<ScratchField, Integer> claims = new LinkedHashMap<>();

    public ScratchField claim(final String owner, final String name, final int bytes) {
        if (bytes < 1 || bytes > 2 && bytes % 4 != 0) {
            throw new IllegalArgumentException(
                    "scratch " + name + ": " + bytes + " bytes, not 1, 2, 4 or a multiple of 8");
        }
        for (final ScratchField field : claims.keySet()) {
            if (field.owner().equals(owner) && field.name().equals(name) && field.bytes() == bytes) {
                claims.merge(field, 1, Integer::sum);
                return field;
            }
        }
        return fresh(owner, name, bytes);
    }

    private ScratchField fresh(final String owner, final String name, final int bytes) {
        final int alignment = Math.min(Integer.lowestOneBit(bytes), 8);
        final int end = Buffer.SCRATCH_OFFSET + Buffer.SCRATCH_BYTES;
        for (int offset = Buffer.SCRATCH_OFFSET; offset + bytes <= end; offset += alignment) {
            if (free(offset, bytes)) {
                final ScratchField field = new ScratchField(owner, name, offset, bytes);
                claims.put(field, 1);
                return field;
            }
        }
        throw new IllegalStateException(
                "no room for scratch " + name + " of " + owner + ": " + claims.keySet() + " are there");
    }

    private boolean free(final int offset, final int bytes) {
        return claims.keySet().stream().noneMatch(f -> offset < f.offset() + f.bytes() && f.offset() < offset + bytes);
    }

    /** Takes one claim back; with the last the bytes are free. */
    public void release(final ScratchField field) {
        claims.computeIfPresent(field, (key, count) -> count == 1 ? null : count - 1);
    }

    /** All that are claimed. */
    public List<ScratchField> fields() {
        return List.copyOf(claims.keySet());
    }
}
