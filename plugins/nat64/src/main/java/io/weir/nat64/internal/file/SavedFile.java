package io.weir.nat64.internal.file;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.net.Ip6Prefix;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** A file that was read, with nothing of it believed that doesn't add up. Any thread reads it, main closes it. */
final class SavedFile implements AutoCloseable {
    /** The first line. */
    static final String MAGIC = "weir nat64 sessions 1";

    /** The last line before the entries. */
    static final String ENTRIES = "entries";

    private static final long MOST_BYTES = 4L << 30;
    private static final int MOST_LINES = 2_000;
    private static final int LONGEST_LINE = 200;
    private static final int BATCH = 1_024;

    /** A prefix as sessions of the file name it; the table is a number, or below 0 for any. */
    record PrefixLine(int number, int table, Ip6Prefix prefix) {}

    /** A table as bindings of the file name it, and its number. */
    record TableLine(int index, int number) {}

    private final List<PrefixLine> prefixes = new ArrayList<>();
    private final List<TableLine> tables = new ArrayList<>();
    private final CRC32C checksum = new CRC32C();
    private long entries;
    private long count;
    private long offset;

    private SavedFile() {}

    /**
     * Reads one.
     *
     * @throws IOException with a sentence when it is none, or was cut or changed.
     */
    static SavedFile read(final Path file) throws IOException {
        final SavedFile made = new SavedFile();
        boolean whole = false;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            made.heading(in);
            made.entries(in, Files.size(file) - made.offset);
            whole = true;
        } finally {
            if (!whole) {
                made.close();
            }
        }
        return made;
    }

    private void heading(final InputStream in) throws IOException {
        if (!MAGIC.equals(line(in))) {
            throw new IOException("line 1: not what `nat64 save' writes");
        }
        for (int number = 2; number < MOST_LINES; number++) {
            final String line = line(in);
            if (ENTRIES.equals(line)) {
                return;
            }
            try {
                heading(line.split(" "));
            } catch (final IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw new IOException("line %d: `%s' is no prefix and no table".formatted(number, printable(line)), e);
            }
        }
        throw new IOException("line %d: no entries begin".formatted(MOST_LINES));
    }

    private static String printable(final String line) {
        return line.replaceAll("[^ -~]", "?");
    }

    private void heading(final String... words) {
        switch (words[0]) {
            case "prefix" ->
                prefixes.add(
                        new PrefixLine(number(words[1], 255), Integer.parseInt(words[2]), Ip6Prefix.parse(words[3])));
            case "table" -> tables.add(new TableLine(number(words[1], Restore.TABLES - 1), Integer.parseInt(words[2])));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static int number(final String word, final int most) {
        final int number = Integer.parseInt(word);
        if (number < 0 || number > most) {
            throw new IllegalArgumentException(word);
        }
        return number;
    }

    private String line(final InputStream in) throws IOException {
        final byte[] bytes = new byte[LONGEST_LINE];
        int length = 0;
        for (int next = in.read(); next >= 0 && length < LONGEST_LINE; next = in.read()) {
            checksum.update(next);
            offset++;
            if (next == '\n') {
                return new String(bytes, 0, length, StandardCharsets.US_ASCII);
            }
            bytes[length++] = (byte) next;
        }
        throw new IOException("offset %d: a line doesn't end".formatted(offset));
    }

    private void entries(final InputStream in, final long bytes) throws IOException {
        if (bytes > MOST_BYTES) {
            throw new IOException("%d bytes are more than may be".formatted(bytes));
        }
        if (bytes < SavedEntry.BYTES || bytes % SavedEntry.BYTES != 0) {
            throw new IOException("offset %d: it was cut within an entry".formatted(offset + bytes));
        }
        count = bytes / SavedEntry.BYTES - 1;
        entries = OffHeap.allocate(bytes);
        final byte[] batch = new byte[SavedEntry.BYTES * BATCH];
        for (long at = 0; at < bytes; ) {
            final int wanted = (int) Math.min(batch.length, bytes - at);
            if (in.readNBytes(batch, 0, wanted) != wanted) {
                throw new IOException("offset %d: it ends while it is read".formatted(offset + at));
            }
            Memory.copy(batch, 0, entries + at, wanted);
            final int own = at + wanted == bytes ? wanted - SavedEntry.BYTES : wanted;
            checksum.update(batch, 0, own);
            at += wanted;
        }
        final int expected = (int) checksum.getValue();
        final long end = entry(count);
        if (SavedEntry.kind(end) != SavedEntry.END || SavedEntry.high(end) != count) {
            throw new IOException("offset %d: it was cut, as the last entry isn't there"
                    .formatted(offset + bytes - SavedEntry.BYTES));
        }
        if (SavedEntry.pool(end) != expected) {
            throw new IOException(
                    "offset %d: the checksum is wrong, so it was changed".formatted(offset + bytes - SavedEntry.BYTES));
        }
        for (long i = 0; i < count; i++) {
            check(entry(i), offset + i * SavedEntry.BYTES);
        }
    }

    private static void check(final long at, final long where) throws IOException {
        final int kind = SavedEntry.kind(at);
        if (kind < SavedEntry.BINDING || kind > SavedEntry.SESSION) {
            throw new IOException("offset %d: an entry of kind %d".formatted(where, kind));
        }
        if (SavedEntry.protocol(at) == 0) {
            throw new IOException("offset %d: protocol %d".formatted(where, SavedEntry.protocol(at)));
        }
        final int most = kind == SavedEntry.SESSION ? 255 : Restore.TABLES - 1;
        if (SavedEntry.where(at) < 0 || SavedEntry.where(at) > most) {
            throw new IOException("offset %d: prefix or table %d".formatted(where, SavedEntry.where(at)));
        }
        if (kind == SavedEntry.SESSION && (SavedEntry.state(at) < 0 || SavedEntry.state(at) > Restore.LAST_STATE)) {
            throw new IOException("offset %d: state %d".formatted(where, SavedEntry.state(at)));
        }
    }

    List<PrefixLine> prefixes() {
        return prefixes;
    }

    List<TableLine> tables() {
        return tables;
    }

    /** How many entries there are. */
    long count() {
        return count;
    }

    /** Address of an entry. */
    long entry(final long i) {
        return entries + i * SavedEntry.BYTES;
    }

    @Override
    public void close() {
        if (entries != 0) {
            OffHeap.free(entries);
            entries = 0;
        }
    }
}
