package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random and nearly right packets: no node throws, no buffer is lost. */
class FuzzTest {
    @Property(tries = 6)
    void shouldNeitherThrowNorLeakWhenPacketsAreGarbage(@ForAll final long seed) {
        final Random random = new Random(seed);
        try (TestHost host =
                TestHost.withWorkers(0).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static right 192.168.2.2 02:00:00:00:00:bb");
            host.cli("set plugin setting ip4 reassembly-timeout 100");
            for (int i = 0; i < 400; i++) {
                left.send(garbage(random, left.mac()));
            }
            host.untilIdle();
            assertThat(host.faults()).isZero();
            // What waits for neighbours that don't answer is given up after three seconds.
            host.untilInTime(() -> host.buffersInUse() == 0);
            left.received();
            right.received();
            host.assertNoLeaks();
        }
    }

    private static byte[] garbage(final Random random, final long mac) {
        final String[] destinations = {"192.168.1.1", "192.168.2.2", "192.168.2.1", "224.0.0.1", "255.255.255.255"};
        final byte[] payload = new byte[random.nextInt(5) == 0 ? random.nextInt(3_000) : random.nextInt(80)];
        random.nextBytes(payload);
        final String to = destinations[random.nextInt(destinations.length)];
        final int protocol = new int[] {1, 6, 17, 200}[random.nextInt(4)];
        byte[] frame = random.nextBoolean()
                ? TestPacket.echo("192.168.1.2", to)
                        .ttl(random.nextInt(3))
                        .payload(random.nextInt(100))
                        .toMac(mac)
                        .frame()
                : TestPacket.ip("192.168.1.2", to, protocol)
                        .ttl(random.nextInt(3))
                        .payload(payload)
                        .toMac(mac)
                        .frame();
        if (random.nextInt(6) == 0) {
            frame = TestPacket.arp(random.nextInt(4), random.nextLong() >>> 16, "192.168.1.2", to)
                    .toMac(mac)
                    .frame();
        }
        for (int k = random.nextInt(3); k > 0; k--) {
            frame[14 + random.nextInt(frame.length - 14)] = (byte) random.nextInt();
        }
        if (frame.length > 34 && random.nextBoolean()) {
            frame[24] = 0;
            frame[25] = 0;
            final int sum = ~PacketView.sum(frame, 14, 20, 0);
            frame[24] = (byte) (sum >>> 8);
            frame[25] = (byte) sum;
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(frame, 14 + random.nextInt(frame.length - 13)) : frame;
    }
}
