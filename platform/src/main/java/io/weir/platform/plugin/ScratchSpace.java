package io.weir.platform.plugin;

import io.weir.memory.Buffer;
import io.weir.plugin.ScratchField;
import java.util.ArrayList;
import java.util.List;

/** Who has which bytes of a packet's scratch metadata. Main only. */
public final class ScratchSpace {
    private final List<ScratchField> fields = new ArrayList<>();

    ScratchField claim(final String owner, final String name, final int bytes) {
        if (bytes < 1 || bytes > 2 && bytes % 4 != 0) {
            throw new IllegalArgumentException(
                    "scratch " + name + ": " + bytes + " bytes, not 1, 2, 4 or a multiple of 8");
        }
        final int alignment = Math.min(Integer.lowestOneBit(bytes), 8);
        final int end = Buffer.SCRATCH_OFFSET + Buffer.SCRATCH_BYTES;
        for (int offset = Buffer.SCRATCH_OFFSET; offset + bytes <= end; offset += alignment) {
            if (free(offset, bytes)) {
                final ScratchField field = new ScratchField(owner, name, offset, bytes);
                fields.add(field);
                return field;
            }
        }
        throw new IllegalStateException("no room for scratch " + name + " of " + owner + ": " + fields + " are there");
    }

    private boolean free(final int offset, final int bytes) {
        return fields.stream().noneMatch(f -> offset < f.offset() + f.bytes() && f.offset() < offset + bytes);
    }

    void release(final ScratchField field) {
        fields.remove(field);
    }

    /** All claims. */
    public List<ScratchField> fields() {
        return List.copyOf(fields);
    }
}
