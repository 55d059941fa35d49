package io.weir.nat64.internal.file;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.nat64.internal.state.BindingTable;
import io.weir.nat64.internal.state.ClientState;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.table.TableCursor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes what all workers remember to a file, while they go on: sessions first, so that a binding which a session of the file has was
 * there after it. Made and closed by main, {@link #run} is another thread's.
 */
final class SessionWriter implements Runnable, AutoCloseable {
    private static final int BATCH = 1_024;

    private final Path file;
    private final String heading;
    private final int nowSeconds;
    private final List<TableCursor> sessions = new ArrayList<>();
    private final List<TableCursor> bindings = new ArrayList<>();
    private final long entry = OffHeap.allocate(SavedEntry.BYTES);
    private final byte[] bytes = new byte[SavedEntry.BYTES * BATCH];
    private final CRC32C checksum = new CRC32C();
    private int filled;
    private long sessionsWritten;
    private long bindingsWritten;
    private volatile boolean cancelled;
    private volatile boolean done;
    private IOException failure;

    /**
     * For a file.
     *
     * @param nowSeconds by the workers' clocks.
     */
    SessionWriter(final Path file, final String heading, final Collection<ClientState> states, final int nowSeconds) {
        this.file = file;
        this.heading = heading;
        this.nowSeconds = nowSeconds;
        for (final ClientState state : states) {
            sessions.add(state.sessions().cursor());
            bindings.add(state.bindings().cursor());
        }
    }

    @Override
    public void run() {
        try {
            // Beside it, so that a file that is there is never half of something.
            final Path part = file.resolveSibling(file.getFileName() + ".part");
            try {
                try (OutputStream out = Files.newOutputStream(part)) {
                    write(out);
                }
                if (!cancelled) {
                    replace(part);
                }
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (final IOException e) {
            failure = e;
        } finally {
            done = true;
        }
    }

    private void replace(final Path part) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (final AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void write(final OutputStream out) throws IOException {
        final byte[] head = heading.getBytes(StandardCharsets.US_ASCII);
        checksum.update(head);
        out.write(head);
        for (final TableCursor cursor : sessions) {
            while (!cancelled && !cursor.done()) {
                if (cursor.next()) {
                    session(cursor.key(), cursor.value());
                    sessionsWritten++;
                    put(out);
                }
            }
        }
        for (final TableCursor cursor : bindings) {
            while (!cancelled && !cursor.done()) {
                if (cursor.next()) {
                    binding(cursor.key(), cursor.value());
                    bindingsWritten++;
                    put(out);
                }
            }
        }
        flush(out);
        SavedEntry.end(entry, sessionsWritten + bindingsWritten, (int) checksum.getValue());
        put(out);
        flush(out);
    }

    private void session(final long key, final long value) {
        SavedEntry.write(
                entry,
                SavedEntry.SESSION,
                SessionEntry.high(key),
                SessionEntry.low(key),
                SessionEntry.port(key),
                SessionEntry.protocol(key),
                SessionEntry.poolAddress(value),
                SessionEntry.poolPort(value),
                SessionEntry.prefix(key));
        SavedEntry.session(
                entry,
                SessionEntry.server(key),
                SessionEntry.serverPort(key),
                SessionEntry.age(key, nowSeconds),
                SessionEntry.state(key));
    }

    private void binding(final long key, final long value) {
        SavedEntry.write(
                entry,
                BindingTable.isStatic(key) ? SavedEntry.STATIC : SavedEntry.BINDING,
                BindingTable.high(key),
                BindingTable.low(key),
                BindingTable.port(key),
                BindingTable.protocol(key),
                BindingTable.poolAddress(value),
                BindingTable.poolPort(value),
                BindingTable.table(key));
    }

    private void put(final OutputStream out) throws IOException {
        Memory.copy(entry, bytes, filled, SavedEntry.BYTES);
        filled += SavedEntry.BYTES;
        if (filled == bytes.length) {
            flush(out);
        }
    }

    private void flush(final OutputStream out) throws IOException {
        checksum.update(bytes, 0, filled);
        out.write(bytes, 0, filled);
        filled = 0;
    }

    /** Asks it to end. */
    void cancel() {
        cancelled = true;
    }

    boolean done() {
        return done;
    }

    /** What went wrong, or null; when it is {@link #done}. */
    IOException failure() {
        return failure;
    }

    long sessions() {
        return sessionsWritten;
    }

    long bindings() {
        return bindingsWritten;
    }

    @Override
    public void close() {
        sessions.forEach(TableCursor::close);
        bindings.forEach(TableCursor::close);
        OffHeap.free(entry);
    }
}
