package io.weir.nat64.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.OffHeap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Memory that main takes ahead of workers. */
class StateStoreTest {
    private static final int PAGE_BYTES = 2 << 20;

    private final long ports = OffHeap.reserve(PoolTable.BYTES);
    private final StateStore store = new StateStore(new SharedState(new PoolTable(ports, List.of(), List.of())), 2);

    @AfterEach
    void close() {
        store.close();
        OffHeap.free(ports);
    }

    @Test
    void shouldTakeAPageAtATimeUntilThereIsEnoughForAllWorkers() {
        store.on(0, 0);
        long ofOne = 0;
        for (long taken = store.provision(); taken > 0; taken = store.provision()) {
            assertThat(taken).isLessThanOrEqualTo(PAGE_BYTES);
            ofOne += taken;
        }
        assertThat(ofOne).isBetween(12L * PAGE_BYTES, 24L * PAGE_BYTES);
        store.on(1, 1);
        long ofOther = 0;
        for (long taken = store.provision(); taken > 0; taken = store.provision()) {
            assertThat(taken).isLessThanOrEqualTo(PAGE_BYTES);
            ofOther += taken;
        }
        assertThat(ofOther).isEqualTo(ofOne);
    }
}
