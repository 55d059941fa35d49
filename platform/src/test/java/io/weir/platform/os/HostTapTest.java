package io.weir.platform.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostTapTest {
    private static final byte[] HOST_MAC = {2, (byte) 0xfe, 0, 0, 0, 9};
    private static final byte[] OUR_MAC = {2, (byte) 0xfe, 0, 0, 0, 1};
    private static final int HEADER = TunTap.VNET_HEADER_LENGTH;
    private static final int ETHERTYPE = HEADER + 12;
    private static final int L3 = HEADER + 14;
    private static final int FRAME_MAX = 70_000;

    private final FdIo io = new FdIo();
    private final ByteBuffer frame = ByteBuffer.allocateDirect(FRAME_MAX);
    private final long address = MemorySegment.ofBuffer(frame).address();
    private TestNamespace namespace;

    @BeforeEach
    void open() {
        namespace = new TestNamespace();
    }

    @AfterEach
    void close() {
        if (namespace != null) {
            namespace.close();
        }
    }

    @Test
    void shouldBeSetUpInItsNamespaceWhenEverythingIsGiven() throws Exception {
        try (HostTap tap = HostTap.open(spec())) {
            assertThat(tap.name()).isEqualTo("lstack");
            assertThat(tap.hostMac()).isEqualTo("02:fe:00:00:00:09");
            assertThat(tap.hostMtu()).isEqualTo(9000);
            assertThat(namespace.ip("addr", "show", "dev", "lstack"))
                    .contains(tap.ifIndex() + ": lstack:", "LOWER_UP", "mtu 9000", "02:fe:00:00:00:09")
                    .contains("inet 192.0.2.1/24", "inet6 2001:db8::1/64");
            assertThat(namespace.ip("route")).contains("default via 192.0.2.254 dev lstack");
            assertThat(namespace.ip("-6", "route")).contains("default via 2001:db8::fe dev lstack");
            assertThat(TestNamespace.run("ip", "link")).doesNotContain("lstack");

            tap.setCarrier(false);
            assertThat(namespace.ip("link", "show", "dev", "lstack")).contains("NO-CARRIER");
        }
        assertThat(namespace.ip("link")).doesNotContain("lstack");
    }

    @Test
    void shouldCarryFramesBothWaysWhenTheHostPings() throws Exception {
        try (HostTap tap = HostTap.open(spec());
                Epoll epoll = new Epoll(1)) {
            epoll.add(tap.fd(), Epoll.READ, 7);
            final Process ping = namespace.start("ping", "-c", "1", "-W", "20", "192.0.2.2");

            readUntil(epoll, tap, f -> f.getShort(ETHERTYPE) == 0x0806 && f.getInt(L3 + 24) == 0xc0000202);
            answerArp();
            assertThat(io.write(tap.fd(), address, L3 + 28)).isEqualTo(L3 + 28);

            final int length = readUntil(
                    epoll, tap, f -> f.getShort(ETHERTYPE) == 0x0800 && f.get(L3 + 9) == 1 && f.get(L3 + 20) == 8);
            answerEcho();
            final IoVectors vectors = new IoVectors(2);
            vectors.set(0, address, HEADER);
            vectors.set(1, address + HEADER, length - HEADER);
            assertThat(io.writev(tap.fd(), vectors.address(), 2)).isEqualTo(length);

            final String output = new String(ping.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(ping.waitFor()).as(output).isZero();
            assertThat(output).contains("1 received");
        }
    }

    @Test
    void shouldDeliverRouterSolicitationBehindAHeaderWhenIp6ComesUp() throws Exception {
        try (HostTap tap = HostTap.open(spec());
                Epoll epoll = new Epoll(1)) {
            epoll.add(tap.fd(), Epoll.READ, 7);
            final int length = readUntil(
                    epoll,
                    tap,
                    f -> f.getShort(ETHERTYPE) == (short) 0x86dd
                            && f.get(L3 + 6) == 58
                            && f.get(L3 + 40) == (byte) 133);
            assertThat(length).isEqualTo(L3 + 40 + Short.toUnsignedInt(frame.getShort(L3 + 4)));
            assertThat(frame.get(0)).as("virtio flags").isZero();
            assertThat(frame.get(1)).as("virtio gso type").isZero();
        }
    }

    @Test
    void shouldLeaveTheChecksumToUsWhenTheHostSendsUdp() throws Exception {
        try (HostTap tap = HostTap.open(spec());
                Epoll epoll = new Epoll(1)) {
            epoll.add(tap.fd(), Epoll.READ, 7);
            namespace.ip("neigh", "add", "192.0.2.2", "lladdr", "02:fe:00:00:00:01", "dev", "lstack");
            namespace.start("bash", "-c", "echo hello > /dev/udp/192.0.2.2/9").waitFor();
            readUntil(epoll, tap, f -> f.getShort(ETHERTYPE) == 0x0800 && f.get(L3 + 9) == 17);
            final ByteBuffer header = frame.duplicate().order(ByteOrder.nativeOrder());
            assertThat(header.get(0)).as("VIRTIO_NET_HDR_F_NEEDS_CSUM").isEqualTo((byte) 1);
            assertThat(header.getShort(6)).as("csum_start").isEqualTo((short) 34);
            assertThat(header.getShort(8)).as("csum_offset").isEqualTo((short) 6);
        }
    }

    @Test
    void shouldLeaveNothingWhenTheLastStepFails() throws Exception {
        final HostTapSpec spec = spec().ip4Gateway(InetAddress.getByName("203.0.113.1"));
        assertThatThrownBy(() -> HostTap.open(spec))
                .isInstanceOf(OsException.class)
                .hasMessage("interface 'lstack' cannot be set up: netlink: adding default route via 203.0.113.1:"
                        + " Nexthop has invalid gateway");
        assertThat(namespace.ip("link")).doesNotContain("lstack");
        assertThat(openTunDevices()).isZero();
    }

    @Test
    void shouldNameTheInputWhenItIsBad() {
        assertThatThrownBy(() -> HostTap.open(new HostTapSpec().namespace("foo")))
                .hasMessage("namespace 'foo' does not exist");
        assertThatThrownBy(() -> HostTap.open(inside().name("lo"))).hasMessage("interface 'lo' already exists");
        assertThatThrownBy(() -> HostTap.open(inside().name("sixteen-bytes-xx")))
                .hasMessageStartingWith("interface name 'sixteen-bytes-xx' is not 1 to 15 bytes");
        assertThatThrownBy(() -> HostTap.open(inside().mtu(70_000))).hasMessage("MTU 70000 is not 68 to 65521");
    }

    @Test
    void shouldHaveADescriptorPerQueueWhenSeveralAreAsked() {
        try (HostTap tap = HostTap.open(inside().queues(3))) {
            assertThat(tap.name()).startsWith("tap");
            assertThat(tap.fds()).hasSize(3).doesNotHaveDuplicates();
            assertThat(namespace.ip("-d", "link", "show", "dev", tap.name())).contains("multi_queue");
        }
    }

    private static long openTunDevices() throws IOException {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            return fds.filter(fd -> {
                        try {
                            return Files.readSymbolicLink(fd).endsWith("net/tun");
                        } catch (final IOException e) {
                            return false;
                        }
                    })
                    .count();
        }
    }

    private HostTapSpec inside() {
        return new HostTapSpec().namespace(namespace.name());
    }

    private HostTapSpec spec() throws Exception {
        return inside().name("lstack")
                .mac(HOST_MAC)
                .mtu(9000)
                .ip4(InetAddress.getByName("192.0.2.1"), 24)
                .ip4Gateway(InetAddress.getByName("192.0.2.254"))
                .ip6(InetAddress.getByName("2001:db8::1"), 64)
                .ip6Gateway(InetAddress.getByName("2001:db8::fe"));
    }

    /** Reads frames until one is wanted; JUnit's time-out ends a vain wait. */
    private int readUntil(final Epoll epoll, final HostTap tap, final Predicate<ByteBuffer> wanted) {
        while (true) {
            final int length = (int) io.read(tap.fd(), address, FRAME_MAX);
            if (length == -Errno.EAGAIN) {
                epoll.await(100);
                continue;
            }
            assertThat(length).isGreaterThan(L3);
            frame.clear().limit(FRAME_MAX);
            if (length > L3 + 24 && wanted.test(frame)) {
                return length;
            }
        }
    }

    private void answerArp() {
        final byte[] asker = new byte[10];
        frame.get(L3 + 8, asker);
        frame.put(HEADER, asker, 0, 6).put(HEADER + 6, OUR_MAC);
        frame.putShort(L3 + 6, (short) 2);
        frame.put(L3 + 8, OUR_MAC).putInt(L3 + 14, 0xc0000202);
        frame.put(L3 + 18, asker);
    }

    private void answerEcho() {
        frame.put(HEADER, HOST_MAC).put(HEADER + 6, OUR_MAC);
        final int source = frame.getInt(L3 + 12);
        frame.putInt(L3 + 12, frame.getInt(L3 + 16)).putInt(L3 + 16, source);
        frame.put(L3 + 20, (byte) 0);
        final int sum = Short.toUnsignedInt(frame.getShort(L3 + 22)) + 0x0800;
        frame.putShort(L3 + 22, (short) (sum + (sum >>> 16)));
    }
}
