package io.weir.platform.plugin.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.memory.Buffer;
import io.weir.plugin.ScratchField;
import org.junit.jupiter.api.Test;

/** Who has which bytes of a packet's metadata. */
class ScratchSpaceTest {
    private final ScratchSpace scratch = new ScratchSpace();

    @Test
    void shouldGiveTheSameBytesWhenTheOwnerClaimsThemAgain() {
        final ScratchField first = scratch.claim("acl", "flow", 8);
        assertThat(scratch.claim("acl", "flow", 8)).isEqualTo(first);
        assertThat(scratch.claim("acl", "flow", 4).offset()).isNotEqualTo(first.offset());
        assertThat(scratch.claim("nat64", "flow", 8).offset()).isNotEqualTo(first.offset());
    }

    @Test
    void shouldFreeTheBytesWhenTheLastClaimIsTakenBack() {
        final ScratchField old = scratch.claim("acl", "all", Buffer.SCRATCH_BYTES);
        final ScratchField upgraded = scratch.claim("acl", "all", Buffer.SCRATCH_BYTES);
        scratch.release(old);
        assertThatThrownBy(() -> scratch.claim("nat64", "flow", 1)).hasMessageContaining("acl");
        scratch.release(upgraded);
        assertThat(scratch.fields()).isEmpty();
        assertThat(scratch.claim("nat64", "flow", 1).offset()).isEqualTo(Buffer.SCRATCH_OFFSET);
    }
}
