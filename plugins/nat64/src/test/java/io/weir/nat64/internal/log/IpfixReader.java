package io.weir.nat64.internal.log;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A collector that knows of RFC 7011 only: it learns templates, and reads records by them, as element numbers and values. */
final class IpfixReader {
    private final Map<Integer, Map<Integer, Integer>> templates = new HashMap<>();
    private final List<Map<Integer, BigInteger>> records = new ArrayList<>();
    private long nextSequence = -1;
    private int domain = -1;

    /** Numbers of templates that were told. */
    Map<Integer, Map<Integer, Integer>> templates() {
        return templates;
    }

    List<Map<Integer, BigInteger>> records() {
        return records;
    }

    /** The sequence number that the next message must have. */
    long nextSequence() {
        return nextSequence;
    }

    int domain() {
        return domain;
    }

    /** Reads a message, whatever is wrong with which is thrown. */
    void read(final ByteBuffer message) {
        require(message.getShort() == 10, "3.1: version");
        require(message.getShort() == message.limit(), "3.1: length");
        message.getInt();
        final long sequence = message.getInt() & 0xffff_ffffL;
        require(nextSequence < 0 || sequence == nextSequence, "3.1: sequence " + sequence + " for " + nextSequence);
        domain = message.getInt();
        final int before = records.size();
        while (message.hasRemaining()) {
            final int id = message.getShort() & 0xffff;
            final int length = message.getShort() & 0xffff;
            require(length >= 4 && length - 4 <= message.remaining(), "3.3.2: length of set");
            final ByteBuffer set = message.slice(message.position(), length - 4);
            message.position(message.position() + length - 4);
            if (id == 2) {
                template(set);
            } else {
                data(id, set);
            }
        }
        nextSequence = sequence + records.size() - before;
    }

    private void template(final ByteBuffer set) {
        while (set.hasRemaining()) {
            final int id = set.getShort() & 0xffff;
            require(id > 255, "3.4.1: template id");
            final Map<Integer, Integer> fields = new LinkedHashMap<>();
            for (int i = set.getShort(); i > 0; i--) {
                fields.put((int) set.getShort(), (int) set.getShort());
            }
            templates.put(id, fields);
        }
    }

    private void data(final int id, final ByteBuffer set) {
        require(templates.containsKey(id), "8: data of unknown template " + id);
        require(set.hasRemaining(), "3.3.1: at least one record");
        while (set.hasRemaining()) {
            final Map<Integer, BigInteger> record = new LinkedHashMap<>();
            templates.get(id).forEach((field, bytes) -> {
                final byte[] value = new byte[bytes];
                set.get(value);
                record.put(field, new BigInteger(1, value));
            });
            records.add(record);
        }
    }

    private static void require(final boolean good, final String what) {
        if (!good) {
            throw new AssertionError("RFC 7011, " + what);
        }
    }
}
