package io.weir.nat64.internal.xlat;

import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;

/**
 * What an ICMP error of the other family has behind its header: how much of the quoted packet, and its extensions, which begin where that
 * family counts them to (RFC 4884, 4). One thread; worked out anew for each error.
 */
final class ErrorBody {
    /** With extensions, what is quoted has no fewer. */
    private static final int LEAST_QUOTED = 128;

    /** Bytes of the quoted packet, its new IP header and what fills it up included. */
    int quoted;
    /** Bytes of extensions behind it. */
    int extension;

    /**
     * Decides what is kept, and puts extensions in their place; the upper header of the quoted packet stays where it is.
     *
     * @param ipBytes of the quoted packet's new IP header.
     * @param most bytes that may be behind the ICMP header.
     * @param unit in which the quoted packet's length is counted, in bytes.
     * @param mayExtend whether the error is of a type with extensions.
     */
    void lay(
            final long buffer,
            final Quote quote,
            final int ipBytes,
            final int most,
            final int unit,
            final boolean mayExtend) {
        quoted = Math.min(ipBytes + quote.upperBytes, most);
        extension = mayExtend ? quote.extensionBytes : 0;
        if (extension == 0 || extension > most - LEAST_QUOTED) {
            extension = 0;
            return;
        }
        final int limit = (most - extension) / unit * unit;
        final int filled =
                Math.min(limit, Math.max(LEAST_QUOTED, (ipBytes + quote.upperBytes + unit - 1) / unit * unit));
        final int end = quote.upper - ipBytes + filled;
        if (Buffer.currentData(buffer) + end + extension > Buffer.DATA_BYTES) {
            extension = 0;
            return;
        }
        quoted = filled;
        final long data = Buffer.data(buffer);
        Memory.copy(data + quote.extension, data + end, extension);
        final int kept = Math.min(quote.upperBytes, filled - ipBytes);
        Memory.zero(data + quote.upper + kept, filled - ipBytes - kept);
    }

    /** What an error says of the quoted packet's length: nothing if nothing follows it. */
    int length(final int unit) {
        return extension == 0 ? 0 : quoted / unit;
    }

    /** The packet begins {@code by} bytes later, is {@code total} bytes long, and has one buffer. */
    static void finish(final Buffers buffers, final long buffer, final int by, final int total) {
        if (Buffer.has(buffer, Buffer.NEXT_PRESENT)) {
            buffers.free(Buffer.next(buffer));
            Buffer.clear(buffer, Buffer.NEXT_PRESENT);
        }
        Offload.moved(buffer, by, total);
    }
}
