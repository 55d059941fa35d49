package io.weir.ip4.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.net.Ip4Address;
import org.junit.jupiter.api.Test;

/** Addresses that no packet has. */
class MartiansTest {
    @Test
    void shouldSuspectWhatEitherAddressMakesSuspect() {
        for (int source = 0; source < 256; source++) {
            for (int destination = 0; destination < 256; destination++) {
                // The other bytes must not matter.
                for (final long rest : new long[] {0, 0xffffff00_ffffff00L, 0x01010100_7f7f7f00L}) {
                    final long both = rest | (long) destination << 32 | source;
                    assertThat(Martians.suspect(both))
                            .as("%d to %d", source, destination)
                            .isEqualTo(suspect(source) || suspect(destination));
                }
            }
        }
    }

    private static boolean suspect(final int first) {
        return first == 0 || first == 127 || first >= 224;
    }

    private static boolean source(final String address, final String destination) {
        return Martians.source(Ip4Address.parse(address), Ip4Address.parse(destination));
    }

    @Test
    void shouldKnowThemAsRfc1812Does() {
        assertThat(source("0.0.0.0", "10.0.0.1")).isTrue();
        assertThat(source("0.0.0.0", "255.255.255.255")).isFalse();
        assertThat(source("0.0.0.1", "255.255.255.255")).isTrue();
        assertThat(source("127.0.0.1", "10.0.0.1")).isTrue();
        assertThat(source("224.0.0.1", "10.0.0.1")).isTrue();
        assertThat(source("240.0.0.1", "10.0.0.1")).isTrue();
        assertThat(source("255.255.255.255", "10.0.0.1")).isTrue();
        assertThat(source("223.255.255.255", "10.0.0.1")).isFalse();
        assertThat(Martians.destination(Ip4Address.parse("0.1.2.3"))).isTrue();
        assertThat(Martians.destination(Ip4Address.parse("127.0.0.1"))).isTrue();
        assertThat(Martians.destination(Ip4Address.parse("240.0.0.1"))).isTrue();
        assertThat(Martians.destination(Ip4Address.parse("224.0.0.5"))).isFalse();
        assertThat(Martians.destination(Ip4Address.parse("255.255.255.255"))).isFalse();
    }
}
