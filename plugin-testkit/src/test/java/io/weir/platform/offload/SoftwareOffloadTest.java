package io.weir.platform.offload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.FrameControl;
import io.weir.memory.Buffer;
import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.PageSize;
import io.weir.testkit.PacketView;
import io.weir.testkit.PcapFiles;
import io.weir.testkit.TestBuffers;
import io.weir.testkit.TestPacket;
import io.weir.testkit.TestSink;
import io.weir.testkit.Tshark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoftwareOffloadTest {
    private static final DropReason NO_BUFFERS = new DropReason(1, "no-buffers", "", DropReason.Severity.ERROR);
    private static final DropReason MALFORMED = new DropReason(2, "malformed", "", DropReason.Severity.ERROR);
    private static final DropReason TOO_MANY = new DropReason(3, "too-many", "", DropReason.Severity.ERROR);
    private static final int TARGET = 9;
    private static final int TCP4 = 1;
    private static final int NEEDS_ALL = SoftwareOffload.needs(false, false);
    private static final LargeSegment TCP = new LargeSegment(false, false, 0, 12, 0x99, 64_000, 1_448);

    private final BufferPool pool = new BufferPool("test", 512, PageSize.SMALL);
    private final Buffers buffers = new Buffers(pool);
    private final TestSink sink = new TestSink(buffers);
    private final SoftwareOffload offload = offload(NEEDS_ALL);

    private SoftwareOffload offload(final int needs) {
        return new SoftwareOffload(buffers, needs, new SoftwareOffload.Reasons(NO_BUFFERS, MALFORMED, TOO_MANY));
    }

    @AfterEach
    void shouldLeakNothing() {
        sink.freeAll();
        assertThat(pool.leakReport(node -> "test")).isEmpty();
        pool.close();
    }

    private int large(final LargeSegment model, final int currentData, final int perBuffer) {
        final int head = TestBuffers.packet(buffers, model.large(), 7, currentData, perBuffer);
        final long buffer = Buffer.address(head);
        Buffer.partialChecksum(buffer, currentData + model.l4(), model.checksumOffset());
        Buffer.gso(buffer, TCP4, model.size());
        Buffer.txInterface(buffer, 3);
        return head;
    }

    private List<byte[]> cut(final LargeSegment model, final int currentData, final int perBuffer) {
        final int sent = offload.send(large(model, currentData, perBuffer), sink, TARGET);
        assertThat(sink.drops()).isEmpty();
        assertThat(sink.emitted()).hasSize(sent);
        final List<byte[]> packets = new ArrayList<>();
        for (final int index : sink.emitted()) {
            packets.add(TestBuffers.bytes(index));
            assertThat(Buffer.txInterface(Buffer.address(index))).isEqualTo(3);
            assertThat(Buffer.rxInterface(Buffer.address(index))).isEqualTo(7);
            assertThat(Buffer.has(Buffer.address(index), Buffer.GSO | Buffer.L4_CHECKSUM_PARTIAL))
                    .isFalse();
        }
        return packets;
    }

    private void check(final LargeSegment model, final int currentData, final int perBuffer) {
        assertThat(cut(model, currentData, perBuffer).toArray(byte[][]::new))
                .as("%s at %d by %d", model, currentData, perBuffer)
                .isDeepEqualTo(model.expected().toArray(byte[][]::new));
        sink.freeAll();
    }

    @Test
    void shouldCutAsTheModelDoesWhenTcpOverIp4() {
        check(TCP, 0, 2_048);
        check(new LargeSegment(false, false, 0, 0, 0x18, 65_480, 1_460), -14, 2_048);
    }

    @Test
    void shouldCutAsTheModelDoesWhenTcpOverIp6WithVlans() {
        check(new LargeSegment(true, false, 2, 12, 0x91, 30_001, 1_400), 4, 2_000);
    }

    @Test
    void shouldCutAsTheModelDoesWhenUdp() {
        check(new LargeSegment(false, true, 1, 0, 0, 20_001, 1_200), 0, 1_999);
        check(new LargeSegment(true, true, 0, 0, 0, 3_000, 1_000), 0, 777);
    }

    @Test
    void shouldMakeChainsWhenSegmentsAreLongerThanABuffer() {
        check(new LargeSegment(false, false, 0, 12, 0x18, 65_000, 8_948), 0, 2_048);
    }

    @Test
    void shouldCutAsTheModelDoesWhenShapesAreRandom() {
        final Random random = new Random(5);
        for (int i = 0; i < 150; i++) {
            final boolean udp = random.nextInt(4) == 0;
            check(
                    new LargeSegment(
                            random.nextBoolean(),
                            udp,
                            random.nextInt(3),
                            udp ? 0 : 4 * random.nextInt(11),
                            random.nextInt(256),
                            random.nextInt(60_000),
                            200 + random.nextInt(5_000)),
                    random.nextInt(80) - 60,
                    200 + random.nextInt(1_800));
        }
    }

    @Test
    void shouldSatisfyTsharkWhenItValidatesChecksums(@TempDir final Path directory) throws Exception {
        Tshark.require();
        final List<byte[]> packets = new ArrayList<>(cut(TCP, 0, 2_048));
        sink.freeAll();
        packets.addAll(cut(new LargeSegment(true, false, 0, 12, 0x19, 30_001, 1_400), 0, 2_048));
        sink.freeAll();
        packets.addAll(cut(new LargeSegment(true, true, 1, 0, 0, 5_000, 1_200), 0, 2_048));
        final Path file = directory.resolve("segments.pcap");
        PcapFiles.write(file, packets);
        final String bad = Tshark.matching(
                file, "ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0");
        assertThat(bad).isEmpty();
        final String good = Tshark.matching(file, "tcp.checksum.status == 1 || udp.checksum.status == 1");
        assertThat(good.lines()).hasSize(packets.size());
    }

    @Test
    void shouldDropTheRestWhenBuffersRunOut() {
        final int head = large(TCP, 0, 2_048);
        final List<Integer> hoard = new ArrayList<>();
        for (int index = buffers.allocate(); index >= 0; index = buffers.allocate()) {
            hoard.add(index);
        }
        for (int i = 0; i < 10; i++) {
            buffers.free(hoard.removeLast());
        }
        assertThat(offload.send(head, sink, TARGET)).isEqualTo(10);
        assertThat(sink.drops()).containsExactly(NO_BUFFERS);
        hoard.forEach(buffers::free);
    }

    @Test
    void shouldLeaveTheOriginalAloneWhenItIsShared() {
        final int head = large(TCP, 0, 2_048);
        buffers.share(head);
        offload.send(head, sink, TARGET);
        assertThat(sink.emitted()).hasSize(TCP.expected().size());
        assertThat(TestBuffers.bytes(head)).isEqualTo(TCP.large());
        buffers.free(head);
    }

    @Test
    void shouldSendAsItIsWhenTheDeviceTakesLargeSegments() {
        final int head = large(TCP, 0, 2_048);
        assertThat(offload(SoftwareOffload.needs(true, true)).send(head, sink, TARGET))
                .isOne();
        assertThat(sink.emitted()).containsExactly(head);
        assertThat(TestBuffers.bytes(head)).isEqualTo(TCP.large());
    }

    @Test
    void shouldDropWhenThePacketIsNoTcpOrUdpOrCutShort() {
        final byte[] bytes = TCP.large();
        bytes[TCP.l3() + 9] = 47;
        refused(bytes);
        refused(Arrays.copyOf(TCP.large(), 50));
        refused(Arrays.copyOf(TCP.large(), 13));
        final byte[] shortHeader = TCP.large();
        shortHeader[TCP.l4() + 12] = 0x40;
        refused(shortHeader);
    }

    private void refused(final byte[] bytes) {
        final int head = TestBuffers.packet(buffers, bytes, 7, 0, 2_048);
        Buffer.gso(Buffer.address(head), TCP4, 1_448);
        assertThat(offload.send(head, sink, TARGET)).isZero();
        assertThat(sink.drops()).containsExactly(MALFORMED);
        sink.drops().clear();
    }

    private int partial(final LargeSegment model, final int currentData, final int perBuffer) {
        final int head = TestBuffers.packet(buffers, model.large(), 7, currentData, perBuffer);
        Buffer.partialChecksum(Buffer.address(head), currentData + model.l4(), model.checksumOffset());
        return head;
    }

    @Test
    void shouldFillInChecksumsWhenPartial() {
        final Random random = new Random(6);
        for (int i = 0; i < 100; i++) {
            final LargeSegment model =
                    new LargeSegment(random.nextBoolean(), random.nextBoolean(), 0, 0, 0x10, random.nextInt(9_000), 1);
            final int head = partial(model, random.nextInt(100) - 60, 100 + random.nextInt(1_800));
            assertThat(offload.send(head, sink, TARGET)).isOne();
            assertThat(TestBuffers.bytes(sink.emitted().getFirst())).isEqualTo(model.complete());
            assertThat(Buffer.has(Buffer.address(head), Buffer.L4_CHECKSUM_PARTIAL))
                    .isFalse();
            sink.freeAll();
        }
    }

    @Test
    void shouldWriteTheZeroThatTheProtocolHasWhenASumIsZero() {
        final TestPacket tcp = TestPacket.tcp("10.0.0.1", "10.0.1.2").window(0);
        final int missing = PacketView.of(tcp.frame()).u16(34 + 16);
        zero(tcp.window(missing), 16, 0);
        final TestPacket udp = TestPacket.udp("10.0.0.1", "10.0.1.2").ports(0, 9);
        zero(udp.ports(PacketView.of(udp.frame()).u16(34 + 6), 9), 6, 0xffff);
    }

    /** Once filled in, once cut: both write it. */
    private void zero(final TestPacket packet, final int offset, final int written) {
        for (final boolean large : new boolean[] {false, true}) {
            final int head =
                    TestBuffers.packet(buffers, packet.partialChecksum().frame(), 7);
            Buffer.partialChecksum(Buffer.address(head), 34, offset);
            if (large) {
                Buffer.gso(Buffer.address(head), TCP4, 1_000);
            }
            offload.send(head, sink, TARGET);
            final byte[] sent = TestBuffers.bytes(sink.emitted().getFirst());
            assertThat(PacketView.of(sent).u16(34 + offset)).isEqualTo(written);
            assertThat(PacketView.of(sent).checksumGood()).isTrue();
            sink.freeAll();
        }
    }

    @Test
    void shouldRefuseWhenTheChecksumLiesOutside() {
        final LargeSegment model = new LargeSegment(false, true, 0, 0, 0, 100, 1);
        for (final int[] place : new int[][] {{-1, 6}, {34, 200}, {142, 0}, {34, -3}}) {
            final int head = partial(model, 0, 2_048);
            Buffer.partialChecksum(Buffer.address(head), place[0], place[1]);
            assertThat(offload.send(head, sink, TARGET)).isZero();
        }
        assertThat(sink.drops()).hasSize(4).containsOnly(MALFORMED);
    }

    @Test
    void shouldKeepTheOrderOfAFrameWhenOnePacketIsCut() {
        final LargeSegment small = new LargeSegment(false, false, 0, 0, 0x11, 10, 1);
        final Frame frame = FrameControl.create();
        FrameControl.open(frame, sink);
        final int[] in = {partial(small, 0, 2_048), large(TCP, 0, 2_048), partial(small, 0, 2_048)};
        System.arraycopy(in, 0, FrameControl.buffers(frame), 0, in.length);
        FrameControl.size(frame, in.length);
        offload.apply(frame, TARGET);
        assertThat(frame.size()).isZero();
        assertThat(sink.emitted()).hasSize(TCP.expected().size() + 2);
        assertThat(sink.emitted().getFirst()).isEqualTo(in[0]);
        assertThat(sink.emitted().getLast()).isEqualTo(in[2]);
        assertThat(sink.targets()).containsOnly(TARGET);
    }

    private Frame frame(final int... packets) {
        final Frame frame = FrameControl.create();
        FrameControl.open(frame, sink);
        System.arraycopy(packets, 0, FrameControl.buffers(frame), 0, packets.length);
        FrameControl.size(frame, packets.length);
        return frame;
    }

    @Test
    void shouldBoundWhatOneFrameIsCutInto() {
        final LargeSegment tiny = new LargeSegment(false, false, 0, 0, 0x10, 60_000, 1);
        final LargeSegment half = new LargeSegment(false, false, 0, 0, 0x10, SoftwareOffload.MAX_SEGMENTS / 8, 1);
        final int whole = large(TCP, 0, 2_048);
        final int[] packets = {large(tiny, 0, 2_048), whole, large(half, 0, 2_048)};
        offload.apply(frame(packets), TARGET);
        assertThat(sink.drops()).containsExactly(TOO_MANY);
        assertThat(sink.emitted())
                .hasSize(TCP.expected().size() + half.expected().size());
    }

    @Test
    void shouldCountWhatLeavesWhenItIsCut() {
        final LargeSegment small = new LargeSegment(false, false, 0, 0, 0x11, 10, 1);
        offload.apply(frame(partial(small, 0, 2_048), large(TCP, 0, 2_048)), TARGET);
        final long bytes =
                TCP.expected().stream().mapToLong(packet -> packet.length).sum() + small.complete().length;
        assertThat(offload.packets()).isEqualTo(TCP.expected().size() + 1);
        assertThat(offload.bytes()).isEqualTo(bytes);
    }

    @Test
    void shouldStayInTheFrameWhenOnlyChecksumsAreMissing() {
        final LargeSegment small = new LargeSegment(false, false, 0, 0, 0x11, 10, 1);
        final Frame frame = FrameControl.create();
        FrameControl.open(frame, sink);
        final int index = partial(small, 0, 2_048);
        FrameControl.buffers(frame)[0] = index;
        FrameControl.size(frame, 1);
        offload.apply(frame, TARGET);
        assertThat(frame.size()).isOne();
        assertThat(FrameControl.deviates(frame)).isFalse();
        assertThat(TestBuffers.bytes(index)).isEqualTo(small.complete());
        buffers.free(index);
    }
}
