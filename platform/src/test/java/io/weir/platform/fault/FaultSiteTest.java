package io.weir.platform.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultSiteTest {
    /** A thread notes it for each long call of a node: it is on the way of packets. */
    @Test
    void shouldNotMakeLabelAnewEachTime() {
        final FaultSite site = new FaultSite("lab", "node", "a-node", null);
        assertThat(site.label()).isEqualTo("node a-node").isSameAs(site.label());
    }
}
