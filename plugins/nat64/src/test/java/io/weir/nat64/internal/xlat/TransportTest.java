package io.weir.nat64.internal.xlat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.net.Checksum;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class TransportTest {
    /** Of two pairs of IPv6 addresses and ports, twice as much as any sum here has. */
    private static final long MOST = 18L * 0xffff_ffffL;

    @Property(tries = 20_000)
    void shouldAdaptAChecksumAsItIsUpdated(
            @ForAll @IntRange(max = 0xffff) final int checksum,
            @ForAll @LongRange(max = MOST) final long removed,
            @ForAll @LongRange(min = 1, max = MOST) final long added) {
        assertThat(Transport.adapted(checksum, removed, added)).isEqualTo(Checksum.update(checksum, removed, added));
        assertThat(Transport.adaptedUdp(checksum, removed, added))
                .isEqualTo(Checksum.updateUdp(checksum, removed, added));
    }

    @Property
    void shouldChangeThePortsThatAreGiven(
            @ForAll final int old,
            @ForAll @IntRange(min = -1, max = 0xffff) final int source,
            @ForAll @IntRange(min = -1, max = 0xffff) final int destination) {
        final int before = Integer.reverseBytes(old);
        final int after = Integer.reverseBytes(Transport.ports(old, source, destination));
        assertThat(after >>> 16).isEqualTo(source < 0 ? before >>> 16 : source);
        assertThat(after & 0xffff).isEqualTo(destination < 0 ? before & 0xffff : destination);
    }
}
