package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ports in a VLAN against the kernel, whose VLAN interfaces are made of taps, as not every kernel has its own: {@code net_af_packet}, which strips and inserts tags itself, and
 * {@code net_tap}, which leaves that to the host but fills in checksums behind the tag.
 */
class VlanWireTest {
    private NetSpace net;
    private NetSpace other;
    private Process vlans;

    @BeforeEach
    void makeNamespace() throws Exception {
        DpdkHost.requireDpdk();
        net = NetSpace.create("near");
        other = NetSpace.create("other");
    }

    @AfterEach
    void removeNamespace() throws Exception {
        if (vlans != null) {
            vlans.destroy();
        }
        net.delete();
        other.delete();
    }

    /** Has the kernel speak to the port untagged (10.9.0.2), in VLAN 10 (10.9.10.2) and in VLAN 11 (10.9.11.2). */
    private void addresses(final DpdkHost dpdk, final String link) throws Exception {
        net.run("ip link set " + link + " up");
        net.run("ip addr add 10.9.0.2/24 dev " + link);
        final Path ready = Files.createTempFile("weir", "ready");
        vlans = net.start(ready, "python3", "-c", VLANS, link, "10", "11");
        dpdk.host.until(() -> size(ready) > 0);
        Files.delete(ready);
    }

    private static long size(final Path file) {
        try {
            return Files.size(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void route(final DpdkHost dpdk, final String port) {
        dpdk.cli("set interface ip address " + port + " 10.9.0.1/24");
        dpdk.cli("set interface ip address " + port + " 10.9.10.1/24");
        dpdk.cli("set interface ip address " + port + " 10.9.11.1/24");
    }

    /** Pings as if nobody had asked for the address in vain just now. */
    private boolean ping(final DpdkHost dpdk, final String address, final int count, final int seconds)
            throws Exception {
        net.run("ip neigh flush all");
        return net.ping(dpdk, address, count, seconds);
    }

    private void shouldAnswerInItsVlanOnly(final DpdkHost dpdk, final String port) throws Exception {
        route(dpdk, port);
        assertThat(ping(dpdk, "10.9.0.1", 5, 20)).isTrue();
        dpdk.cli("set dpdk interface vlan " + port + " 10");
        assertThat(ping(dpdk, "10.9.10.1", 50, 20)).isTrue();
        assertThat(ping(dpdk, "10.9.11.1", 1, 1)).isFalse();
        final long wrong = dpdk.host.errors("dpdk-wrong-vlan");
        assertThat(wrong).isPositive();
        assertThat(ping(dpdk, "10.9.0.1", 1, 1)).isFalse();
        assertThat(dpdk.host.errors("dpdk-wrong-vlan")).isGreaterThan(wrong);
        dpdk.cli("set dpdk interface vlan " + port + " 11");
        assertThat(ping(dpdk, "10.9.11.1", 5, 20)).isTrue();
        dpdk.cli("set dpdk interface vlan " + port + " none");
        assertThat(ping(dpdk, "10.9.0.1", 5, 20)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAnswerInItsVlanOnlyWhenTheDeviceDoesTheTags(final int workers) throws Exception {
        net.run("ip link add near type veth peer name far");
        net.run("ip link set near up");
        net.enter(() -> {
            try (DpdkHost dpdk = DpdkHost.of(workers, "dev default { vlan 11 }")) {
                final String port = dpdk.port("vdev net_af_packet0,iface=near");
                assertThat(dpdk.cli("show hardware-interfaces " + port))
                        .contains("vlan: 11, stripped by the device, inserted by the device")
                        .containsPattern("rx offload active: .*vlan-strip")
                        .containsPattern("tx offload active: .*vlan-insert");
                dpdk.cli("set dpdk interface vlan " + port + " none");
                addresses(dpdk, "far");
                shouldAnswerInItsVlanOnly(dpdk, port);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAnswerInItsVlanOnlyWhenTheHostDoesTheTags(final int workers) throws Exception {
        net.enter(() -> {
            try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
                final String port = dpdk.port("vdev net_tap0,iface=far");
                addresses(dpdk, "far");
                shouldAnswerInItsVlanOnly(dpdk, port);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"0, off", "1, off", "0, on", "1, on"})
    void shouldCarryTcpWhenChecksumsAndSegmentsAreTheDevicesBehindATag(final int workers, final String tso)
            throws Exception {
        net.enter(() -> {
            try (DpdkHost dpdk = DpdkHost.of(workers, "dev default { vlan 10 tso " + tso + " }")) {
                final String port = dpdk.port("vdev net_tap0,iface=far");
                addresses(dpdk, "far");
                dpdk.cli("set interface ip address " + port + " 10.9.10.1/24");
                // The driver refuses segments that are longer than its MTU with their Ethernet header.
                net.run("ip link set vlan10 mtu 1400");
                net.run("ip route add 10.8.0.0/24 via 10.9.10.1");
                dpdk.cli("create tap id 7 host-ns " + other.name()
                        + " host-if-name eth0 host-ip4-addr 10.8.0.2/24 host-ip4-gw 10.8.0.1");
                dpdk.cli("set interface state tap7 up");
                dpdk.cli("set interface ip address tap7 10.8.0.1/24");
                carryTcp(dpdk);
                dpdk.cli("delete tap tap7");
            }
        });
    }

    private void carryTcp(final DpdkHost dpdk) throws Exception {
        final Process server = other.start("python3", "-c", TapPortTest.SERVER);
        final Path got = Files.createTempFile("weir", "tcp");
        try {
            final Process client = net.start(got, "python3", "-c", TapPortTest.CLIENT);
            dpdk.host.until(() -> !client.isAlive());
            assertThat(Files.readString(got, StandardCharsets.UTF_8)).isEqualTo("4000000\n");
        } finally {
            server.destroy();
            Files.delete(got);
        }
    }

    /** A tap for each VLAN, and what moves frames between them and a link, where they have the VLAN's tag. */
    private static final String VLANS = """
            import fcntl, os, select, socket, struct, subprocess, sys
            link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
            link.bind((sys.argv[1], 0))
            link.setsockopt(263, 8, 1)
            taps = {}
            for vlan in sys.argv[2:]:
                tap = os.open('/dev/net/tun', os.O_RDWR)
                fcntl.ioctl(tap, 0x400454ca, struct.pack('16sH22x', b'vlan' + vlan.encode(), 0x1002))
                for command in 'addr add 10.9.%s.2/24 dev vlan%s', 'link set dev vlan%s up':
                    words = command % ((vlan,) * command.count('%s'))
                    subprocess.run(['ip'] + words.split(), check=True)
                taps[int(vlan)] = tap
            print('ready', flush=True)
            def move(ready):
                if ready is link:
                    frame, said, _, address = link.recvmsg(65536, 64)
                    status, _, _, _, _, tag = struct.unpack_from('IIIHHH', said[0][2])
                    if address[2] != 4 and status & 16 and tag & 4095 in taps:
                        os.write(taps[tag & 4095], frame)
                else:
                    frame = os.read(ready, 65536)
                    tag = [vlan for vlan in taps if taps[vlan] == ready][0]
                    link.send(frame[:12] + struct.pack('!HH', 0x8100, tag) + frame[12:])
            while True:
                for ready in select.select([link, *taps.values()], [], [])[0]:
                    try:
                        move(ready)
                    except OSError:
                        pass # The link is down while the port is set up anew.
            """;
}
