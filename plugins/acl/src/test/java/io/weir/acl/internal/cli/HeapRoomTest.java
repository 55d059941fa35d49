package io.weir.acl.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.CommandException;
import org.junit.jupiter.api.Test;

class HeapRoomTest {
    private static final long MIB = 1 << 20;

    @Test
    void shouldRefuseWhatTheHeapHasNoRoomFor() {
        assertThat(HeapRoom.fits(20 * MIB, 256 * MIB, 28 * MIB)).isTrue();
        assertThat(HeapRoom.fits(90 * MIB, 256 * MIB, 28 * MIB)).isFalse();
        assertThat(HeapRoom.fits(90 * MIB, 256 * MIB, 3 * MIB)).isTrue();
        assertThatCode(() -> HeapRoom.require("small", 1_000)).doesNotThrowAnyException();
        final long more = Runtime.getRuntime().maxMemory();
        assertThatThrownBy(() -> HeapRoom.require("large", more))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("`large' needs some")
                .hasMessageContaining("raise -Xmx");
    }
}
