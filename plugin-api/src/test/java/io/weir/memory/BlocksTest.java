package io.weir.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BlocksTest {
    private static final int ROOM = 2_000;

    @Test
    void shouldCoverWhatAMapOfThemDoesWhenTheyComeAndGo() {
        final Random random = new Random(5);
        final NavigableMap<Long, Long> model = new TreeMap<>();
        Blocks blocks = Blocks.NONE;
        for (int step = 0; step < 3_000; step++) {
            final long address = random.nextInt(ROOM / 8) * 8L;
            if (model.containsKey(address)) {
                model.remove(address);
                blocks = blocks.without(address);
            } else {
                final Long next = model.higherKey(address);
                final long room = (next == null ? ROOM : next) - address;
                if (!covers(model, address, 1)) {
                    final long bytes = 1L + random.nextInt((int) Math.min(room, 100));
                    model.put(address, bytes);
                    blocks = blocks.with(address, bytes);
                }
            }
            for (int i = 0; i < 10; i++) {
                final long at = random.nextInt(ROOM);
                final int length = 1 + random.nextInt(20);
                assertThat(blocks.cover(at, length))
                        .as("%d bytes at %d of %s", length, at, model)
                        .isEqualTo(covers(model, at, length));
                assertThat(blocks.bytes(at)).isEqualTo(model.getOrDefault(at, 0L));
            }
            assertThat(blocks.bytes())
                    .isEqualTo(
                            model.values().stream().mapToLong(Long::longValue).sum());
        }
    }

    private static boolean covers(final NavigableMap<Long, Long> model, final long address, final int bytes) {
        final Map.Entry<Long, Long> block = model.floorEntry(address);
        return block != null && address + bytes <= block.getKey() + block.getValue();
    }
}
