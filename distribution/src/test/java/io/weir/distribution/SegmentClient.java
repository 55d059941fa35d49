package io.weir.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Reads the statistics segment as VPP's clients do, on a thread of its own without a pause: finds names' places once, reads by places from
 * then on, and finds them anew only when the epoch says so. Tells what gets lost, and what goes down.
 */
final class SegmentClient implements Runnable {
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int EPOCH_AT = 16;
    private static final int IN_PROGRESS_AT = 24;
    private static final int DIRECTORY_AT = 32;
    private static final int ENTRY_BYTES = 144;
    private static final int SIMPLE = 2;
    private static final int COMBINED = 3;
    private static final int LINK = 6;
    private static final long PAUSE_NS = 50_000;

    private final MappedByteBuffer memory;
    private final Predicate<String> wanted;
    /** Places by name, as they are in {@link #epoch}. */
    private Map<String, Integer> places = Map.of();

    private long epoch = -1;
    private final AtomicLong epochs = new AtomicLong();
    private volatile Map<String, Long> values = Map.of();
    private volatile String fault;
    private volatile boolean stopping;

    /**
     * A client of counters that only grow.
     *
     * @param wanted their names.
     */
    SegmentClient(final Path file, final Predicate<String> wanted) throws IOException {
        this.wanted = wanted;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
        memory.order(ByteOrder.nativeOrder());
    }

    @Override
    public void run() {
        while (!stopping && fault == null) {
            look();
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private void look() {
        final long now = (long) LONG.getVolatile(memory, EPOCH_AT);
        if ((long) LONG.getVolatile(memory, IN_PROGRESS_AT) != 0) {
            return;
        }
        final Map<String, Integer> found;
        final Map<String, Long> read = new LinkedHashMap<>();
        try {
            found = now == epoch ? places : find();
            found.forEach((name, place) -> read.put(name, sum(place)));
        } catch (final IndexOutOfBoundsException | IllegalArgumentException e) {
            // Overwritten meanwhile, of which the epoch tells.
            if (unchanged(now)) {
                fault = "epoch " + now + ": " + e;
            }
            return;
        }
        if (unchanged(now)) {
            final boolean another = now != epoch;
            epoch = now;
            places = found;
            check(read);
            epochs.addAndGet(another ? 1 : 0);
        }
    }

    private boolean unchanged(final long since) {
        VarHandle.loadLoadFence();
        return (long) LONG.getVolatile(memory, IN_PROGRESS_AT) == 0
                && (long) LONG.getVolatile(memory, EPOCH_AT) == since;
    }

    private Map<String, Integer> find() {
        final Map<String, Integer> found = new LinkedHashMap<>();
        final int directory = at(DIRECTORY_AT);
        for (int i = 0; i < memory.getInt(directory - 8); i++) {
            final int nameAt = directory + i * ENTRY_BYTES + 16;
            int end = nameAt;
            while (memory.get(end) != 0) {
                end++;
            }
            final byte[] text = new byte[end - nameAt];
            memory.get(nameAt, text);
            final String name = new String(text, UTF_8);
            if (wanted.test(name)) {
                found.put(name, i);
            }
        }
        return found;
    }

    private int at(final int pointerAt) {
        return Math.toIntExact(memory.getLong(pointerAt) - memory.getLong(8));
    }

    /** Of all threads, and without a link's column of all columns; packets where there are bytes too. */
    private long sum(final int place) {
        int entry = at(DIRECTORY_AT) + place * ENTRY_BYTES;
        int column = -1;
        if (memory.getInt(entry) == LINK) {
            column = memory.getInt(entry + 12);
            entry = at(DIRECTORY_AT) + memory.getInt(entry + 8) * ENTRY_BYTES;
        }
        final int type = memory.getInt(entry);
        if (type != SIMPLE && type != COMBINED) {
            throw new IllegalArgumentException("entry " + place + " is of type " + type);
        }
        final int width = type == SIMPLE ? 1 : 2;
        final int rows = at(entry + 8);
        long sum = 0;
        for (int thread = 0; thread < memory.getInt(rows - 8); thread++) {
            final int row = at(rows + thread * 8);
            final int columns = memory.getInt(row - 8);
            for (int i = column < 0 ? 0 : column; i < (column < 0 ? columns : column + 1); i++) {
                sum += memory.getLong(row + i * width * 8);
            }
        }
        return sum;
    }

    private void check(final Map<String, Long> read) {
        final TreeSet<String> lost = new TreeSet<>(values.keySet());
        lost.removeAll(read.keySet());
        if (!lost.isEmpty()) {
            fault = "gone in epoch " + epoch + ": " + lost;
        }
        read.forEach((name, value) -> {
            final long before = values.getOrDefault(name, 0L);
            if (value < before) {
                fault = "%s went from %d down to %d in epoch %d".formatted(name, before, value, epoch);
            }
        });
        values = read;
    }

    void stop() {
        stopping = true;
    }

    String fault() {
        return fault;
    }

    /** What was read last. */
    Map<String, Long> values() {
        return values;
    }

    /** In how many epochs it has read. */
    long epochs() {
        return epochs.get();
    }
}
