package io.weir.platform.tap;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Buffer;
import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.PageSize;
import io.weir.testkit.TestBuffers;
import io.weir.testkit.TestPacket;
import io.weir.testkit.TestWorker;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a sender into a tap says of a packet. */
class VirtioNetHeaderTest {
    private static final int CHECKSUM_OF_UDP = 6;

    /** Without checks of its place, who sends could change the source that was checked on the way in. */
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.1.1, 34, '', true",
        "10.0.0.1, 10.0.1.1, 33, '', false",
        "10.0.0.1, 10.0.1.1, 20, '', false",
        "10.0.0.1, 10.0.1.1, 34, 01010101, false",
        "10.0.0.1, 10.0.1.1, 38, 01010101, true",
        "2001:db8::1, 2001:db8::2, 54, '', true",
        "2001:db8::1, 2001:db8::2, 34, '', false",
    })
    void shouldTakeChecksumOnlyWhenItLiesInTheUpperProtocol(
            final String from, final String to, final int start, final String options, final boolean taken) {
        final BufferPool pool = new BufferPool("test", 512, PageSize.SMALL);
        try (TestWorker worker = new TestWorker(new Buffers(pool))) {
            TestPacket packet = TestPacket.udp(from, to).partialChecksum();
            if (!options.isEmpty()) {
                packet = packet.options(HexFormat.of().parseHex(options));
            }
            final int index = TestBuffers.packet(worker.buffers(), packet.frame(), 7);
            final byte[] said = ByteBuffer.allocate(VirtioNetHeader.LENGTH)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put((byte) 1)
                    .putShort(6, (short) start)
                    .putShort(8, (short) CHECKSUM_OF_UDP)
                    .array();
            final int header = TestBuffers.packet(worker.buffers(), said, 7);
            final long buffer = Buffer.address(index);
            assertThat(VirtioNetHeader.toMetadata(Buffer.data(Buffer.address(header)), buffer))
                    .isEqualTo(taken);
            assertThat(Buffer.has(buffer, Buffer.L4_CHECKSUM_PARTIAL)).isEqualTo(taken);
            worker.buffers().free(index);
            worker.buffers().free(header);
        } finally {
            pool.close();
        }
    }
}
