package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.iface.InterfaceCounters.Kind;
import io.weir.testkit.PcapFiles;
import io.weir.testkit.TestInterface;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How ports come and go: by configuration and by commands, wrongly asked for, with the plugin, under traffic. */
class PortLifeTest {
    @Test
    void shouldLeaveTheOthersAloneWhenADriverFails() {
        try (DpdkHost dpdk = DpdkHost.of(
                0,
                "vdev net_null3 vdev net_nothing0 vdev net_pcap1,rx_pcap=/does/not/exist vdev net_ring7"
                        + " dev net_null3 { name first num-rx-desc 256 }")) {
            assertThat(dpdk.cli("show interface")).contains("first").contains("Ethernet1");
            assertThat(dpdk.cli("show hardware-interfaces first"))
                    .contains("rx: queues 1")
                    .contains("desc 256");
        }
    }

    @Test
    void shouldPlaceQueuesOnTheWorkersThatAreNamed() {
        try (DpdkHost dpdk = DpdkHost.of(4, "vdev net_null0 dev net_null0 { name n num-rx-queues 3 workers 1,3 }")) {
            final String placed = dpdk.cli("show interface rx-placement");
            assertThat(placed.lines().filter(line -> line.contains("queue")).toList())
                    .hasSize(3);
            assertThat(placed)
                    .contains("Thread 2")
                    .contains("Thread 4")
                    .doesNotContain("Thread 1")
                    .doesNotContain("Thread 3");
        }
    }

    @Test
    void shouldRefuseInASentenceWhenTheDeviceIsWrong() {
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            dpdk.port("vdev net_null0");
            assertThat(dpdk.host.refused("create interface dpdk vdev net_null0"))
                    .contains("device net_null0 is there already");
            assertThat(dpdk.host.refused("create interface dpdk vdev net_nothing0"))
                    .contains("no such driver")
                    .contains("librte-net-nothing");
            assertThat(dpdk.host.refused("create interface dpdk vdev net_null1,nonsense=1"))
                    .contains("net_null1");
            assertThat(dpdk.host.refused("create interface dpdk vdev net_af_packet0,iface=nowhere"))
                    .contains("net_af_packet0");
            assertThat(dpdk.host.refused("create interface dpdk vdev net_ring2 num-rx-queues 1024"))
                    .contains("num-rx-queues 1024: net_ring has at most");
            assertThat(dpdk.host.refused("create interface dpdk vdev net_null2 name Ethernet0"))
                    .contains("collision");
            assertThat(dpdk.host.refused("create interface dpdk pci 00:1f.7")).contains("00:1f.7");
            assertThat(dpdk.host.refused("delete interface dpdk local0")).contains("no DPDK port");
            assertThat(dpdk.cli("create interface dpdk vdev net_null2")).isEqualTo("Ethernet1\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldSendWhatItReceivedWhenPortsAreCaptures(final int workers, @TempDir final Path directory)
            throws Exception {
        final List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            final byte[] packet = new byte[60 + i];
            packet[59] = (byte) i;
            packets.add(packet);
        }
        final Path in = directory.resolve("in.pcap");
        final Path out = directory.resolve("out.pcap");
        PcapFiles.write(in, packets);
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final String rx = dpdk.cli("create interface dpdk vdev net_pcap0,rx_pcap=" + in)
                    .strip();
            final String tx = dpdk.port("vdev net_pcap1,tx_pcap=" + out + " num-tx-queues 1");
            dpdk.cli("test l2patch rx " + rx + " tx " + tx);
            dpdk.cli("set interface state " + rx + " up");
            final int index = dpdk.host.host().interfaces().byName(tx).swIfIndex();
            dpdk.host.until(() -> dpdk.host.host().interfaces().count(Kind.TX, index)[0] == packets.size());
            dpdk.host.untilIdle();
        }
        assertThat(PcapFiles.read(out).stream().map(ByteBuffer::wrap).collect(Collectors.toSet()))
                .isEqualTo(packets.stream().map(ByteBuffer::wrap).collect(Collectors.toSet()));
        assertThat(Files.size(out)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldKeepBuffersAccountedForWhenPortsComeAndGoUnderTraffic(final int workers) {
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final String busy = dpdk.port("vdev net_null0");
            dpdk.cli("test l2patch rx " + busy + " tx " + busy);
            for (int i = 0; i < 30; i++) {
                final String other = dpdk.port("vdev net_ring1");
                dpdk.host.host().turn();
                dpdk.cli("delete interface dpdk " + other);
            }
            final int index = dpdk.host.host().interfaces().byName(busy).swIfIndex();
            final long before = dpdk.host.host().interfaces().count(Kind.TX, index)[0];
            dpdk.host.until(() -> dpdk.host.host().interfaces().count(Kind.TX, index)[0] > before);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldFindEalAndGiveBuffersBackWhenThePluginIsReloaded(final int workers) {
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final TestInterface port = dpdk.host.addInterface("test");
            for (int i = 0; i < 3; i++) {
                final String name = dpdk.port("vdev net_null0");
                final int index = dpdk.host.host().interfaces().byName(name).swIfIndex();
                dpdk.host.until(() -> dpdk.host.host().interfaces().count(Kind.RX, index)[0] > 1_000);
                dpdk.reload();
                dpdk.host.assertNoLeaks();
            }
            assertThat(port.received()).isEmpty();
        }
    }
}
