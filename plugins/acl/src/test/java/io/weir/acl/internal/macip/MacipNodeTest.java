package io.weir.acl.internal.macip;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.RouterBase;
import io.weir.iface.VlanMatch;
import io.weir.net.Ip6Address;
import io.weir.net.MacAddress;
import io.weir.testkit.TestPacket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may send: frames on their way into a router. */
@Timeout(60)
class MacipNodeTest extends RouterBase {
    private static final long OWN = TestPacket.DEFAULT_SOURCE_MAC;
    private static final long OTHER = MacAddress.parse("02:00:00:00:00:bb");
    private static final String MAC = " mac 02:00:00:00:00:aa mask ff:ff:ff:ff:ff:ff";
    private static final int SOLICITATION = 135;
    private static final int ADVERTISEMENT = 136;
    private static final String LINK6 = "fe80::aa";

    private static TestPacket udp(final boolean ip6) {
        return TestPacket.udp(ip6 ? LEFT6 : LEFT4, ip6 ? RIGHT6 : RIGHT4);
    }

    private void list(final String rules) {
        host.cli("set acl-plugin macip acl " + rules);
        host.cli("set acl-plugin macip interface left add acl 0");
    }

    private long dropped(final String reason, final TestPacket... packets) {
        final long before = host.errors(reason);
        for (final TestPacket packet : packets) {
            left.send(packet);
        }
        host.untilIdle();
        left.received();
        right.received();
        return host.errors(reason) - before;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLetOnWhoSendsWithBothHisAddresses(final int workers) {
        run(workers, () -> {
            list("permit ip 192.168.1.2/32" + MAC + ", permit ip 2001:db8:1::2/128" + MAC
                    + ", deny ip 10.0.0.0/8 tag port");
            for (final boolean ip6 : new boolean[] {false, true}) {
                assertThat(passed(left, udp(ip6), udp(ip6))).isEqualTo(2);
                assertThat(passed(left, udp(ip6).fromMac(OTHER))).as("MAC").isZero();
                assertThat(passed(right, ip6 ? TestPacket.udp(RIGHT6, LEFT6) : TestPacket.udp(RIGHT4, LEFT4)))
                        .as("other way")
                        .isEqualTo(1);
            }
            assertThat(passed(left, TestPacket.udp("192.168.1.3", RIGHT4), TestPacket.udp("2001:db8:1::3", RIGHT6)))
                    .as("address")
                    .isZero();
            assertThat(host.errors("macip-deny")).isEqualTo(4);
            assertThat(dropped("macip-deny", TestPacket.udp("10.1.2.3", RIGHT4)))
                    .isEqualTo(1);
            assertThat(host.cli("show acl-plugin macip acl")).isEqualTo("""
                    MACIP acl_index: 0, count: 3 tag {port}
                        rule 0: ipv4 action 1 ip 192.168.1.2/32 mac 02:00:00:00:00:aa mask ff:ff:ff:ff:ff:ff
                          matched 2 packets, %d bytes
                        rule 1: ipv6 action 1 ip 2001:db8:1::2/128 mac 02:00:00:00:00:aa mask ff:ff:ff:ff:ff:ff
                          matched 2 packets, %d bytes
                        rule 2: ipv4 action 0 ip 10.0.0.0/8 mac 00:00:00:00:00:00 mask 00:00:00:00:00:00
                          matched 1 packets, %d bytes
                      applied on sw_if_index: %d
                    """.formatted(
                            2 * udp(false).frame().length,
                            2 * udp(true).frame().length,
                            udp(false).frame().length,
                            left.swIfIndex()));
            host.cli("set acl-plugin macip acl index 0 permit ip 192.168.1.0/24, permit ipv6");
            assertThat(passed(left, udp(false).fromMac(OTHER), udp(true).fromMac(OTHER)))
                    .as("replaced")
                    .isEqualTo(2);
            host.cli("set acl-plugin macip interface left del");
            assertThat(passed(left, TestPacket.udp("192.168.1.3", RIGHT4))).isEqualTo(1);
            host.cli("delete acl-plugin macip acl index 0");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHoldGroupsAndOtherTypesToo(final int workers) {
        run(workers, () -> {
            list("permit ip 192.168.1.2/32" + MAC);
            final TestPacket group = TestPacket.udp("192.168.1.3", "239.1.1.1").toMac(0x0100_5e01_0101L);
            assertThat(dropped("macip-deny", group)).isEqualTo(1);
            final byte[] other = udp(false).toMac(left.mac()).frame();
            other[12] = (byte) 0x88;
            other[13] = (byte) 0xcc;
            left.send(other);
            host.untilIdle();
            assertThat(host.errors("macip-deny")).isEqualTo(2);
            final byte[] whole = udp(false).toMac(left.mac()).frame();
            left.send(Arrays.copyOf(whole, 33));
            host.untilIdle();
            assertThat(host.errors("macip-truncated")).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHoldArpAgainstWhoSendsItAndForWhom(final int workers) {
        run(workers, () -> {
            list("permit ip 192.168.1.2/32" + MAC);
            left.send(TestPacket.arp(1, OWN, LEFT4, "192.168.1.1"));
            host.until(() -> left.waitingFrames() == 1);
            left.received();
            assertThat(dropped("macip-deny", TestPacket.arp(1, OWN, "192.168.1.3", "192.168.1.1")))
                    .as("address")
                    .isEqualTo(1);
            assertThat(dropped("macip-deny", TestPacket.arp(2, OTHER, LEFT4, "192.168.1.1")))
                    .as("MAC")
                    .isEqualTo(1);
            assertThat(dropped(
                            "macip-other-mac",
                            TestPacket.arp(2, OWN, LEFT4, "192.168.1.1").arpSender(OTHER)))
                    .isEqualTo(1);
            assertThat(dropped("macip-deny", TestPacket.arp(1, OWN, "0.0.0.0", LEFT4)))
                    .as("probe of his own")
                    .isZero();
            assertThat(dropped("macip-deny", TestPacket.arp(1, OWN, "0.0.0.0", "192.168.1.3")))
                    .as("probe of another's")
                    .isEqualTo(1);
            final byte[] arp = TestPacket.arp(1, OWN, LEFT4, "192.168.1.1")
                    .toMac(left.mac())
                    .frame();
            final long truncated = host.errors("macip-truncated");
            for (int length = 14; length < 42; length++) {
                left.send(Arrays.copyOf(arp, length));
            }
            host.untilIdle();
            assertThat(host.errors("macip-truncated") - truncated).isEqualTo(28);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHoldSubInterfacesByTheirOwnLists(final int workers) {
        run(workers, () -> {
            host.host().interfaces().subInterface(left.device(), 5, VlanMatch.dot1q(5));
            host.cli("set interface state left.5 up");
            host.cli("set interface ip address left.5 192.168.5.1/24");
            host.cli("set acl-plugin macip acl permit ip 192.168.5.2" + MAC);
            host.cli("set acl-plugin macip interface left.5 acl 0");
            final TestPacket own = TestPacket.udp("192.168.5.2", RIGHT4).vlan(5);
            assertThat(passed(left, own, udp(false))).isEqualTo(2);
            assertThat(passed(left, own.fromMac(OTHER))).isZero();
            assertThat(passed(left, udp(false).fromMac(OTHER))).as("parent").isEqualTo(1);
            final TestPacket probe = TestPacket.arp(1, OWN, "192.168.5.2", "192.168.5.1");
            assertThat(dropped("macip-deny", probe.vlan(5))).isZero();
            assertThat(dropped(
                            "macip-deny", probe.fromMac(OTHER).arpSender(OTHER).vlan(5)))
                    .isEqualTo(1);
            final byte[] tagged = probe.vlan(5).toMac(left.mac()).frame();
            final long truncated = host.errors("macip-truncated");
            left.send(Arrays.copyOf(tagged, 18)).send(Arrays.copyOf(tagged, 45)).send(Arrays.copyOf(tagged, 17));
            host.untilIdle();
            assertThat(host.errors("macip-truncated") - truncated).isEqualTo(2);
            assertThat(host.errors("ethernet-too-short")).isEqualTo(1);
            host.host().interfaces().delete(host.host().interfaces().byName("left.5"));
            assertThat(host.cli("show acl-plugin macip interface")).isEmpty();
            host.cli("delete acl-plugin macip acl index 0");
        });
    }

    private static TestPacket neighbor(
            final int type, final String source, final String target, final int option, final long mac) {
        final Ip6Address address = Ip6Address.parse(target);
        final ByteBuffer rest = ByteBuffer.allocate(option == 0 ? 16 : 24);
        rest.putLong(address.high()).putLong(address.low());
        if (option != 0) {
            rest.putLong((long) option << 56 | 1L << 48 | mac);
        }
        return TestPacket.icmp(source, "ff02::1:ff00:1", type, 0)
                .ttl(255)
                .payload(rest.array())
                .toMac(0x3333_ff00_0001L);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHoldWhatNeighborsSayOfAddressesAgainstTheirRules(final int workers) {
        run(workers, () -> {
            list("permit ip fe80::/10" + MAC + ", permit ip 2001:db8:1::2/128" + MAC);
            assertThat(dropped("macip-deny", neighbor(SOLICITATION, LINK6, "2001:db8:1::1", 1, OWN)))
                    .isZero();
            assertThat(dropped("macip-other-mac", neighbor(SOLICITATION, LINK6, "2001:db8:1::1", 1, OTHER)))
                    .isEqualTo(1);
            assertThat(dropped("macip-deny", neighbor(SOLICITATION, "2001:db8:1::9", "2001:db8:1::1", 1, OWN)))
                    .as("by an address of another")
                    .isEqualTo(1);
            assertThat(dropped("macip-deny", neighbor(SOLICITATION, "::", LEFT6, 0, 0)))
                    .as("duplicates of his own")
                    .isZero();
            assertThat(dropped("macip-deny", neighbor(SOLICITATION, "::", "2001:db8:1::9", 0, 0)))
                    .as("duplicates of another's")
                    .isEqualTo(1);
            assertThat(dropped("macip-deny", neighbor(ADVERTISEMENT, LINK6, LEFT6, 2, OWN)))
                    .isZero();
            assertThat(dropped("macip-deny", neighbor(ADVERTISEMENT, LINK6, "2001:db8:1::9", 2, OWN)))
                    .as("another's address")
                    .isEqualTo(1);
            assertThat(dropped("macip-other-mac", neighbor(ADVERTISEMENT, LINK6, LEFT6, 2, OTHER)))
                    .isEqualTo(1);
            assertThat(dropped(
                            "macip-other-mac",
                            neighbor(ADVERTISEMENT, LINK6, LEFT6, 2, OTHER).destinationOptions()))
                    .as("behind an extension header")
                    .isEqualTo(1);
            assertThat(dropped(
                            "macip-truncated",
                            neighbor(ADVERTISEMENT, LINK6, LEFT6, 2, OWN).fragmentHeader(0, true, 7)))
                    .as("in a fragment (RFC 6980)")
                    .isEqualTo(1);
            assertThat(dropped(
                            "macip-truncated",
                            neighbor(ADVERTISEMENT, LINK6, LEFT6, 0, 0).payload(15)))
                    .isEqualTo(1);
            assertThat(dropped(
                            "macip-truncated",
                            neighbor(ADVERTISEMENT, LINK6, LEFT6, 0, 0).payload(17)))
                    .as("a piece of an option")
                    .isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNameListAndRuleInTraces(final int workers) {
        run(workers, () -> {
            list("deny ip 192.168.1.3/32, permit ip 192.168.1.2/32" + MAC);
            host.cli("trace add ethernet-input 10");
            passed(left, udp(false), TestPacket.udp("192.168.1.3", RIGHT4), TestPacket.udp("192.168.1.4", RIGHT4));
            assertThat(host.cli("show trace"))
                    .contains(
                            "macip acl 0 rule 1 permit",
                            "macip acl 0 rule 0 deny",
                            "macip acl 0: no rule matches, implicit deny");
        });
    }
}
