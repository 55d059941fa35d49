package io.weir.acl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PluginJar;
import io.weir.testkit.TestPacket;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin comes from its JAR, and is replaced while packets flow. */
@Timeout(120)
class AclUpgradeTest extends RouterBase {
    private static final int BURST = 3_000;

    private static TestPacket udp(final boolean back, final int port) {
        return (back ? TestPacket.udp(RIGHT4, LEFT4) : TestPacket.udp(LEFT4, RIGHT4))
                .ports(back ? port : 7, back ? 7 : port);
    }

    private void lists() {
        host.cli("set acl-plugin acl deny proto udp dport 99, permit+reflect, permit+reflect ipv6 tag in");
        host.cli("set acl-plugin acl deny, deny ipv6 tag out");
        host.cli("set acl-plugin interface left input acl 0");
        host.cli("set acl-plugin interface left output acl 1");
    }

    /** Packets that the first rule of the first list has matched. */
    private int hits() {
        return host.cli("show acl-plugin hits acl 0")
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("0 "))
                .mapToInt(line -> Integer.parseInt(line.split(" +")[1]))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLetNothingThroughAndForgetNothingInAnUpgrade(final int workers, @TempDir final Path directory) {
        runWithout(workers, () -> {
            final PluginJar jar = PluginJar.of("acl", "0.1.0", AclPlugin.class);
            host.load(jar.write(directory));
            lists();
            host.cli("set acl-plugin session timeout udp idle 500");
            assertThat(passed(left, udp(false, 53), udp(false, 99))).isEqualTo(1);
            int denied = 1;
            for (int round = 1; round <= 3; round++) {
                final String shown = host.cli("show acl-plugin acl") + host.cli("show acl-plugin interface");
                for (int i = 0; i < BURST; i++) {
                    left.send(udp(false, i % 3 == 0 ? 53 : 99));
                    denied += i % 3 == 0 ? 0 : 1;
                }
                if (round == 3) {
                    host.reload("acl", "--no-shadow");
                } else {
                    host.upgrade(jar.version("0." + (round + 1) + ".0").write(directory), "--no-shadow");
                }
                final int[] passed = new int[1];
                host.until(
                        () -> (passed[0] += right.received().size()) >= BURST / 3 - host.errors("handoff-congestion"));
                host.untilIdle();
                // On a busy machine a worker may be too slow to take what others bring it.
                final int congested = (int) host.errors("handoff-congestion");
                assertThat(passed[0] + right.received().size())
                        .as(() -> host.cli("show errors"))
                        .isBetween(BURST / 3 - congested, BURST / 3);
                assertThat(host.cli("show acl-plugin acl") + host.cli("show acl-plugin interface"))
                        .isEqualTo(shown);
                assertThat(host.cli("show acl-plugin sessions"))
                        .contains("Sessions: 1 of 500000, timeouts: udp idle 500 s");
                assertThat(passed(right, udp(true, 53), udp(true, 54)))
                        .as("an answer, and none")
                        .isEqualTo(1);
                assertThat(hits()).isBetween(denied - congested, denied);
            }
            host.unload("acl");
            assertThat(passed(right, udp(true, 54))).as("nothing is left of it").isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldForgetWhatWasAppliedToAnInterfaceThatGoes(final int workers, @TempDir final Path directory) {
        runWithout(workers, () -> {
            host.load(PluginJar.of("acl", "0.1.0", AclPlugin.class).write(directory), "--no-shadow");
            lists();
            assertThat(passed(left, udp(false, 53))).isEqualTo(1);
            host.host().interfaces().delete(left.device());
            host.untilIdle();
            assertThat(host.cli("show acl-plugin interface")).isEmpty();
            assertThat(host.cli("show acl-plugin sessions summary")).contains("Sessions: 0 of");
            host.cli("delete acl-plugin acl index 0");
            host.unload("acl");
        });
    }
}
