package io.weir.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Buffers of the checked pool, and of one in production where nothing else is said. */
@Timeout(60)
@Tag("production")
class BuffersTest {
    private static final int COUNT = 2_000;

    private final BufferPool pool = new BufferPool("test", COUNT, PageSize.DEFAULT);
    private final Buffers buffers = new Buffers(pool);

    @AfterEach
    void close() {
        pool.close();
    }

    private int free() {
        return pool.available() + buffers.cached();
    }

    private int packet(final int length, final int fill) {
        final int index = buffers.allocate();
        final long buffer = Buffer.address(index);
        Buffer.begin(buffer, 0, length, 1);
        for (int i = 0; i < length; i++) {
            Memory.putByte(Buffer.data(buffer) + i, fill + i);
        }
        return index;
    }

    /** A chain of three buffers of 100 bytes each. */
    private int chain() {
        final int[] parts = {packet(100, 1), packet(100, 101), packet(100, 201)};
        Buffer.next(Buffer.address(parts[0]), parts[1]);
        Buffer.next(Buffer.address(parts[1]), parts[2]);
        Buffer.lengthAfterFirst(Buffer.address(parts[0]), 200);
        return parts[0];
    }

    @Test
    void shouldGiveEachBufferOnceUntilThereAreNoMore() {
        final Set<Integer> given = new HashSet<>();
        for (int i = 0; i < COUNT; i++) {
            assertThat(given.add(buffers.allocate())).isTrue();
        }
        assertThat(buffers.allocate()).isEqualTo(-1);
        assertThat(buffers.allocate(new int[10], 0, 10)).isZero();
        assertThat(buffers.failures()).isEqualTo(2);
        given.forEach(buffers::free);
        assertThat(free()).isEqualTo(COUNT);
        final int[] many = new int[1_010];
        assertThat(buffers.allocate(many, 10, 1_000)).isEqualTo(1_000);
        assertThat(Arrays.stream(many).skip(10).distinct().count()).isEqualTo(1_000);
        buffers.free(many, 10, 1_000);
        assertThat(free()).isEqualTo(COUNT);
        assertThatThrownBy(() -> buffers.allocate(new int[2_000], 0, 2_000))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldFreeMoreAtOnceThanTheCacheHolds() {
        final int[] all = new int[COUNT];
        for (int i = 0; i < COUNT; i++) {
            all[i] = packet(1, 0);
            Buffer.flags(Buffer.address(all[i]), 0);
        }
        buffers.free(all, 0, COUNT);
        assertThat(free()).isEqualTo(COUNT);
        buffers.flush();
        assertThat(pool.available()).isEqualTo(COUNT);
    }

    @Test
    void shouldFreeWholeChain() {
        final int head = chain();
        assertThat(Buffer.packetLength(Buffer.address(head))).isEqualTo(300);
        assertThat(free()).isEqualTo(COUNT - 3);
        buffers.free(head);
        assertThat(free()).isEqualTo(COUNT);
        buffers.free(new int[] {chain(), packet(5, 0)}, 0, 2);
        assertThat(free()).isEqualTo(COUNT);
    }

    @Test
    void shouldKeepChainUntilLastOwnerFreesIt() {
        final int head = chain();
        buffers.share(head);
        buffers.share(head);
        assertThat(Buffer.references(Buffer.address(head))).isEqualTo(3);
        buffers.free(head);
        buffers.free(head);
        assertThat(free()).isEqualTo(COUNT - 3);
        assertThat(Memory.getByte(Buffer.data(Buffer.address(head)))).isEqualTo((byte) 1);
        buffers.free(head);
        assertThat(free()).isEqualTo(COUNT);
        assertSecondFreeDoesNothing(head);
    }

    /** Checked memory throws, and in production it is counted. */
    private void assertSecondFreeDoesNothing(final int index) {
        final int before = free();
        final int wrong = buffers.wrongFrees();
        if (Memory.CHECKED) {
            assertThatThrownBy(() -> buffers.free(index)).isInstanceOf(MemoryFault.class);
            assertThatThrownBy(() -> buffers.free(new int[] {index, index}, 0, 2))
                    .isInstanceOf(MemoryFault.class);
        } else {
            buffers.free(index);
            buffers.free(new int[] {index, index}, 0, 2);
            assertThat(buffers.wrongFrees()).isEqualTo(wrong + 3);
            assertThat(buffers.wrongIndex()).isEqualTo(index);
        }
        assertThat(free()).isEqualTo(before);
    }

    /** Whatever its packets are, and however many are freed at once, each buffer comes back when its last owner frees it. */
    @Test
    void shouldGiveAllBackWhenPacketsOfAllKindsAreFreedTogether() {
        final Random random = new Random(7);
        final List<Integer> owned = new ArrayList<>();
        for (int round = 0; round < 2_000; round++) {
            while (owned.size() < 900) {
                final int head = random.nextInt(4) == 0 ? chain() : packet(1 + random.nextInt(60), 0);
                owned.add(head);
                for (int owners = random.nextInt(6); owners > 3; owners--) {
                    buffers.share(head);
                    owned.add(head);
                }
            }
            Collections.shuffle(owned, random);
            final int size = Math.min(owned.size(), 1 + random.nextInt(600));
            final int[] packets = new int[size + 2];
            for (int i = 0; i < size; i++) {
                packets[i + 1] = owned.removeLast();
            }
            buffers.free(packets, 1, size);
        }
        owned.forEach(buffers::free);
        assertThat(buffers.wrongFrees()).isZero();
        assertThat(free()).isEqualTo(COUNT);
        shouldGiveEachBufferOnceUntilThereAreNoMore();
    }

    @Test
    void shouldFreeOnceWhenOwnersAreOnTwoThreads() throws InterruptedException {
        final int rounds = 20_000;
        final ArrayBlockingQueue<Integer> shared = new ArrayBlockingQueue<>(64);
        final Buffers others = new Buffers(pool);
        final Thread other = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < rounds; i++) {
                    others.free(shared.take());
                }
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            others.flush();
        });
        for (int i = 0; i < rounds; i++) {
            final int head = packet(1, 0);
            buffers.share(head);
            shared.put(head);
            buffers.free(head);
        }
        other.join();
        assertThat(free()).isEqualTo(COUNT);
    }

    @Test
    void shouldCopyChainAndMetadataIntoBuffersOfItsOwn() {
        final int head = chain();
        Buffer.traceHandle(Buffer.address(head), 5);
        Buffer.adjacency(Buffer.address(head), 77);
        Memory.putLong(Buffer.address(head) + Buffer.SCRATCH_OFFSET + Buffer.SCRATCH_BYTES - 8, 0x1234);
        buffers.share(head);
        final int copy = buffers.copy(head);
        long source = Buffer.address(head);
        long target = Buffer.address(copy);
        assertThat(Buffer.has(target, Buffer.TRACED)).isFalse();
        assertThat(Buffer.references(target)).isOne();
        assertThat(Buffer.adjacency(target)).isEqualTo(77);
        assertThat(Memory.getLong(target + Buffer.SCRATCH_OFFSET + Buffer.SCRATCH_BYTES - 8))
                .isEqualTo(0x1234);
        assertThat(Buffer.packetLength(target)).isEqualTo(300);
        for (int part = 0; part < 3; part++) {
            assertThat(target).isNotEqualTo(source);
            for (int i = 0; i < 100; i++) {
                assertThat(Memory.getByte(Buffer.data(target) + i)).isEqualTo((byte) (part * 100 + 1 + i));
            }
            assertThat(Buffer.has(target, Buffer.NEXT_PRESENT)).isEqualTo(part < 2);
            source = Buffer.address(Buffer.next(source));
            target = Buffer.address(Buffer.next(target));
        }
        buffers.free(copy);
        buffers.free(head);
        buffers.free(head);
        assertThat(free()).isEqualTo(COUNT);
    }

    @Test
    void shouldLeaveNothingOfACopyWhenBuffersRunOut() {
        final int head = chain();
        final int[] rest = new int[COUNT];
        int taken = 0;
        while (free() > 2) {
            rest[taken++] = buffers.allocate();
        }
        assertThat(buffers.copy(head)).isEqualTo(-1);
        assertThat(free()).isEqualTo(2);
        for (int i = 0; i < taken; i++) {
            Buffer.flags(Buffer.address(rest[i]), 0);
            buffers.free(rest[i]);
        }
        buffers.free(head);
        assertThat(free()).isEqualTo(COUNT);
    }

    @Test
    @Tag("checked")
    void shouldRefuseSecondFreeUseAfterFreeAndAccessOverTheEdge() {
        final int index = packet(10, 0);
        final long buffer = Buffer.address(index);
        assertThatThrownBy(() -> Memory.putLong(buffer + Buffer.DATA_OFFSET + Buffer.DATA_BYTES - 7, 1))
                .isInstanceOf(MemoryFault.class)
                .hasMessageContaining("over its end");
        buffers.free(index);
        assertThatThrownBy(() -> Buffer.length(buffer))
                .isInstanceOf(MemoryFault.class)
                .hasMessageContaining("free");
        assertThatThrownBy(() -> buffers.free(index)).isInstanceOf(MemoryFault.class);
        assertThat(free()).isEqualTo(COUNT);
    }

    @Test
    @Tag("checked")
    void shouldNameTheNodeThatLastHadWhatIsOut() {
        final int index = packet(10, 0);
        pool.stamp(index, 9);
        assertThat(pool.leakReport(id -> "node-" + id))
                .isEqualTo("buffer 0x" + Integer.toHexString(index) + " last in node-9\n");
        buffers.free(index);
        assertThat(pool.leakReport(id -> "node-" + id)).isEmpty();
    }
}
