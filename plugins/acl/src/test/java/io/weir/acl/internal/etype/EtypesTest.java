package io.weir.acl.internal.etype;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.RouterBase;
import io.weir.testkit.TestPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whitelists of EtherTypes on the way in and out of a router. */
@Timeout(60)
class EtypesTest extends RouterBase {
    private static final TestPacket ASKS = TestPacket.arp(1, TestPacket.DEFAULT_SOURCE_MAC, LEFT4, "192.168.1.1");

    private void lldp() {
        final byte[] frame = TestPacket.udp(LEFT4, RIGHT4).toMac(left.mac()).frame();
        frame[12] = (byte) 0x88;
        frame[13] = (byte) 0xcc;
        left.send(frame);
        host.untilIdle();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTakeAndSendOnlyTypesThatAreListed(final int workers) {
        run(workers, () -> {
            host.cli("set acl-plugin interface left input etype whitelist 0x88cc");
            left.send(ASKS);
            host.untilIdle();
            assertThat(host.errors("acl-etype")).isEqualTo(1);
            assertThat(left.waitingFrames()).isZero();
            lldp();
            assertThat(host.errors("acl-etype")).as("listed").isEqualTo(1);
            assertThat(host.errors("unknown-ethernet-type")).as("but nobody's").isEqualTo(1);
            assertThat(passed(left, TestPacket.udp(LEFT4, RIGHT4), TestPacket.udp(LEFT6, RIGHT6)))
                    .as("IP")
                    .isEqualTo(2);
            host.cli("set acl-plugin interface left input etype whitelist arp, mpls");
            left.send(ASKS);
            host.until(() -> left.waitingFrames() == 1);
            left.received();
            lldp();
            assertThat(host.errors("acl-etype")).isEqualTo(2);

            host.cli("set acl-plugin interface left output etype whitelist lldp");
            left.send(ASKS);
            host.until(() -> host.errors("acl-etype") == 3);
            assertThat(left.waitingFrames()).isZero();
            assertThat(passed(right, TestPacket.udp(RIGHT4, LEFT4), TestPacket.udp(RIGHT6, LEFT6)))
                    .isEqualTo(2);
            assertThat(host.cli("show acl-plugin etype whitelist")).isEqualTo("""
                    sw_if_index %d (left):
                      input etype whitelist: 0x0806, 0x8847
                      output etype whitelist: 0x88cc
                    """.formatted(left.swIfIndex()));
            host.cli("set acl-plugin interface left output etype whitelist del");
            left.send(ASKS);
            host.until(() -> left.waitingFrames() == 1);
            left.received();
            host.host().interfaces().delete(left.device());
            assertThat(host.cli("show acl-plugin etype whitelist")).isEmpty();
        });
    }

    @Test
    void shouldComeBeforeWhoMaySend() {
        run(0, () -> {
            host.cli("set acl-plugin macip acl permit ip 10.0.0.1/32");
            host.cli("set acl-plugin macip interface left add acl 0");
            host.cli("set acl-plugin interface left input etype whitelist lldp");
            host.cli("trace add ethernet-input 1");
            left.send(ASKS);
            host.untilIdle();
            assertThat(host.errors("acl-etype")).isEqualTo(1);
            assertThat(host.errors("macip-deny")).isZero();
            assertThat(host.cli("show trace")).contains("ethertype 0x0806 is not in the whitelist");
        });
    }

    @Test
    void shouldNameWhatIsWrongAndChangeNothing() {
        run(0, () -> {
            final String command = "set acl-plugin interface left input etype whitelist ";
            assertThat(host.refused(command + "0x0806, 0x5ff")).contains("`0x5ff' is no EtherType");
            assertThat(host.refused(command + "0806")).contains("`0806' is no EtherType");
            assertThat(host.refused(command + "0x86dd")).contains("`0x86dd' is IP");
            assertThat(host.refused(command + "del")).contains("`left' has no etype whitelist for input");
            assertThat(host.refused("set acl-plugin interface nowhere input etype whitelist arp"))
                    .contains("nowhere");
            assertThat(host.cli("show acl-plugin etype whitelist")).isEmpty();
        });
    }
}
