package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.OffHeap;
import io.weir.testkit.PluginJar;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins that use this one, when either is upgraded, or fails to be. */
class DependentsUpgradeTest extends UpgradedHost {
    private static final PluginJar PUPIL =
            PluginJar.of("pupil", "0.1.0", Pupil.class).with("Plugin-Dependencies", "ip4@>=0.1.0");
    private static final PluginJar CARRIER =
            PluginJar.of("carrier", "0.1.0", Carrier.class).with("Plugin-Dependencies", "fib@>=0.1.0, ip4@>=0.1.0");

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldServeDependentsWhenTheyComeAlong(final int workers) {
        run(workers, host -> {
            host.load(PUPIL.write(directory), "--no-shadow");
            send("192.168.1.1", 2);
            host.untilIdle();
            host.reload("ip4", "--no-shadow", "--cascade");
            send("192.168.1.1", 3);
            host.untilIdle();
            assertThat(host.errors("pupil-heard")).isEqualTo(5);
            host.unload("pupil");
            send("192.168.1.1", 1);
            host.untilIdle();
            assertThat(host.errors("ip4-closed-port")).isOne();
            host.reload("ip4", "--no-shadow");
            send("192.168.1.1", 1);
            host.untilIdle();
            assertThat(host.errors("ip4-closed-port")).isEqualTo(2);
            assertThat(host.errors("node-removed")).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldKeepItsPortWhenDependentIsUpgradedOrFailsTo(final int workers) {
        run(workers, host -> {
            host.load(PUPIL.write(directory), "--no-shadow");
            host.upgrade(PUPIL.version("0.2.0").write(directory), "--no-shadow");
            send("192.168.1.1", 1);
            host.untilIdle();
            assertThat(host.errors("pupil-heard")).isOne();
            System.setProperty(Pupil.FAILS, "true");
            try {
                assertThat(host.refused("plugin reload pupil --no-shadow")).endsWith("the pupil is tired");
            } finally {
                System.clearProperty(Pupil.FAILS);
            }
            send("192.168.1.1", 1);
            host.untilIdle();
            assertThat(host.errors("pupil-heard")).isEqualTo(2);
            host.unload("pupil");
            send("192.168.1.1", 1);
            host.untilIdle();
            assertThat(host.errors("ip4-closed-port")).isOne();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldStayAsItWasWhenDependentRefuses(final int workers) {
        run(workers, host -> {
            host.load(PUPIL.write(directory), "--no-shadow");
            host.addInterface("other");
            send("192.168.2.2", 2);
            host.untilIdle();
            final String before = tables(host);
            final long reserved = OffHeap.reservedBytes();
            System.setProperty(Pupil.FAILS, "true");
            try {
                for (final String option : List.of("", " --fresh")) {
                    assertThat(host.refused("plugin reload ip4 --no-shadow --cascade" + option))
                            .endsWith("the pupil is tired");
                }
            } finally {
                System.clearProperty(Pupil.FAILS);
            }
            assertThat(tables(host)).isEqualTo(before);
            assertThat(OffHeap.reservedBytes()).isEqualTo(reserved);
            host.reload("ip4", "--no-shadow", "--cascade");
            assertThat(tables(host)).isEqualTo(before);
            host.cli("set interface ip address other 192.168.3.1/24");
            assertThat(host.cli("show interface features other")).doesNotContain("ip4-not-enabled");
            send("192.168.2.2", 4);
            assertThat(host.receive(right, 6)).hasSize(6);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTakeRoutesAlongWhenTheirPluginComesAndGoes(final int workers) {
        run(workers, host -> {
            host.load(CARRIER.write(directory), "--no-shadow");
            send("77.1.2.3", 4);
            host.untilIdle();
            assertThat(host.errors("carrier-carried")).isEqualTo(4);
            assertThat(host.cli("show ip fib 77.0.0.0/8")).contains("carrier:pool", "dpo carrier: [word:3405705229]");
            assertThat(host.refused("ip route del 77.0.0.0/8"))
                    .endsWith("the route 77.0.0.0/8 is not yours, it comes from carrier:pool");
            for (final String[] options : new String[][] {{"carrier"}, {"ip4", "--cascade"}, {"fib", "--cascade"}}) {
                final String before = tables(host) + host.cli("show fib source");
                host.cli("plugin reload " + String.join(" ", options) + " --no-shadow");
                assertThat(tables(host) + host.cli("show fib source")).isEqualTo(before);
                System.setProperty(Carrier.FAILS, "true");
                try {
                    assertThat(host.refused("plugin reload " + String.join(" ", options) + " --no-shadow"))
                            .endsWith("the carrier is broken");
                } finally {
                    System.clearProperty(Carrier.FAILS);
                }
                assertThat(tables(host) + host.cli("show fib source")).isEqualTo(before);
                send("77.1.2.3", 2);
                host.untilIdle();
            }
            assertThat(host.errors("carrier-carried")).isEqualTo(10);
            host.unload("carrier");
            assertThat(host.cli("show ip fib") + host.cli("show fib source")).doesNotContain("77.0.0.0", "carrier");
            System.setProperty(Carrier.FAILS, "true");
            try {
                host.refused("plugin load " + CARRIER.write(directory) + " --no-shadow");
            } finally {
                System.clearProperty(Carrier.FAILS);
            }
            assertThat(host.cli("show ip fib") + host.cli("show fib source")).doesNotContain("77.0.0.0", "carrier");
            assertThat(host.errors("carrier-wrong-word")).isZero();
        });
    }
}
