package io.weir.platform.tap;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.iface.InterfaceCounters.Kind;
import io.weir.memory.Buffer;
import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.memory.PageSize;
import io.weir.net.ArpHeader;
import io.weir.net.EthernetHeader;
import io.weir.platform.os.NetworkNamespace;
import io.weir.testkit.TestBuffers;
import io.weir.testkit.TestSink;
import io.weir.testkit.TestWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One tap and the kernel. */
class TapKernelTest {
    private static final int SW_IF_INDEX = 3;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final InetSocketAddress PEER = new InetSocketAddress("10.77.0.2", 7_000);

    private BufferPool pool;
    private TestWorker worker;
    private TestSink sink;
    private TestTap tap;
    private DatagramChannel socket;

    @BeforeEach
    void open() throws IOException {
        pool = new BufferPool("test", 512, PageSize.SMALL);
        worker = new TestWorker(new Buffers(pool));
        sink = new TestSink(worker.buffers());
        tap = new TestTap(worker, SW_IF_INDEX, "10.77.0.1", TapOffload.SEGMENTS);
        try (NetworkNamespace namespace = NetworkNamespace.open(tap.namespace.name())) {
            socket = namespace.call(TapKernelTest::openSocket);
        }
        socket.bind(new InetSocketAddress("10.77.0.1", 7_000));
        socket.configureBlocking(false);
    }

    private static DatagramChannel openSocket() {
        try {
            return DatagramChannel.open();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void shouldLeakNothing() throws IOException {
        if (tap == null) {
            pool.close();
            return;
        }
        socket.close();
        tap.close();
        sink.freeAll();
        assertThat(pool.leakReport(node -> "test")).isEmpty();
        pool.close();
    }

    /** Polls until there is a packet that is wanted; frees the others. */
    private byte[] await(final Predicate<byte[]> wanted) {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (System.nanoTime() < deadline) {
            tap.queue.poll(worker, sink);
            for (final int index : sink.emitted()) {
                final byte[] bytes = TestBuffers.bytes(index);
                if (wanted.test(bytes)) {
                    // Last, where the tests look for it.
                    sink.emitted().remove((Integer) index);
                    sink.emitted().add(index);
                    return bytes;
                }
            }
            sink.freeAll();
            Thread.onSpinWait();
        }
        throw new AssertionError("no such packet in 20 s");
    }

    private static Predicate<byte[]> type(final int type) {
        return bytes -> ((bytes[12] & 0xff) << 8 | bytes[13] & 0xff) == type;
    }

    private static Predicate<byte[]> udp() {
        return type(EthernetHeader.TYPE_IP4).and(bytes -> bytes[23] == 17);
    }

    private void neighbour() {
        tap.namespace.ip("neigh", "add", "10.77.0.2", "lladdr", "02:fe:00:00:00:01", "dev", "tap0");
    }

    private int allocate(final int bytes) {
        return TestBuffers.packet(worker.buffers(), new byte[bytes], 7);
    }

    @Test
    void shouldReceiveAnArpRequestWhenTheKernelLooksForUs() throws IOException {
        socket.send(ByteBuffer.wrap(new byte[10]), PEER);
        final byte[] arp = await(type(EthernetHeader.TYPE_ARP));
        assertThat(arp).hasSize(42);
        final long packet = Buffer.data(Buffer.address(sink.emitted().getLast()));
        assertThat(EthernetHeader.destination(packet)).isEqualTo(0xffff_ffff_ffffL);
        assertThat(ArpHeader.ethernetIp4(packet + 14)).isTrue();
        assertThat(ArpHeader.targetIp(packet + 14)).isEqualTo(0x0a4d0002);
        assertThat(sink.targets()).containsOnly(TestTap.TARGET);
        assertThat(worker.packets(Kind.RX, SW_IF_INDEX)).isPositive();
    }

    @Test
    void shouldReceivePartialChecksumsAsTheKernelLeavesThem() throws IOException {
        neighbour();
        socket.send(ByteBuffer.wrap(new byte[100]), PEER);
        await(udp());
        final long buffer = Buffer.address(sink.emitted().getLast());
        assertThat(Buffer.has(buffer, Buffer.L4_CHECKSUM_PARTIAL)).isTrue();
        assertThat(Buffer.checksumStart(buffer)).isEqualTo(34);
        assertThat(Buffer.checksumOffset(buffer)).isEqualTo(6);
        assertThat(Buffer.rxInterface(buffer)).isEqualTo(SW_IF_INDEX);
    }

    @Test
    void shouldDeliverToTheKernelWhenItsPacketsAreTurnedRound() throws IOException {
        neighbour();
        final byte[] payload = new byte[1_400];
        new Random(1).nextBytes(payload);
        socket.send(ByteBuffer.wrap(payload), PEER);
        await(udp());
        final int index = sink.emitted().removeLast();
        turnRound(index);
        assertThat(tap.send(index)).isEmpty();
        final ByteBuffer echo = ByteBuffer.allocate(2_000);
        assertThat(receive(echo)).isEqualTo(PEER);
        assertThat(echo.flip()).isEqualTo(ByteBuffer.wrap(payload));
    }

    /** Exchanges MAC and IP addresses; checksums stay right. */
    private static void turnRound(final int index) {
        final long packet = Buffer.data(Buffer.address(index));
        final long back = EthernetHeader.source(packet);
        EthernetHeader.write(packet, back, EthernetHeader.destination(packet), EthernetHeader.TYPE_IP4);
        final int source = Memory.getInt(packet + 26);
        Memory.putInt(packet + 26, Memory.getInt(packet + 30));
        Memory.putInt(packet + 30, source);
    }

    private InetSocketAddress receive(final ByteBuffer into) throws IOException {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (System.nanoTime() < deadline) {
            final InetSocketAddress from = (InetSocketAddress) socket.receive(into);
            if (from != null) {
                return from;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the kernel delivered nothing in 20 s");
    }

    @Test
    void shouldDiscardWithoutSpinningWhenBuffersRunOut() throws IOException {
        neighbour();
        final List<Integer> hoard = new ArrayList<>();
        for (int i = worker.buffers().allocate(); i >= 0; i = worker.buffers().allocate()) {
            hoard.add(i);
        }
        for (int i = 0; i < 100; i++) {
            socket.send(ByteBuffer.wrap(new byte[100]), PEER);
        }
        assertThat(tap.queue.poll(worker, sink)).isGreaterThanOrEqualTo(100);
        assertThat(tap.queue.poll(worker, sink)).isZero();
        assertThat(worker.packets(Kind.RX_NO_BUFFER, SW_IF_INDEX)).isGreaterThanOrEqualTo(100 - ReadSlots.COUNT);
        hoard.forEach(worker.buffers()::free);
        sink.freeAll();
        socket.send(ByteBuffer.wrap(new byte[100]), PEER);
        await(udp());
    }

    @Test
    void shouldDropWhatComesWhenTheInterfaceIsDown() throws IOException {
        neighbour();
        tap.device.up(false);
        socket.send(ByteBuffer.wrap(new byte[100]), PEER);
        assertThat(tap.queue.poll(worker, sink)).isPositive();
        assertThat(sink.emitted()).isEmpty();
        assertThat(sink.drops()).containsOnly(TestTap.REASONS.down());
    }

    @Test
    void shouldDropWithItsReasonWhenTheHostSideIsDown() {
        tap.namespace.ip("link", "set", "tap0", "down");
        assertThat(tap.send(allocate(60), allocate(9_000)))
                .containsExactly(
                        TestTap.REASONS.hostDown().id(),
                        TestTap.REASONS.hostDown().id());
        assertThat(worker.packets(Kind.TX_ERROR, SW_IF_INDEX)).isEqualTo(2);
    }

    @Test
    void shouldSayOnceThatTheHostSideIsGone() {
        tap.namespace.ip("link", "delete", "tap0");
        assertThat(tap.send(allocate(60)))
                .containsExactly(TestTap.REASONS.hostGone().id());
        assertThat(tap.queue.poll(worker, sink)).isZero();
        assertThat(tap.queue.poll(worker, sink)).isZero();
        assertThat(tap.goneCalls).hasValue(1);
    }

    @Test
    void shouldRefuseOneAndSendTheOtherWhenAFrameIsMixed() throws IOException {
        neighbour();
        socket.send(ByteBuffer.wrap(new byte[50]), PEER);
        await(udp());
        final int good = sink.emitted().removeLast();
        turnRound(good);
        final int chain = TestBuffers.packet(worker.buffers(), new byte[200], 7, 0, 2);
        assertThat(tap.send(allocate(5), good, chain))
                .containsExactly(
                        TestTap.REASONS.refused().id(),
                        TestTap.REASONS.tooManyBuffers().id());
        assertThat(receive(ByteBuffer.allocate(100))).isEqualTo(PEER);
    }

    @Test
    void shouldReadLongPacketsWholeAmongManyShortOnes() throws IOException {
        neighbour();
        tap.namespace.ip("link", "set", "tap0", "mtu", "9000");
        final Random random = new Random(2);
        // Each long one stands alone after more short ones than it takes for the next to be expected short.
        for (final int length : new int[] {100, 8_900, 2_006, 2_007, 5_000}) {
            for (int i = 0; i < 100; i++) {
                expect(new byte[] {(byte) i});
            }
            final byte[] payload = new byte[length];
            for (int i = 0; i < 3; i++) {
                random.nextBytes(payload);
                expect(payload);
            }
        }
        assertThat(worker.packets(Kind.RX_NO_BUFFER, SW_IF_INDEX)).isZero();
    }

    /** Has the kernel send this, and finds it in what is read. */
    private void expect(final byte[] payload) throws IOException {
        socket.send(ByteBuffer.wrap(payload), PEER);
        final byte[] packet = await(udp());
        assertThat(Arrays.copyOfRange(packet, 42, packet.length)).isEqualTo(payload);
        sink.freeAll();
    }

    @Test
    void shouldLeaveTheHeadroomOfSharedPacketsAlone() throws IOException {
        final int index = turnedRound(0);
        final long before = Buffer.data(Buffer.address(index)) - Long.BYTES;
        Memory.putLong(before, 0x1122_3344_5566_7788L);
        worker.buffers().share(index);
        assertThat(tap.send(index)).isEmpty();
        assertThat(receive(ByteBuffer.allocate(100))).isEqualTo(PEER);
        assertThat(Memory.getLong(before)).isEqualTo(0x1122_3344_5566_7788L);
        worker.buffers().free(index);
    }

    @Test
    void shouldSendPacketsThatHaveNoHeadroomLeft() throws IOException {
        for (int room = 0; room <= VirtioNetHeader.LENGTH; room++) {
            final int index = turnedRound(room - Buffer.HEADROOM_BYTES);
            // Metadata, and unchecked: what was sent is free.
            final long before = Buffer.address(index) + Buffer.DATA_OFFSET - Buffer.HEADROOM_BYTES - Long.BYTES;
            UnsafeApi.putLong(before, 0x1122_3344_5566_7788L);
            assertThat(tap.send(index)).isEmpty();
            assertThat(receive(ByteBuffer.allocate(100))).isEqualTo(PEER);
            assertThat(UnsafeApi.getLong(before)).isEqualTo(0x1122_3344_5566_7788L);
        }
    }

    /** A packet of the kernel's that goes back to it, with its checksum made. */
    private int turnedRound(final int currentData) throws IOException {
        tap.namespace.ip("neigh", "replace", "10.77.0.2", "lladdr", "02:fe:00:00:00:01", "dev", "tap0");
        socket.send(ByteBuffer.wrap(new byte[50]), PEER);
        final byte[] packet = await(udp());
        // A UDP checksum of zero is none.
        packet[40] = 0;
        packet[41] = 0;
        sink.freeAll();
        final int index = TestBuffers.packet(worker.buffers(), packet, 7, currentData, Buffer.DATA_BYTES);
        turnRound(index);
        return index;
    }
}
