package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Garbage into interfaces with maps of both kinds: each packet is translated, routed or counted; none is lost, nothing fails. */
class MapFuzzTest extends UnconfiguredBase {
    private static final String[] ADDRESSES_6 = {
        "2001:db8:1::2", "2001:db8:64::c000:202", "2001:db8:64::c633:6403", "2001:db8:c::2"
    };
    private static final String[] ADDRESSES_4 = {"198.51.100.2", SERVER, "10.0.0.2", "203.0.113.7"};
    private static final int[] PROTOCOLS = {6, 17, 47, 132, 136, 50};

    private final Random random = new Random(7915);

    @Override
    protected void prepare() {
        host.cli("nat64 plugin enable");
        host.cli("nat64 add prefix 2001:db8:64::/96");
        host.cli("nat64 add map 198.51.100.0/29 2001:db8:1::/125");
        host.cli("nat64 add map 10.0.0.0/24 2001:db8:c::/120 clat");
        host.cli("set interface nat64 map in left out left in right out right");
        host.cli("ip route add 203.0.113.0/24 via 192.0.2.2 right");
    }

    private TestPacket packet(final String[] addresses, final int least) {
        final String from = addresses[random.nextInt(addresses.length)];
        final String to = addresses[random.nextInt(addresses.length)];
        final int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
        TestPacket packet =
                switch (random.nextInt(5)) {
                    case 0 -> TestPacket.echo(from, to);
                    case 1 -> TestPacket.icmp(from, to, random.nextInt(16), random.nextInt(16));
                    case 2 -> TestPacket.icmp(from, to, least + random.nextInt(5), random.nextInt(6));
                    default -> TestPacket.ip(from, to, protocol);
                };
        packet = packet.ttl(random.nextInt(4) == 0 ? random.nextInt(3) : 64).payload(random.nextInt(200));
        return packet;
    }

    private byte[] garbage(final boolean ip6, final long mac) {
        final String[] addresses = ip6 ? ADDRESSES_6 : ADDRESSES_4;
        TestPacket packet = packet(addresses, ip6 ? 1 : 3);
        if (random.nextInt(3) == 0) {
            packet = packet.payload(packet(addresses, ip6 ? 1 : 3).ip());
        } else if (random.nextInt(4) == 0) {
            final List<TestPacket> parts =
                    packet.payload(400).identification(random.nextInt(9)).fragments(104);
            packet = parts.get(random.nextInt(parts.size()));
        }
        final byte[] frame = packet.toMac(mac).frame();
        for (int changes = random.nextInt(3) == 0 ? 0 : random.nextInt(5); changes > 0; changes--) {
            frame[14 + random.nextInt(frame.length - 14)] = (byte) random.nextInt();
        }
        return random.nextInt(5) == 0 ? Arrays.copyOf(frame, 14 + random.nextInt(frame.length)) : frame;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTakeGarbageAndLoseNothing(final int workers) {
        run(workers, () -> {
            for (int round = 0; round < 200; round++) {
                for (int i = 0; i < 50; i++) {
                    final TestInterface from = random.nextBoolean() ? left : right;
                    from.send(garbage(random.nextBoolean(), from.device().mac()));
                }
                host.untilIdle();
                left.received();
                right.received();
            }
            final List<String> met = new ArrayList<>();
            for (final String reason : List.of(
                    "6to4-hop-limit",
                    "4to6-hop-limit",
                    "6to4-icmp-quote",
                    "4to6-icmp-quote",
                    "6to4-fragmented-icmp",
                    "4to6-fragmented-icmp",
                    "6to4-checksum",
                    "4to6-checksum",
                    "6to4-truncated",
                    "4to6-icmp-type")) {
                if (host.errors("nat64-" + reason) > 0) {
                    met.add(reason);
                }
            }
            assertThat(met).as(() -> host.cli("show errors")).hasSizeGreaterThan(6);
            assertThat(host.cli("show nat64 session table all").lines()).hasSize(1);
        });
    }
}
