package io.weir.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Buffer;
import io.weir.testkit.PacketView;
import io.weir.testkit.PcapFiles;
import io.weir.testkit.TestPacket;
import io.weir.testkit.Tshark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the accessors say of packets against what tshark and scapy say, which others wrote. */
class OthersTest {
    private final FlowPackets packets = new FlowPackets();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        packets.close();
    }

    /** The fields of one packet as tshark prints them, by the accessors: those that a packet doesn't have are empty. */
    private String fields(final byte[] frame) {
        final long buffer = packets.packet(frame);
        final int layers = Layers.ethernet(buffer);
        final long ip = Layers.network(buffer, layers);
        final long upper = Layers.transport(buffer, layers);
        final boolean six = Layers.isIp6(layers);
        final boolean there = Layers.reaches(buffer, layers, 8);
        final boolean tcp =
                Layers.protocol(layers) == IpProtocol.TCP && Layers.reaches(buffer, layers, TcpHeader.LENGTH);
        final boolean udp = Layers.protocol(layers) == IpProtocol.UDP && there;
        final int bytes = frame.length - Layers.transport(layers);
        final int mss = tcp ? TcpHeader.maximumSegment(upper, bytes) : 0;
        final List<String> out = new ArrayList<>();
        out.add(six ? "" : Integer.toString(Ip4Header.ttl(ip)));
        out.add(six ? Integer.toString(Ip6Header.hopLimit(ip)) : "");
        out.add(six ? String.format("0x%06x", Ip6Header.flowLabel(ip)) : "");
        out.add(six ? Integer.toString(Ip6Header.payloadLength(ip)) : "");
        out.add(tcp ? Integer.toString(TcpHeader.sourcePort(upper)) : "");
        out.add(tcp ? Integer.toString(TcpHeader.destinationPort(upper)) : "");
        out.add(tcp ? Integer.toUnsignedString(TcpHeader.sequence(upper)) : "");
        out.add(tcp ? Integer.toUnsignedString(TcpHeader.acknowledgement(upper)) : "");
        out.add(tcp ? Integer.toString(TcpHeader.headerLength(upper)) : "");
        out.add(tcp ? Integer.toString(TcpHeader.window(upper)) : "");
        out.add(mss == 0 ? "" : Integer.toString(mss));
        out.add(udp ? Integer.toString(UdpHeader.sourcePort(upper)) : "");
        out.add(udp ? Integer.toString(UdpHeader.length(upper)) : "");
        return String.join("\t", out);
    }

    @Test
    void shouldSayWhatTsharkSays() throws Exception {
        Tshark.require();
        final List<byte[]> frames = new ArrayList<>();
        for (long seed = 0; seed < 2_000; seed++) {
            frames.add(new RandomPackets(seed).tagged().frame());
        }
        final Path file = directory.resolve("random.pcap");
        PcapFiles.write(file, frames);
        final List<String> said = Tshark.fields(
                file,
                "ip.ttl",
                "ipv6.hlim",
                "ipv6.flow",
                "ipv6.plen",
                "tcp.srcport",
                "tcp.dstport",
                "tcp.seq_raw",
                "tcp.ack_raw",
                "tcp.hdr_len",
                "tcp.window_size_value",
                "tcp.options.mss_val",
                "udp.srcport",
                "udp.length");
        assertThat(said).hasSameSizeAs(frames);
        for (int i = 0; i < said.size(); i++) {
            assertThat(fields(frames.get(i))).as("packet %d", i).isEqualTo(said.get(i));
        }
    }

    /** The maker's own witness: what it makes adds up, and tshark sees nothing malformed. */
    @Test
    void shouldMakePacketsOfWhichTsharkFindsTheSumsGood() throws Exception {
        Tshark.require();
        final List<byte[]> frames = new ArrayList<>();
        for (long seed = 0; seed < 1_000; seed++) {
            frames.add(new RandomPackets(seed).tagged().frame());
        }
        frames.add(TestPacket.udp("10.0.0.1", "10.0.0.2").wrongChecksum().frame());
        frames.add(TestPacket.udp("10.0.0.1", "10.0.0.2").wrongIpChecksum().frame());
        final Path file = directory.resolve("sums.pcap");
        PcapFiles.write(file, frames);
        final String bad = Tshark.matching(
                file,
                "ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0"
                        + " || icmp.checksum.status == 0 || icmpv6.checksum.status == 0 || _ws.malformed");
        assertThat(bad.lines()).hasSize(2).allMatch(line -> line.strip().matches("100[12] .*"));
    }

    @Test
    void shouldFindInScapysPacketsWhatScapyPutThere() throws Exception {
        final Path python = Path.of("/usr/bin/python3");
        Assumptions.assumeTrue(Files.isExecutable(python), "skipped: there is no python3");
        final Path script = directory.resolve("make.py");
        final Path capture = directory.resolve("scapy.pcap");
        Files.writeString(script, SCAPY);
        final Process process = new ProcessBuilder(python.toString(), script.toString(), capture.toString())
                .redirectError(directory.resolve("errors").toFile())
                .start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        final int code = process.waitFor();
        Assumptions.assumeTrue(code != 3, "skipped: there is no scapy");
        assertThat(code).as(Files.readString(directory.resolve("errors"))).isZero();
        final List<String> lines = output.lines().toList();
        final List<byte[]> frames = PcapFiles.read(capture);
        assertThat(lines).hasSameSizeAs(frames).hasSizeGreaterThan(200);
        for (int i = 0; i < frames.size(); i++) {
            assertThat(seen(frames.get(i))).isEqualTo(lines.get(i));
        }
    }

    private String seen(final byte[] frame) {
        final long buffer = packets.packet(frame);
        final int layers = Layers.ethernet(buffer);
        final String state = Layers.isLaterFragment(layers) ? "later" : Layers.isFragment(layers) ? "first" : "whole";
        final int ports = FlowKey.ports(buffer, layers);
        final int protocol = Layers.protocol(layers);
        final boolean ported = !Layers.isLaterFragment(layers) && IpProtocol.hasPorts(protocol);
        final int source = Short.reverseBytes((short) ports) & 0xffff;
        assertThat(Layers.network(layers)).isEqualTo(PacketView.of(frame).network());
        assertThat(Buffer.length(buffer)).isEqualTo(frame.length);
        return Layers.transport(layers) + " " + (Layers.isLaterFragment(layers) ? -1 : protocol) + " " + state + " "
                + (ported ? source : 0);
    }

    /** Prints of each packet: offset and number of the upper protocol, what part of a datagram it is, its source port. */
    private static final String SCAPY = """
            import random, sys
            try:
                from scapy.all import *
            except ImportError:
                sys.exit(3)
            random.seed(7)
            out = []
            for i in range(300):
                eth = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")
                for _ in range(random.randrange(3)):
                    eth = eth / random.choice([Dot1Q, Dot1AD])(vlan=random.randrange(4096), prio=random.randrange(8))
                port = random.randrange(1, 65536)
                kind = random.choice([TCP, UDP])
                upper = kind(sport=port, dport=9) / Raw(b"x" * random.randrange(8, 99))
                first = state = None
                if random.random() < 0.4:
                    options = random.choice([[], [IPOption_NOP()] * 3 + [IPOption_EOL()], [IPOption_RR()]])
                    offset, more = random.choice([(0, 0), (0, 1), (8, 1), (8, 0)])
                    ip = IP(src="10.0.0.1", dst="10.0.0.2", options=options, frag=offset, flags="MF" if more else 0)
                    later = offset > 0
                else:
                    ip = IPv6(src="2001:db8::1", dst="2001:db8::2")
                    offset = more = 0
                    later = False
                    if random.random() < 0.4:
                        ip = ip / IPv6ExtHdrHopByHop(options=PadN(optdata=b"\\0" * random.randrange(12)))
                    if random.random() < 0.4:
                        ip = ip / IPv6ExtHdrRouting(addresses=["2001:db8::9"] * random.randrange(3), segleft=0)
                    if random.random() < 0.3:
                        ip = ip / IPv6ExtHdrDestOpt(options=PadN(optdata=b"\\0" * random.randrange(20)))
                    if random.random() < 0.4:
                        offset, more = random.choice([(0, 0), (0, 1), (1, 1), (3, 0)])
                        later = offset > 0
                        ip = ip / IPv6ExtHdrFragment(offset=offset, m=more, id=i, nh=6 if kind is TCP else 17)
                packet = eth / ip / upper
                state = "later" if later else "first" if more else "whole"
                number = -1 if later else 6 if kind is TCP else 17
                at = len(raw(packet)) - len(raw(upper))
                out.append(packet)
                print(at, number, state, 0 if later else port)
            wrpcap(sys.argv[1], out)
            """;
}
