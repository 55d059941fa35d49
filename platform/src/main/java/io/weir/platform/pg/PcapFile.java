package io.weir.platform.pg;

import io.weir.cli.CommandException;
import io.weir.memory.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads classic pcap files: times in micro- or nanoseconds, either byte order. */
final class PcapFile {
    static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    static final int HEADER_BYTES = 24;
    static final int RECORD_BYTES = 16;
    /** Files are read whole, so they have an end. */
    private static final long MAX_BYTES = 256L << 20;

    private PcapFile() {}

    /**
     * All packets of a file, as far as they were captured.
     *
     * @throws CommandException naming the file, when it can't be read, is no pcap file, is damaged or empty.
     */
    static List<byte[]> read(final Path file) {
        final ByteBuffer content = ByteBuffer.wrap(content(file));
        final int magic = content.remaining() < HEADER_BYTES ? 0 : content.getInt(0);
        if (!isMagic(magic) && !isMagic(Integer.reverseBytes(magic))) {
            throw new CommandException("`" + file + "' is no pcap file");
        }
        content.order(isMagic(magic) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        content.position(HEADER_BYTES);
        final List<byte[]> packets = new ArrayList<>();
        while (content.hasRemaining()) {
            if (content.remaining() < RECORD_BYTES) {
                throw damaged(file, packets.size());
            }
            final int length = content.getInt(content.position() + 8);
            content.position(content.position() + RECORD_BYTES);
            if (length <= 0 || length > Buffer.MAX_PACKET_BYTES || length > content.remaining()) {
                throw damaged(file, packets.size());
            }
            final byte[] packet = new byte[length];
            content.get(packet);
            packets.add(packet);
        }
        if (packets.isEmpty()) {
            throw new CommandException("`" + file + "' holds no packets");
        }
        return packets;
    }

    private static byte[] content(final Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(file.toString());
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new CommandException(
                        "`" + file + "' is too large, at most " + (MAX_BYTES >> 20) + " MiB are replayed");
            }
            return Files.readAllBytes(file);
        } catch (final NoSuchFileException e) {
            throw new CommandException("failed to open `" + file + "': no such file", e);
        } catch (final IOException e) {
            throw new CommandException("failed to read `" + file + "': " + e.getMessage(), e);
        }
    }

    private static boolean isMagic(final int value) {
        return value == MAGIC_MICROSECONDS || value == MAGIC_NANOSECONDS;
    }

    private static CommandException damaged(final Path file, final int good) {
        return new CommandException("`" + file + "' is damaged behind its packet " + good);
    }
}
