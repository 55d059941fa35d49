package io.weir.platform.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import org.junit.jupiter.api.Test;

/** Reasons and who declares them. */
class ReasonsTest {
    private final Reasons reasons = new Reasons();

    @Test
    void shouldKeepTheIdAndTakeTheNewWordsWhenAReasonIsDeclaredAgain() {
        final DropReason first = reasons.add("acl", "denied", "denied by a rule", Severity.ERROR);
        reasons.release(first);
        final int count = reasons.count();
        final DropReason again = reasons.add("acl", "denied", "denied by rule", Severity.WARN);
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(reasons.count()).isEqualTo(count);
        assertThat(reasons.byId(first.id())).isSameAs(again);
        assertThat(again.description()).isEqualTo("denied by rule");
        assertThat(again.severity()).isEqualTo(Severity.WARN);
    }

    @Test
    void shouldTellOwnersApartWhenTheirReasonsHaveOneName() {
        final DropReason acl = reasons.add("acl", "denied", "denied", Severity.ERROR);
        final DropReason nat = reasons.add("nat64", "denied", "denied", Severity.ERROR);
        assertThat(acl.id()).isNotEqualTo(nat.id());
        assertThat(reasons.byId(acl.id())).isSameAs(acl);
    }

    @Test
    void shouldListAReasonForAsLongAsSomebodyDeclaresIt() {
        final DropReason before = reasons.add("acl", "denied", "denied", Severity.ERROR);
        final DropReason after = reasons.add("acl", "denied", "denied", Severity.ERROR);
        reasons.release(before);
        assertThat(reasons.declared()).contains(new Reasons.Owned("acl", after));
        reasons.release(after);
        assertThat(reasons.declared()).extracting(Reasons.Owned::owner).containsOnly(Reasons.CORE);
    }
}
