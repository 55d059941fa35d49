package io.weir.benchmarks;

import io.weir.testkit.TestPacket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Packets in two fragments each, one after the other, as a pcap file. */
final class Fragments {
    private static final int PACKETS = 4_096;
    private static final int FIRST_BYTES = 64;
    private static final int BYTES = 96;

    private Fragments() {}

    static void write(final Path file, final int family) throws IOException {
        final List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            final TestPacket whole = family == 4
                    ? TestPacket.udp("192.168.1.2", "10." + i % 251 + "." + i % 241 + ".1")
                    : TestPacket.udp("2001:db8:1::2", "2a00:1450:" + Integer.toHexString(i) + "::1");
            whole.identification(i + 1)
                    .payload(BYTES - 8)
                    .fragments(FIRST_BYTES)
                    .forEach(part -> parts.add(part.ip()));
        }
        RawCapture.write(file, parts);
    }
}
