package io.weir.acl.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.AclPlugin;
import io.weir.acl.internal.RouterBase;
import io.weir.net.IpProtocol;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestPacket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IPv6 extension headers that rules look past, and those that are the packet's protocol. */
@Timeout(60)
class ExtensionHeadersTest extends RouterBase {
    private static final int EXPERIMENT = 253;

    private static TestPacket udp(final int port) {
        return TestPacket.udp(LEFT6, RIGHT6).ports(7, port);
    }

    private void list(final String rules) {
        host.cli("set acl-plugin acl index 0 " + rules);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLookPastThoseThatAreKnown(final int workers) {
        run(workers, () -> {
            list("permit ipv6 proto udp dport 53");
            host.cli("set acl-plugin interface left input acl 0");
            final TestPacket routed = udp(53).routing();
            final TestPacket experiment = udp(53).extension(EXPERIMENT, 0, 0, 0, 0, 0, 0, 0, 0);
            final TestPacket secured = udp(53).authentication();
            assertThat(passed(left, udp(53), udp(54), routed, udp(54).routing(), experiment))
                    .isEqualTo(3);
            assertThat(passed(left, secured))
                    .as("no extension header, as in VPP")
                    .isZero();
            host.cli("set acl-plugin skip-ipv6-extension-header 51 1");
            assertThat(passed(left, secured, udp(54).authentication())).isEqualTo(1);
            host.cli("set acl-plugin skip-ipv6-extension-header 43 0");
            host.cli("set acl-plugin skip-ipv6-extension-header 253 0");
            assertThat(passed(left, routed, experiment, udp(53))).isEqualTo(1);
            list("permit ipv6 proto 43, permit ipv6 proto 253");
            assertThat(passed(left, routed, udp(54).routing(), experiment, udp(53)))
                    .isEqualTo(3);
            list("permit ipv6 proto 44");
            final TestPacket first = udp(53).fragmentHeader(0, true, 9);
            final TestPacket later = udp(53).fragmentHeader(8, false, 9);
            assertThat(passed(left, first, later)).isZero();
            host.cli("set acl-plugin skip-ipv6-extension-header 44 0");
            assertThat(passed(left, first, later)).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldKnowSessionsByTheProtocolThatRulesSee(final int workers) {
        run(workers, () -> {
            list("permit+reflect ipv6 proto ah, permit+reflect ipv6 proto udp");
            host.cli("set acl-plugin acl deny ipv6");
            host.cli("set acl-plugin interface left input acl 0");
            host.cli("set acl-plugin interface left output acl 1");
            assertThat(passed(left, udp(53).authentication())).isEqualTo(1);
            final TestPacket back = TestPacket.udp(RIGHT6, LEFT6);
            assertThat(passed(right, back.ports(99, 98).authentication())).isEqualTo(1);
            assertThat(passed(right, back.ports(53, 7))).as("another protocol").isZero();
        });
    }

    @Test
    void shouldRefuseWhatIsNoExtensionHeaderAndRememberTheRest(@TempDir final Path directory) {
        runWithout(0, () -> {
            final PluginJar jar = PluginJar.of("acl", "0.1.0", AclPlugin.class).with("Weir-Exports", "io.weir.acl");
            host.load(jar.write(directory), "--no-shadow");
            for (final int number : new int[] {IpProtocol.TCP, IpProtocol.ESP, IpProtocol.ICMP6, IpProtocol.NONE}) {
                assertThat(host.refused("set acl-plugin skip-ipv6-extension-header " + number + " 1"))
                        .contains(number + " is no extension header that can be passed over");
            }
            host.cli("set acl-plugin skip-ipv6-extension-header 43 0");
            list("permit ipv6 proto udp dport 53");
            host.cli("set acl-plugin interface left input acl 0");
            host.upgrade(jar.version("0.2.0").write(directory), "--no-shadow");
            assertThat(passed(left, udp(53).routing(), udp(53))).isEqualTo(1);
            host.unload("acl");
        });
    }
}
