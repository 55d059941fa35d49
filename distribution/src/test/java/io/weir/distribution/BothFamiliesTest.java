package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.testkit.TestHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that concern both families. */
class BothFamiliesTest {
    private TestHost host;

    @BeforeEach
    void start() {
        host = TestHost.withWorkers(0)
                .plugin("fib", new FibPlugin())
                .plugin("ip4", new Ip4Plugin())
                .plugin("ip6", new Ip6Plugin());
        host.addInterface("left");
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void shouldShowWhatNeighborsOfEachMayTake() {
        host.cli("set ip neighbor-config ip4 limit 77 age 100");
        host.cli("set ip neighbor-config ip6 limit 88 norecycle");
        assertThat(host.cli("show ip neighbor-config")).isEqualTo("""
                        ip4:
                          limit:77, age:100, recycle:1
                        ip6:
                          limit:88, age:600, recycle:0
                        """);
    }

    private void expectFull(final boolean ip4, final boolean ip6) {
        final String features = host.cli("show interface features left");
        assertThat(features.contains("ip4-full-reassembly-feature")).isEqualTo(ip4);
        assertThat(features.contains("ip6-full-reassembly-feature")).isEqualTo(ip6);
    }

    @Test
    void shouldPutFragmentsOfBothTogetherUnlessOneIsNamed() {
        host.cli("set interface reassembly left on");
        expectFull(true, true);
        host.cli("set interface reassembly left off ip4");
        expectFull(false, true);
        host.cli("set interface reassembly left off");
        expectFull(false, false);
        host.cli("set interface reassembly left ip6");
        expectFull(false, true);
        host.cli("set interface virtual-reassembly left on output");
        assertThat(host.cli("show interface features left"))
                .contains("ip4-sv-reassembly-output-feature", "ip6-sv-reassembly-output-feature");
        host.cli("set interface virtual-reassembly left off ip6 output");
        assertThat(host.cli("show interface features left"))
                .contains("ip4-sv-reassembly-output-feature")
                .doesNotContain("ip6-sv-reassembly-output-feature");
    }

    @Test
    void shouldListPathMtusOfBoth() {
        host.cli("set ip pmtu peer 10.0.0.1 1300");
        host.cli("set ip pmtu peer 2001:db8::1 1400");
        assertThat(host.cli("show ip pmtu").lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("10.0.0.1/32 pmtu:[cfg:1300"))
                .anyMatch(line -> line.contains("2001:db8::1/128 pmtu:[cfg:1400"))
                .allMatch(line -> line.endsWith("[no way]"));
    }
}
