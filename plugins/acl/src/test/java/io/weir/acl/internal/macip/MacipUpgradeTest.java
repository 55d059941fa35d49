package io.weir.acl.internal.macip;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.AclPlugin;
import io.weir.acl.internal.RouterBase;
import io.weir.net.MacAddress;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestPacket;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin comes from its JAR, and is replaced while frames of strangers come in. */
@Timeout(120)
class MacipUpgradeTest extends RouterBase {
    private static final int BURST = 3_000;
    private static final long OTHER = MacAddress.parse("02:00:00:00:00:bb");

    private static TestPacket udp(final boolean stranger) {
        final TestPacket packet = TestPacket.udp(LEFT4, RIGHT4);
        return stranger ? packet.fromMac(OTHER) : packet;
    }

    private String shown() {
        return host.cli("show acl-plugin macip acl").replaceAll("matched .*", "")
                + host.cli("show acl-plugin macip interface")
                + host.cli("show acl-plugin etype whitelist");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLetNoStrangerThroughAndForgetNothingInAnUpgrade(final int workers, @TempDir final Path directory) {
        runWithout(workers, () -> {
            final PluginJar jar = PluginJar.of("acl", "0.1.0", AclPlugin.class);
            host.load(jar.write(directory));
            host.cli("set acl-plugin macip acl permit ip 192.168.1.2/32 mac 02:00:00:00:00:aa,"
                    + " permit ip 2001:db8:1::/64 mac 02:00:00:00:00:00 mask ff:ff:ff:00:00:00, deny tag port");
            host.cli("set acl-plugin macip interface left add acl 0");
            host.cli("set acl-plugin interface left input etype whitelist arp");
            host.cli("set acl-plugin interface right output etype whitelist arp, lldp");
            final String shown = shown();
            int permitted = 0;
            for (int round = 1; round <= 3; round++) {
                for (int i = 0; i < BURST; i++) {
                    left.send(udp(i % 3 != 0));
                    permitted += i % 3 == 0 ? 1 : 0;
                }
                if (round == 3) {
                    host.reload("acl", "--no-shadow");
                } else {
                    host.upgrade(jar.version("0." + (round + 1) + ".0").write(directory), "--no-shadow");
                }
                host.untilIdle();
                assertThat(right.received()).hasSize(BURST / 3);
                assertThat(shown()).isEqualTo(shown);
                assertThat(host.cli("show acl-plugin macip acl"))
                        .contains("      matched " + permitted + " packets")
                        .contains("      matched " + 2 * permitted + " packets");
            }
            // What it had is its own still: replaced, it holds; taken away, all go on.
            host.cli("set acl-plugin macip acl index 0 permit mac 02:00:00:00:00:bb");
            assertThat(passed(left, udp(true), udp(false))).isEqualTo(1);
            host.cli("set acl-plugin macip interface left del");
            assertThat(passed(left, udp(true), udp(false))).isEqualTo(2);
            host.cli("set acl-plugin macip interface left add acl 0");
            host.unload("acl");
            assertThat(passed(left, udp(true), udp(false)))
                    .as("nothing is left of it")
                    .isEqualTo(2);
        });
    }
}
