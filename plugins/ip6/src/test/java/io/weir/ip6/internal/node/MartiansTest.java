package io.weir.ip6.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.family.MartianTable;
import io.weir.net.Ip6Address;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Addresses that want a second look, by their first two bytes. */
class MartiansTest {
    private final MartianTable table = Martians.table();

    @AfterEach
    void close() {
        table.close();
    }

    private boolean suspect(final String address) {
        final short asTheMachineReads =
                Short.reverseBytes((short) (Ip6Address.parse(address).high() >>> 48));
        return MartianTable.suspectPair(table.suspects(), asTheMachineReads) != 0;
    }

    @Test
    void shouldSuspectWhatMayBeNoHostsAndNothingElse() {
        assertThat(suspect("::")).isTrue();
        assertThat(suspect("::1")).isTrue();
        assertThat(suspect("::ffff:1.2.3.4")).isTrue();
        assertThat(suspect("fe80::1")).isTrue();
        assertThat(suspect("febf::1")).isTrue();
        assertThat(suspect("ff02::1")).isTrue();
        assertThat(suspect("64:ff9b::1.2.3.4"))
                .as("of every packet to a translator")
                .isFalse();
        assertThat(suspect("1::")).isFalse();
        assertThat(suspect("2001:db8::1")).isFalse();
        assertThat(suspect("fd00::1")).isFalse();
    }

    @Test
    void shouldSuspectAllThatAShortPrefixHas() {
        table.restore(new long[] {0x2000_0000_0000_0000L, 0, 3, 3});
        assertThat(suspect("1fff::")).isFalse();
        assertThat(suspect("2000::")).isTrue();
        assertThat(suspect("2001:db8::1")).isTrue();
        assertThat(suspect("3fff::")).isTrue();
        assertThat(suspect("4000::")).isFalse();
        assertThat(suspect("::1")).isFalse();
    }
}
