package io.weir.ip4.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.net.Ip4Address;
import org.junit.jupiter.api.Test;

/** Addresses that no packet has. */
class MartiansTest {
    @Test
    void shouldSuspectAddressesByTheirFirstByte() {
        for (int first = 0; first < 256; first++) {
            assertThat(Martians.suspect((byte) first) != 0)
                    .as("%d", first)
                    .isEqualTo(first == 0 || first == 127 || first >= 224);
        }
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
