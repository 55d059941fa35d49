package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A host with IPv6 and one interface, by a test's clock. */
final class TimedLink {
    private static final long SECOND_NS = 1_000_000_000L;

    private final AtomicLong clock = new AtomicLong(SECOND_NS);
    private TestInterface left;

    /** Runs a test on it, with so many solicitations for a new address and reports of a new group. */
    void run(final int workers, final int transmits, final int robustness, final Consumer<TestHost> body) {
        try (TestHost host = TestHost.withWorkers(workers, clock::get)) {
            // It is up before the plugin comes, as in an upgrade.
            left = host.addInterface("left");
            host.plugin("fib", new FibPlugin()).plugin("ip6", new Ip6Plugin());
            host.cli("set plugin setting ip6 dad-transmits " + transmits);
            host.cli("set plugin setting ip6 mld-robustness " + robustness);
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    TestInterface left() {
        return left;
    }

    void pass(final TestHost host, final double seconds) {
        clock.addAndGet((long) (seconds * SECOND_NS));
        host.untilIdle();
    }

    /** An ICMPv6 message; {@code hex} is what follows its checksum. */
    static TestPacket message(final String from, final String to, final int type, final String hex) {
        final byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        // Its first four bytes are the packet's ports.
        return TestPacket.icmp(from, to, type, 0)
                .ports((bytes[0] & 0xff) << 8 | bytes[1] & 0xff, (bytes[2] & 0xff) << 8 | bytes[3] & 0xff)
                .payload(Arrays.copyOfRange(bytes, 4, bytes.length))
                .ttl(255);
    }
}
