package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.iface.Interface;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.testkit.PcapFiles;
import io.weir.testkit.TestInterface;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports in a VLAN whose drivers leave the tag to the host: {@code net_ring}, {@code net_pcap}. */
class VlanPortTest {
    private static final int HEADER = 14;

    private static byte[] frame(final int length, final int seed) {
        final byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        bytes[12] = 8;
        bytes[13] = 0;
        return bytes;
    }

    private static byte[] tagged(final byte[] frame, final int tag) {
        final byte[] bytes = new byte[frame.length + 4];
        System.arraycopy(frame, 0, bytes, 0, 12);
        System.arraycopy(frame, 12, bytes, 16, frame.length - 12);
        ByteBuffer.wrap(bytes).putShort(12, (short) 0x8100).putShort(14, (short) tag);
        return bytes;
    }

    private static Set<String> set(final List<byte[]> frames) {
        return frames.stream().map(HexFormat.of()::formatHex).collect(Collectors.toSet());
    }

    private static Interface find(final DpdkHost dpdk, final String name) {
        return dpdk.host.host().interfaces().byName(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPassPacketsAndChainsUnchangedWhenThePortPutsTagsInAndTakesThemOut(final int workers) {
        try (DpdkHost dpdk = DpdkHost.of(workers, "dev default { vlan 10 }")) {
            final Patch in = new Patch();
            dpdk.host.plugin("patch", in);
            final TestInterface left = dpdk.host.addInterface("left");
            final TestInterface right = dpdk.host.addInterface("right");
            final String ring = dpdk.port("vdev net_ring0 num-tx-queues 1");
            dpdk.cli("set interface mtu 9000 " + ring);
            in.join(left.device(), find(dpdk, ring));
            dpdk.cli("test l2patch rx " + ring + " tx right");
            assertThat(dpdk.cli("show hardware-interfaces " + ring))
                    .contains("vlan: 10, stripped in software, inserted in software");
            final List<byte[]> sent = new ArrayList<>();
            for (final int length : new int[] {HEADER, 60, 1_514, 2_048, 2_049, 4_096, 9_000}) {
                sent.add(frame(length, length));
            }
            sent.forEach(left::send);
            dpdk.host.until(() -> right.waitingFrames() == sent.size());
            assertThat(set(right.received())).isEqualTo(set(sent));
        }
    }

    @Test
    void shouldLetInOnlyWhatCarriesTheTagWhenAPortIsInAVlan(@TempDir final Path directory) throws Exception {
        final Path in = directory.resolve("in.pcap");
        final byte[] good = frame(100, 1);
        final byte[] stacked = tagged(frame(100, 2), 20);
        PcapFiles.write(
                in,
                List.of(
                        tagged(good, 10),
                        tagged(stacked, 0x600a),
                        frame(100, 3),
                        tagged(frame(100, 4), 11),
                        tagged(frame(100, 5), 0),
                        Arrays.copyOf(tagged(frame(100, 6), 10), 17)));
        try (DpdkHost dpdk = DpdkHost.of(0, "dev default { vlan 10 }")) {
            final TestInterface right = dpdk.host.addInterface("right");
            final String port = dpdk.cli("create interface dpdk vdev net_pcap0,rx_pcap=" + in)
                    .strip();
            dpdk.cli("test l2patch rx " + port + " tx right");
            dpdk.cli("set interface state " + port + " up");
            dpdk.host.until(() -> right.waitingFrames() == 2);
            dpdk.host.untilIdle();
            assertThat(set(right.received())).isEqualTo(set(List.of(good, stacked)));
            assertThat(dpdk.host.errors("dpdk-wrong-vlan")).isEqualTo(4);
            assertThat(dpdk.cli("show errors")).contains("wrong vlan");
            assertThat(dpdk.host
                            .host()
                            .interfaces()
                            .count(Kind.DROP, find(dpdk, port).swIfIndex())[0])
                    .isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTagOnlyItsOwnPacketsWhenTheyAreSharedWithOtherPorts(final int workers, @TempDir final Path directory)
            throws Exception {
        final Path plain = directory.resolve("plain.pcap");
        final Path ten = directory.resolve("ten.pcap");
        final Path twenty = directory.resolve("twenty.pcap");
        final List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sent.add(frame(60 + i * 7, i));
        }
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final Patch in = new Patch();
            dpdk.host.plugin("patch", in);
            final TestInterface left = dpdk.host.addInterface("left");
            final List<Interface> ports = new ArrayList<>();
            int number = 0;
            for (final Path out : List.of(ten, plain, twenty)) {
                final String name = dpdk.port("vdev net_pcap" + number++ + ",tx_pcap=" + out + " num-tx-queues 1");
                ports.add(find(dpdk, name));
            }
            dpdk.cli("set dpdk interface vlan " + ports.get(0).name() + " 10");
            dpdk.cli("set dpdk interface vlan " + ports.get(1).name() + " 10");
            dpdk.cli("set dpdk interface vlan " + ports.get(1).name() + " none");
            dpdk.cli("set dpdk interface vlan " + ports.get(2).name() + " 20");
            in.join(left.device(), ports.toArray(Interface[]::new));
            sent.forEach(left::send);
            for (final Interface port : ports) {
                dpdk.host.until(() -> dpdk.host.host().interfaces().count(Kind.TX, port.swIfIndex())[0] == sent.size());
            }
            dpdk.host.untilIdle();
        }
        assertThat(set(PcapFiles.read(plain))).isEqualTo(set(sent));
        assertThat(set(PcapFiles.read(ten)))
                .isEqualTo(set(sent.stream().map(frame -> tagged(frame, 10)).toList()));
        assertThat(set(PcapFiles.read(twenty)))
                .isEqualTo(set(sent.stream().map(frame -> tagged(frame, 20)).toList()));
    }

    @Test
    void shouldDropWhenATagFindsNoPlace() {
        try (DpdkHost dpdk = DpdkHost.of(0, "dev default { vlan 4094 }")) {
            final Patch in = new Patch();
            dpdk.host.plugin("patch", in);
            final TestInterface left = dpdk.host.addInterface("left");
            final String port = dpdk.port("vdev net_null0");
            in.join(left.device(), find(dpdk, port));
            left.send(frame(60, 1)).send(Arrays.copyOf(frame(60, 1), HEADER - 1));
            dpdk.host.until(() -> dpdk.host.errors(port + "-tx", "dpdk-tx-vlan") == 1);
        }
    }

    @Test
    void shouldRefuseInASentenceWhenTheVlanIsWrong() {
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            final String port = dpdk.port("vdev net_null0");
            assertThat(dpdk.host.refused("set dpdk interface vlan " + port + " 4095"))
                    .contains("4095");
            assertThat(dpdk.host.refused("set dpdk interface vlan " + port + " 0"))
                    .contains("0");
            assertThat(dpdk.host.refused("set dpdk interface vlan local0 10")).contains("no DPDK port");
            assertThat(dpdk.cli("show hardware-interfaces " + port)).doesNotContain("vlan:");
        }
    }
}
