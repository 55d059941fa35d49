package io.weir.platform.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.DropReason;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.memory.Buffer;
import io.weir.platform.host.HostOptions;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestHost;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketGeneratorTest {
    private static final String DATA = " size 64-64 worker 0 interface pg0 data { UDP: 192.168.1.2 -> 10.0.0.0"
            + " + 10.255.255.255 UDP: 4321 -> 1234 length 30 checksum 0 incrementing 1 } }";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSendAllPacketsAndStopWhenLimitIsReached(final int workers) {
        try (TestHost host = host(workers)) {
            host.cli("packet-generator new { name s0 limit 1000 node pg1" + DATA);
            host.cli("packet-generator enable");
            host.until(() -> host.cli("show packet-generator").contains("No "));
            host.untilIdle();
            final int pg0 = host.host().interfaces().byName("pg0").swIfIndex();
            final int pg1 = host.host().interfaces().byName("pg1").swIfIndex();
            assertThat(host.host().interfaces().count(Kind.RX, pg0)).containsExactly(1_000, 64_000);
            assertThat(host.host().interfaces().count(Kind.TX, pg1)).containsExactly(1_000, 64_000);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    /** As in VPP: the first interface of the generator's, or one that is made for it. */
    @Test
    void shouldMakeAnInterfaceWhenStreamNamesNone() {
        final String text =
                "packet-generator new { name %s limit 10 node error-drop data { UDP: 1.2.3.4 -> 5.6.7.8 } }";
        try (TestHost host = TestHost.withWorkers(0)) {
            assertThat(host.refused(text.formatted("s0").replace("error-drop", "nonesuch")))
                    .contains("unknown node `nonesuch'");
            assertThat(host.cli("show interface")).doesNotContain("pg0");
            host.addInterface("pg0");
            host.cli(text.formatted("s0"));
            final Interface made = host.host().interfaces().byName("pg1");
            assertThat(made.linkUp()).isTrue();
            host.cli("packet-generator enable s0");
            host.until(() -> host.host().interfaces().count(Kind.RX, made.swIfIndex())[0] == 10);
            host.cli(text.formatted("s1"));
            assertThat(host.host().interfaces().byName("pg2")).isNull();
            host.cli("packet-generator enable s1");
            host.until(() -> host.host().interfaces().count(Kind.RX, made.swIfIndex())[0] == 20);
            host.cli("delete packet-generator interface pg1");
            assertThat(host.cli("show packet-generator")).isEqualTo("no streams currently defined\n");
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldPrintStreamsAsVppDoes() {
        try (TestHost host = host(1)) {
            assertThat(host.cli("show packet-generator")).isEqualTo("no streams currently defined\n");
            host.cli("packet-generator new { name s0 limit 1000 node pg1" + DATA);
            host.cli("packet-generator new { name s1 limit 10 rate 1m ring 64 node pg1" + DATA);
            assertThat(host.cli("show packet-generator")).isEqualTo("""
                    Name               Enabled        Count     Parameters
                    s0                   No             0       limit 1000, rate 0.00e0 pps, size 64-64, \
                    buffer-size 2048, worker 0,\s
                    s1                   No             0       limit 10, rate 1.00e6 pps, size 64-64, \
                    buffer-size 2048, worker 0, ring 64, offered 0, lost 0,\s
                    """);
            host.cli("packet-generator configure s0 rate 5k limit 7");
            assertThat(host.cli("show packet-generator s0")).contains("limit 7, rate 5.00e3 pps", "  node pg1,");
            host.cli("packet-generator delete s0");
            assertThat(host.refused("show packet-generator s0")).contains("unknown stream `s0'");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create packet-generator interface pg0 | interface `pg0' exists already",
                "delete packet-generator interface pg9 | pg9",
                "packet-generator new { name s0 node nonesuch data { UDP: 1.2.3.4 -> 5.6.7.8 } } | unknown node `nonesuch'",
                "packet-generator new { name s0 data { UDP: 1.2.3.4 -> 5.6.7.8 } } | no node given",
                "packet-generator new { name s0 node pg1 interface pg9 data { UDP: 1.2.3.4 -> 5.6.7.8 } }"
                        + " | unknown interface `pg9'",
                "packet-generator new { name a node pg1 data { UDP: 1.2.3.4 -> 5.6.7.8 } } | stream `a' exists already",
                "packet-generator new { name s0 pcap /nonesuch } | failed to open `/nonesuch': no such file",
                "packet-generator enable s7 | unknown stream `s7'",
                "packet-generator configure a speed 9 | `speed 9' can't be changed",
                "packet-generator capture pg0 | expected either `pcap FILE' or `disable'"
            })
    void shouldRefuseWithASentenceAndChangeNothing(final String command, final String sentence) {
        try (TestHost host = host(0)) {
            host.cli("packet-generator new { name a node pg1 data { UDP: 1.2.3.4 -> 5.6.7.8 } }");
            final String before = host.cli("show packet-generator");
            assertThat(host.refused(command)).contains(sentence).doesNotContain("\n");
            assertThat(host.cli("show packet-generator")).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldEndAStreamWhenTheInterfaceThatItGoesToIsDeleted(final int workers) {
        try (TestHost host = host(workers)) {
            host.cli("packet-generator new { name s0 limit -1 node pg1" + DATA);
            host.cli("packet-generator enable s0");
            host.cli("delete packet-generator interface pg1");
            assertThat(host.refused("show packet-generator s0")).contains("unknown stream `s0'");
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAccountForEveryPacketWhenRingOverflows(final int workers) {
        try (TestHost host = host(workers)) {
            host.cli("packet-generator new { name s0 rate 50m ring 256 node pg1" + DATA);
            host.cli("packet-generator enable s0");
            host.until(() -> count(host, "lost ") > 10_000);
            host.cli("packet-generator disable s0");
            host.untilIdle();
            final long offered = count(host, "offered ");
            final long waiting = offered - count(host, "generated ") - count(host, "lost ");
            assertThat(waiting).isBetween(0L, 256L);
            final int pg1 = host.host().interfaces().byName("pg1").swIfIndex();
            assertThat(host.host().interfaces().count(Kind.TX, pg1)[0]).isEqualTo(count(host, "generated "));
            assertThat(count(host, "polls ")).isPositive();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldReplayWhatItCapturedWhenFileIsRead(final int workers) {
        final Path file = directory.resolve("x.pcap");
        final Path again = directory.resolve("y.pcap");
        try (TestHost host = host(workers)) {
            host.cli("packet-generator capture pg1 pcap " + file + " count 300");
            host.cli("packet-generator new { name s0 limit 400 node pg1" + DATA);
            run(host, "s0");
            assertThat(host.refused("packet-generator capture pg0 pcap " + file))
                    .contains("already exists");
            host.cli("packet-generator capture pg1 disable");
            host.cli("packet-generator capture pg1 pcap " + again);
            host.cli("packet-generator new { name s1 node pg1 pcap " + file + " }");
            run(host, "s1");
            host.cli("packet-generator capture pg1 disable");
            assertThat(PcapFile.read(file)).hasSize(300);
            assertThat(PcapFile.read(again)).usingRecursiveComparison().isEqualTo(PcapFile.read(file));
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTakeStreamsAlongWhenTheirInterfaceGoes(final int workers) {
        try (TestHost host = host(workers)) {
            host.cli("packet-generator new { name s0 node pg1" + DATA);
            host.cli("packet-generator enable");
            final Interface pg1 = host.host().interfaces().byName("pg1");
            host.until(() -> host.host().interfaces().count(Kind.TX, pg1.swIfIndex())[0] > 1_000);
            host.cli("delete packet-generator interface pg0");
            assertThat(host.cli("show packet-generator")).isEqualTo("no streams currently defined\n");
            host.cli("create packet-generator interface pg0");
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldMakeFewerPacketsWhenBuffersRunOut() {
        try (TestHost host = TestHost.of(HostOptions.workers(0).withBuffers(256))) {
            host.cli("create packet-generator interface pg0");
            host.host().interfaces().adminUp(host.host().interfaces().byName("pg0"), true);
            host.cli("packet-generator new { name s0 limit 500 size 9000-9000 node pg0 interface pg0"
                    + " data { UDP: 1.0.0.1 -> 1.0.0.2 UDP: 1 -> 2 } }");
            run(host, "s0");
            assertThat(host.host().interfaces().count(Kind.TX, 1)).containsExactly(500, 4_500_000);
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldTraceAsVppDoesWhenPacketsEnterAtIp4Input() {
        try (TestHost host = host(0).plugin("sink", new Ip4Sink())) {
            host.cli("packet-generator new { name s0 limit 300 node ip4-input size 64-64 interface pg0 data {"
                    + " UDP: 192.168.1.2 -> 10.184.231.25 UDP: 4321 -> 1234 length 30 checksum 0 incrementing 1 } }");
            final PacketGenerator generator = host.host().service(PacketGenerator.class);
            final int[] packet = {host.host().threads().getFirst().buffers().allocate()};
            generator.stream("s0").maker.make(packet, 1);
            final StringBuilder out = new StringBuilder();
            new PgTrace(generator).format(Buffer.address(packet[0]), out);
            host.host().threads().getFirst().buffers().free(packet[0]);
            final int pg0 = host.host().interfaces().byName("pg0").swIfIndex();
            assertThat(out.toString()).isEqualTo("""
                    stream s0, 64 bytes, sw_if_index %d, next_node ip4-input
                    current data 0, length 64, buffer-pool 0, ref-count 1
                    UDP: 192.168.1.2 -> 10.184.231.25
                      tos 0x00, ttl 64, length 64, checksum 0xc731 dscp CS0 ecn NON_ECN
                      fragment id 0x0000
                    UDP: 4321 -> 1234
                      length 30, checksum 0x0000
                    """.formatted(pg0));
            run(host, "s0");
            assertThat(generator.counters("s0").generated()).isEqualTo(300);
            assertThat(host.errors("ip4-input", "seen")).isEqualTo(300);
            generator.resetMaxGap();
            assertThat(generator.maxGapNs(0)).isZero();
            host.assertNoLeaks();
        }
    }

    /** Drops what comes to ip4-input. */
    private static final class Ip4Sink extends WeirPlugin {
        @Override
        public void register(final Registrar host) {
            final DropReason seen = host.dropReason("seen");
            host.node("ip4-input", worker -> frame -> {
                for (int i = 0; i < frame.size(); i++) {
                    frame.drop(i, seen);
                }
            });
        }
    }

    private static void run(final TestHost host, final String stream) {
        host.cli("packet-generator enable " + stream);
        host.until(() -> host.cli("show packet-generator " + stream).contains("No "));
        host.untilIdle();
    }

    private static long count(final TestHost host, final String what) {
        final String text = host.cli("show packet-generator s0");
        final int at = text.lastIndexOf(what) + what.length();
        return Long.parseLong(text.substring(at).split("\\D")[0]);
    }

    private static TestHost host(final int workers) {
        final TestHost host = TestHost.withWorkers(workers);
        for (final String name : new String[] {"pg0", "pg1"}) {
            host.cli("create packet-generator interface " + name);
            host.host().interfaces().adminUp(host.host().interfaces().byName(name), true);
        }
        return host;
    }
}
