package io.weir.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LayersTest {
    private final FlowPackets packets = new FlowPackets();

    @AfterEach
    @AfterProperty
    void close() {
        packets.close();
    }

    private static TestPacket tcp6() {
        return TestPacket.tcp("2001:db8::1", "2001:db8::2").hopByHop().routing();
    }

    @Property(tries = 3_000)
    void shouldFindTheHeadersOfAFrameWhenItHasTagsAndExtensions(@ForAll final long seed) {
        final byte[] frame = new RandomPackets(seed).tagged().frame();
        final PacketView view = PacketView.of(frame);
        final long buffer = packets.packet(frame);
        final int layers = Layers.ethernet(buffer);
        assertThat(Layers.known(layers)).isTrue();
        assertThat(Layers.isIp6(layers)).isEqualTo(view.etherType() == 0x86dd);
        assertThat(Layers.network(layers)).isEqualTo(view.network());
        assertThat(Layers.transport(layers)).isEqualTo(view.transport());
        assertThat(Layers.transport(buffer, layers)).isEqualTo(Buffer.data(buffer) + view.transport());
        assertThat(Layers.protocol(layers)).isEqualTo(view.protocol());
        assertThat(Layers.isLaterFragment(layers)).isEqualTo(view.fragmentOffset() != 0);
        assertThat(Layers.isFragment(layers)).isEqualTo(view.moreFragments() || view.fragmentOffset() != 0);
        assertThat(Layers.reaches(buffer, layers, frame.length - view.transport() + 1))
                .isFalse();
        Buffer.advance(buffer, view.network());
        assertThat(view.etherType() == 0x86dd ? Layers.ip6(buffer) : Layers.ip4(buffer))
                .isEqualTo(layers);
    }

    @Property(tries = 5_000)
    void shouldThrowNothingWhenAllIsGarbage(@ForAll final long seed) {
        final Random random = new Random(seed);
        final byte[] frame = new RandomPackets(seed).tagged().frame();
        for (int i = random.nextInt(20); i > 0; i--) {
            frame[12 + random.nextInt(frame.length - 12)] = (byte) random.nextInt();
        }
        final long buffer = packets.packet(frame);
        Buffer.length(buffer, random.nextInt(frame.length + 1));
        final int layers = Layers.ethernet(buffer);
        assertThat(Layers.known(layers) && Layers.transport(layers) > Buffer.length(buffer))
                .isFalse();
        assertThat(Layers.ethernet(buffer)).isEqualTo(layers);
        Buffer.advance(buffer, Math.min(14, Buffer.length(buffer)));
        if (Buffer.length(buffer) >= Ip6Header.LENGTH) {
            FlowHash.ip6(buffer);
            FlowHash.ip4(buffer);
        }
    }

    @Test
    void shouldTrustWhatIsKeptWhenTheEthernetHeaderHasChanged() {
        final long buffer = packets.ip(tcp6());
        final int layers = Layers.ip6(buffer);
        assertThat(Buffer.has(buffer, Buffer.LAYERS_KNOWN)).isTrue();
        Buffer.advance(buffer, -18);
        EthernetHeader.write(Buffer.data(buffer), 1, 2, EthernetHeader.TYPE_VLAN);
        VlanTag.write(Buffer.data(buffer) + 12, EthernetHeader.TYPE_VLAN, 0, 7);
        EthernetHeader.type(Buffer.data(buffer) + 4, EthernetHeader.TYPE_IP6);
        assertThat(Layers.ethernet(buffer)).isEqualTo(layers);
        Buffer.advance(buffer, 18);
        Ip6Header.source(Buffer.data(buffer), 1, 2);
        assertThat(Layers.ip6(buffer)).isEqualTo(layers);
    }

    @Test
    void shouldSeeWhoHasMovedHeadersAndDidNotSaySoWhenMemoryIsChecked() {
        final long buffer = packets.ip(tcp6());
        Layers.ip6(buffer);
        Ip6Header.nextHeader(Buffer.data(buffer), IpProtocol.UDP);
        assertThatThrownBy(() -> Layers.ip6(buffer)).hasMessageContaining("were moved");
        Layers.forget(buffer);
        assertThat(Layers.protocol(Layers.ip6(buffer))).isEqualTo(IpProtocol.UDP);
    }

    @Test
    void shouldLookAnewWhenThePacketBeginsElsewhereOrIsOfTheOtherFamily() {
        final byte[] inner = TestPacket.udp("10.0.0.1", "10.0.0.2").ip();
        final long buffer = packets.ip(
                TestPacket.ip("10.9.0.1", "10.9.0.2", 4).options(1, 1, 1, 1).payload(inner));
        assertThat(Layers.protocol(Layers.ip4(buffer))).isEqualTo(4);
        Buffer.advance(buffer, 24);
        assertThat(Layers.protocol(Layers.ip4(buffer))).isEqualTo(IpProtocol.UDP);
        Memory.copy(tcp6().ip(), 0, Buffer.data(buffer), 40);
        assertThat(Layers.isIp6(Layers.ip6(buffer))).isTrue();
    }

    @Test
    void shouldKnowNothingWhenABufferBeginsAnewAndAllWhenItIsCopied() {
        final long buffer = packets.ip(tcp6());
        final int layers = Layers.ip6(buffer);
        final int copy = packets.buffers().copy(packets.last());
        assertThat(Buffer.has(Buffer.address(copy), Buffer.LAYERS_KNOWN)).isTrue();
        assertThat(Layers.ip6(Buffer.address(copy))).isEqualTo(layers);
        Buffer.begin(Buffer.address(copy), 0, 40, 1);
        assertThat(Buffer.has(Buffer.address(copy), Buffer.LAYERS_KNOWN)).isFalse();
        packets.buffers().free(copy);
    }

    @Test
    void shouldNotBeKnownWhenHeadersAreWrong() {
        final byte[] packet = TestPacket.udp("10.0.0.1", "10.0.0.2").ip();
        packet[0] = 0x44;
        assertThat(Layers.known(Layers.ip4(packets.packet(packet)))).isFalse();
        packet[0] = 0x4f;
        assertThat(Layers.known(Layers.ip4(packets.packet(packet)))).isFalse();
        assertThat(Layers.known(Layers.ip6(packets.packet(packet)))).isFalse();
        final TestPacket arp = TestPacket.arp(1, 2, "10.0.0.1", "10.0.0.2");
        assertThat(Layers.known(Layers.ethernet(packets.packet(arp.frame())))).isFalse();
    }
}
