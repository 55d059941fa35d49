package io.weir.nat64.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.nat64.internal.UnconfiguredBase;
import io.weir.testkit.PcapFiles;
import io.weir.testkit.TestPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tshark, which others wrote, hears on the loopback of this machine. */
@Timeout(60)
class LogByOthersTest extends UnconfiguredBase {
    private static final Path TSHARK = Path.of("/usr/bin/tshark");
    private static final int SOURCE_PORT = 48_741;
    private static final int MESSAGES = 40;

    @TempDir
    private Path directory;

    private static Process tshark(final String... arguments) throws IOException {
        return new ProcessBuilder(Stream.concat(Stream.of(TSHARK.toString()), Stream.of(arguments))
                        .toList())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String output(final Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines with fields of a protocol, tabs between them. */
    private static List<String> fields(
            final Path capture, final String port, final String filter, final String... names) throws IOException {
        final List<String> arguments =
                new ArrayList<>(List.of("-r", capture.toString(), "-d", port, "-Y", filter, "-T", "fields"));
        for (final String name : names) {
            arguments.add("-e");
            arguments.add(name);
        }
        return output(tshark(arguments.toArray(new String[0]))).lines().toList();
    }

    @Test
    void shouldBeReadByTshark() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(TSHARK), "skipped: there is no tshark");
        try (Collector ipfix = new Collector();
                Collector syslog = new Collector()) {
            final Path capture = directory.resolve("log.pcapng");
            final Process capturing = tshark(
                    "-i",
                    "lo",
                    "-c",
                    Integer.toString(MESSAGES),
                    "-f",
                    "udp port " + ipfix.port() + " or udp port " + syslog.port(),
                    "-w",
                    capture.toString());
            final CompletableFuture<Process> ended = capturing.onExit();
            try {
                run(0, () -> {
                    translate();
                    // Whoever listens later than templates are sent understands nothing until they are sent again.
                    host.until(() -> capture.toFile().length() > 0 || ended.isDone());
                    host.cli("set ipfix exporter collector 127.0.0.1 port " + ipfix.port()
                            + " src 127.0.0.1 template-interval 1");
                    host.cli("nat ipfix logging domain 5 src-port " + SOURCE_PORT);
                    host.cli("set syslog sender collector 127.0.0.1 port " + syslog.port() + " src 127.0.0.1");
                    final int[] port = {1_024};
                    final long[] sentNs = {System.nanoTime()};
                    // Templates and then sessions, each a little later, until it has heard enough.
                    host.until(() -> {
                        if (System.nanoTime() - sentNs[0] > 100_000_000) {
                            sentNs[0] = System.nanoTime();
                            assertThat(passed(left, udp(2, port[0]++, 53))).isEqualTo(1);
                        }
                        return ended.isDone();
                    });
                    Assumptions.assumeTrue(capturing.exitValue() == 0, "skipped: tshark may not listen here");
                });
            } finally {
                capturing.destroy();
            }
            heardIpfix(capture, "udp.port==" + ipfix.port() + ",cflow");
            heardSyslog(capture, "udp.port==" + syslog.port() + ",syslog");
        }
    }

    @Test
    void shouldMeanByEveryFieldWhatTsharkUnderstands() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(TSHARK), "skipped: there is no tshark");
        final IpfixMessage message = new IpfixMessage(1_400, 5, 100);
        for (final IpfixTemplate template : IpfixTemplate.values()) {
            assertThat(message.add(template)).isTrue();
        }
        final byte[] templates = frame(message);
        for (final Event event : List.of(
                Events.session(false),
                Events.binding(true),
                Events.block(true),
                Events.exhausted(),
                Events.quota(EventType.Quota.SESSIONS),
                Events.quota(EventType.Quota.BINDINGS),
                Events.quota(EventType.Quota.PER_CLIENT))) {
            assertThat(message.add(event)).isTrue();
        }
        final Path capture = directory.resolve("all.pcap");
        PcapFiles.write(capture, List.of(templates, frame(message)));
        final String decode = "udp.port==4739,cflow";
        heardNothingWrong(capture, decode);
        // Values of all records of a message in a row, those of one field.
        final String[][] wanted = {
            {"cflow.nat_event", "7,10,16,3,13,13,13"},
            {"cflow.srcaddrv6", "2001:db8:1::2,2001:db8:1::2,2001:db8:1::2,2001:db8:1::2"},
            {"cflow.dstaddrv6", "2001:db8:64::c000:202"},
            {"cflow.post_natsource_ipv4_address", "198.51.100.1,198.51.100.1,198.51.100.1"},
            {"cflow.post_natdestination_ipv4_address", "192.0.2.2"},
            {"cflow.protocol", "6,6"},
            {"cflow.srcport", "40000,40000"},
            {"cflow.post_naptsource_transport_port", "1030,1030"},
            {"cflow.dstport", "443"},
            {"cflow.post_naptdestination_transport_port", "443"},
            {"cflow.ingress_vrfid", "7,7,7"},
            {"cflow.port_range_start", "2048"},
            {"cflow.port_range_end", "2303"},
            {"cflow.nat_pool_id", "0"},
            {"cflow.nat_quota_exceeded_event", "1,2,3"},
            {"cflow.max_session_entries", "4096"},
            {"cflow.max_bib_entries", "4096"},
            {"cflow.max_entries_per_user", "4096"},
            {"cflow.sequence", "100"}
        };
        final String[] names = Stream.of(wanted).map(pair -> pair[0]).toArray(String[]::new);
        assertThat(fields(capture, decode, "cflow.nat_event", names).getFirst().split("\t", -1))
                .containsExactly(Stream.of(wanted).map(pair -> pair[1]).toArray(String[]::new));
        assertThat(fields(capture, decode, "cflow.nat_event", "cflow.observation_time_milliseconds")
                        .getFirst())
                .contains("22:13:20.123000000");
    }

    private static byte[] frame(final IpfixMessage message) {
        final ByteBuffer finished = message.finish(1_700_000_001);
        final byte[] bytes = new byte[finished.remaining()];
        finished.get(bytes);
        message.next();
        return TestPacket.udp("192.0.2.1", "192.0.2.9")
                .ports(4_739, 4_739)
                .payload(bytes)
                .frame();
    }

    private static void heardNothingWrong(final Path capture, final String decode) throws IOException {
        // What goes to the other collector may be taken for something else: its port is any.
        final String wrong = "(cflow || syslog) && (_ws.malformed || _ws.expert.severity >= 0x600000)";
        assertThat(fields(capture, decode, wrong, "frame.number", "frame.protocols", "udp.port", "_ws.expert.message"))
                .isEmpty();
    }

    private static void heardIpfix(final Path capture, final String decode) throws IOException {
        heardNothingWrong(capture, decode);
        assertThat(fields(capture, decode, "cflow.template_frame || cflow.template_id", "cflow.version", "cflow.od_id"))
                .isNotEmpty()
                .allMatch("10\t5"::equals);
        final String session = "cflow.dstaddrv6";
        final List<String> sessions = fields(
                capture,
                decode,
                session,
                "cflow.srcaddrv6",
                "cflow.dstaddrv6",
                "cflow.post_natsource_ipv4_address",
                "cflow.post_natdestination_ipv4_address",
                "cflow.dstport",
                "cflow.post_naptdestination_transport_port",
                "cflow.nat_event",
                "cflow.protocol");
        assertThat(sessions).isNotEmpty();
        assertThat(sessions)
                .allMatch(line -> line.matches("(2001:db8:1::2,?)+\t(2001:db8:64::c000:202,?)+\t(198\\.51\\.100\\.1,?)+"
                        + "\t(192\\.0\\.2\\.2,?)+\t(53,?)+\t(53,?)+\t((6|7|10|11),?)+\t(17,?)+"));
    }

    private static void heardSyslog(final Path capture, final String decode) throws IOException {
        final List<String> lines = fields(
                capture,
                decode,
                "syslog.msgid contains \"SADD [nsess\"",
                "syslog.facility",
                "syslog.level",
                "syslog.version",
                "syslog.hostname",
                "syslog.appname",
                "syslog.procid",
                "syslog.msgid");
        assertThat(lines).isNotEmpty();
        assertThat(lines)
                .allMatch(line -> line.startsWith("16\t6\t1\t127.0.0.1\tNAT\t"
                                + ProcessHandle.current().pid() + "\tSADD [nsess SVLAN=")
                        && line.contains("ISADDR=")
                        && line.contains("2001:db8:1::2"));
    }
}
