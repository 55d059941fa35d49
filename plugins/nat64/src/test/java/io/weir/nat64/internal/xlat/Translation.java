package io.weir.nat64.internal.xlat;

import io.weir.memory.Buffer;
import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.PageSize;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestBuffers;
import io.weir.testkit.TestPacket;

/** One packet at a time that is translated, and what has become of it. */
final class Translation implements AutoCloseable {
    static final String CLIENT = "2001:db8::1";
    static final String SERVER4 = "198.51.100.7";
    static final String SERVER6 = "64:ff9b::c633:6407";
    static final String POOL = "192.0.2.33";

    final BufferPool pool = new BufferPool("xlat", 256, PageSize.SMALL);
    final Buffers buffers = new Buffers(pool);
    final ToIp4 toIp4 = new ToIp4();
    final ToIp6 toIp6 = new ToIp6();

    private int last = -1;

    /** Puts a packet that begins with its IP header where a device would have put it. */
    long packet(final byte[] ip) {
        return packet(ip, 14, Buffer.DATA_BYTES - 14);
    }

    long packet(final byte[] ip, final int currentData, final int perBuffer) {
        free();
        last = TestBuffers.packet(buffers, ip, 1, currentData, perBuffer);
        return Buffer.address(last);
    }

    long buffer() {
        return Buffer.address(last);
    }

    int index() {
        return last;
    }

    /** From the client to the server, by port 1024 of the pool's address. */
    int out(final byte[] ip6) {
        packet(ip6);
        return out();
    }

    int out() {
        return toIp4.translate(buffer(), Ip4Address.parse(POOL), Ip4Address.parse(SERVER4), 1_024, Transport.KEEP);
    }

    int out(final TestPacket packet) {
        return out(packet.ip());
    }

    /** From the server to the client's port 4000. */
    int in(final byte[] ip4) {
        packet(ip4);
        return in();
    }

    int in() {
        final Ip6Address server = Ip6Address.parse(SERVER6);
        final Ip6Address client = Ip6Address.parse(CLIENT);
        return toIp6.translate(
                buffer(), server.high(), server.low(), client.high(), client.low(), Transport.KEEP, 4_000);
    }

    int in(final TestPacket packet) {
        return in(packet.ip());
    }

    byte[] bytes() {
        return TestBuffers.bytes(last);
    }

    PacketView view() {
        return PacketView.ofIp(bytes());
    }

    /** Gives the packet to somebody else. */
    int take() {
        final int taken = last;
        last = -1;
        return taken;
    }

    private void free() {
        if (last >= 0) {
            buffers.free(last);
            last = -1;
        }
    }

    @Override
    public void close() {
        free();
        final String leaks = pool.leakReport(node -> "test");
        pool.close();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks);
        }
    }
}
