package io.weir.ip4.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.family.MartianTable;
import io.weir.net.Ip4Address;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Addresses that no packet has. */
class MartiansTest {
    private final MartianTable table = Martians.table();

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void shouldSuspectAddressesByTheirFirstByte() {
        for (int first = 0; first < 256; first++) {
            assertThat(MartianTable.suspect(table.suspects(), (byte) first) != 0)
                    .as("%d", first)
                    .isEqualTo(first == 0 || first == 127 || first >= 224);
        }
    }

    private boolean source(final String address, final String destination) {
        return Martians.source(table, Ip4Address.parse(address), Ip4Address.parse(destination));
    }

    private boolean destination(final String address) {
        return Martians.destination(table, Ip4Address.parse(address));
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
        assertThat(destination("0.1.2.3")).isTrue();
        assertThat(destination("127.0.0.1")).isTrue();
        assertThat(destination("240.0.0.1")).isTrue();
        assertThat(destination("224.0.0.5")).isFalse();
        assertThat(destination("255.255.255.255")).isFalse();
    }
}
