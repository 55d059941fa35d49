package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.net.Ip6Address;
import io.weir.net.MacAddress;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the host does on its links, by a test's clock. */
@Timeout(60)
class NeighborDiscoveryTest {
    private static final int SOLICITATION = 135;
    private static final int ADVERTISEMENT = 136;
    private static final int ROUTER_ADVERTISEMENT = 134;
    private static final String ADDRESS = "2001:db8:1::1";

    private final TimedLink link = new TimedLink();
    private TestInterface left;

    private void run(final int workers, final int transmits, final Consumer<TestHost> body) {
        link.run(workers, transmits, 0, host -> {
            left = link.left();
            body.accept(host);
        });
    }

    private void pass(final TestHost host, final double seconds) {
        link.pass(host, seconds);
    }

    private static String hex(final String address) {
        return HexFormat.of().toHexDigits(Ip6Address.parse(address).high())
                + HexFormat.of().toHexDigits(Ip6Address.parse(address).low());
    }

    private List<PacketView> sent(final int type) {
        return left.received().stream()
                .map(PacketView::of)
                .filter(view -> view.icmp() >> 8 == type)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldUseAnAddressWhenNobodyElseHasIt(final int workers) {
        run(workers, 2, host -> {
            host.cli("set interface ip address left " + ADDRESS + "/64");
            host.until(() -> host.cli("show ip6 interface left").contains("[tentative]"));
            host.untilIdle();
            assertThat(host.cli("show ip6 interface left"))
                    .contains(ADDRESS + "/64, subnet is 2001:db8:1::/64 [tentative]");
            left.send(TestPacket.echo("2001:db8:1::2", ADDRESS));
            pass(host, 1.1);
            pass(host, 1.1);
            host.until(() -> !host.cli("show ip6 interface").contains("[tentative]"));
            final List<PacketView> probes = sent(SOLICITATION);
            // Two for the link-local address, two for the other; nothing was answered meanwhile.
            assertThat(probes).hasSize(4).allSatisfy(probe -> {
                assertThat(probe.source()).isEqualTo("::");
                assertThat(probe.ttl()).isEqualTo(255);
                assertThat(probe.checksumGood()).isTrue();
            });
            assertThat(probes).extracting(PacketView::destination).contains("ff02::1:ff00:1");
            host.cli("set ip neighbor left 2001:db8:1::2 02:00:00:00:00:aa");
            left.send(TestPacket.echo("2001:db8:1::2", ADDRESS));
            host.until(() -> !sent(129).isEmpty());
        });
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldNotUseAnAddressThatSomebodyHasOrWants(final boolean has) {
        run(1, 1, host -> {
            host.cli("set interface ip address left " + ADDRESS + "/64");
            host.untilIdle();
            left.send(
                    has
                            ? TimedLink.message(
                                    ADDRESS, "ff02::1", ADVERTISEMENT, "20000000" + hex(ADDRESS) + "0201 0200000000bb")
                            : TimedLink.message("::", "ff02::1:ff00:1", SOLICITATION, "00000000" + hex(ADDRESS)));
            host.until(() -> host.cli("show ip6 interface left")
                    .contains(ADDRESS + "/64, subnet is 2001:db8:1::/64 [duplicate]"));
            pass(host, 5);
            host.cli("set ip neighbor left 2001:db8:1::2 02:00:00:00:00:aa");
            left.received();
            left.send(TestPacket.echo("2001:db8:1::2", ADDRESS));
            left.send(TimedLink.message("2001:db8:1::2", "ff02::1:ff00:1", SOLICITATION, "00000000" + hex(ADDRESS)));
            host.until(() -> host.errors("nd-tentative") == 1);
            host.untilIdle();
            // The one who has it is asked for, by the link-local address: there is no other.
            assertThat(left.received()).extracting(PacketView::of).allSatisfy(asked -> {
                assertThat(asked.icmp() >> 8).isEqualTo(SOLICITATION);
                assertThat(asked.source()).startsWith("fe80::");
            });
            // Given anew, it is looked for anew.
            host.cli("set interface ip address del left " + ADDRESS + "/64");
            host.cli("set interface ip address left " + ADDRESS + "/64");
            host.untilIdle();
            pass(host, 1.1);
            host.until(() -> !host.cli("show ip6 interface left").contains("["));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldKnowItsOwnQuestionAgainWhenTheLinkBringsItBack(final int workers) {
        run(workers, 2, host -> {
            host.cli("create loopback interface");
            host.cli("set interface state loop0 up");
            host.cli("set interface ip address loop0 2001:db8:7::1/64");
            host.until(() -> host.errors("nd-looped") == 2);
            pass(host, 1.1);
            pass(host, 1.1);
            host.until(() -> !host.cli("show ip6 interface loop0").contains("["));
            assertThat(host.errors("nd-looped")).isEqualTo(4);
        });
    }

    @Test
    void shouldLookForDuplicatesAgainWhenTheInterfaceComesUp() {
        run(0, 1, host -> {
            host.cli("set interface ip address left " + ADDRESS + "/64");
            host.untilIdle();
            pass(host, 1.1);
            host.until(() -> !host.cli("show ip6 interface left").contains("["));
            host.cli("set interface state left down");
            host.cli("set interface state left up");
            assertThat(host.cli("show ip6 interface left")).contains("[tentative]");
            host.untilIdle();
            pass(host, 1.1);
            pass(host, 1.1);
            host.until(() -> !host.cli("show ip6 interface left").contains("["));
            assertThat(sent(SOLICITATION)).hasSize(4);
        });
    }

    @Test
    void shouldNotLookForDuplicatesAgainWhenSomethingElseChanges() {
        run(0, 1, host -> {
            host.cli("set interface ip address left " + ADDRESS + "/64");
            host.untilIdle();
            pass(host, 1.1);
            host.until(() -> !host.cli("show ip6 interface left").contains("["));
            host.cli("set interface mtu 1400 left");
            assertThat(host.cli("show ip6 interface left")).doesNotContain("[");
        });
    }

    @ParameterizedTest
    @CsvSource({
        // An answer without override changes nothing, with it everything; who only repeats what is known confirms
        // nothing.
        "40000000, 02:00:00:00:00:aa",
        "60000000, 02:00:00:00:00:bb",
        "20000000, 02:00:00:00:00:bb",
        "00000000, 02:00:00:00:00:aa",
    })
    void shouldBelieveAnAdvertisementAsFarAsItsFlagsSay(final String flags, final String mac) {
        run(0, 0, host -> {
            host.cli("set interface ip address left " + ADDRESS + "/64");
            left.send(TimedLink.message(
                    "2001:db8:1::9", ADDRESS, SOLICITATION, "00000000" + hex(ADDRESS) + "0101 0200000000aa"));
            host.until(() -> host.cli("show ip6 neighbors").contains("2001:db8:1::9"));
            left.send(TimedLink.message(
                    "2001:db8:1::9", ADDRESS, ADVERTISEMENT, flags + hex("2001:db8:1::9") + "0201 0200000000bb"));
            host.until(() -> host.errors("nd-advertisements") == 1);
            assertThat(host.cli("show ip6 neighbors")).contains(mac);
        });
    }

    @ParameterizedTest
    @CsvSource({
        // type, to, hop limit, bytes behind the checksum
        "135, 2001:db8:1::1, 254, 00000000 20010db8000100000000000000000001",
        "135, 2001:db8:1::1, 255, 00000000 ff020000000000000000000000000001",
        "135, 2001:db8:1::1, 255, 00000000 20010db8000100000000000000000001 0100 020000000009",
        "135, 2001:db8:1::1, 255, 00000000 20010db8000100000000000000000001 0102 020000000009",
        "135, 2001:db8:1::1, 255, 00000000 20010db80001",
        "136, ff02::1,       255, 40000000 20010db8000100000000000000000009",
        "136, 2001:db8:1::1, 255, 40000000 ff020000000000000000000000000009",
        "133, ff02::2,       64,  00000000",
        "133, ff02::2,       255, 00000000 0100 020000000009",
        "134, ff02::1,       255, 40000708 0000000000000000",
        "134, ff02::1,       255, 40000708",
    })
    void shouldCountWhatIsMalformed(final int type, final String to, final int hops, final String bytes) {
        run(0, 0, host -> {
            host.cli("set interface ip address left " + ADDRESS + "/64");
            host.untilIdle();
            left.received();
            left.send(TimedLink.message("2001:db8:1::9", to, type, bytes).ttl(hops));
            host.until(() -> host.errors("nd-malformed") == 1);
            assertThat(left.received()).isEmpty();
            assertThat(host.cli("show ip6 neighbors")).doesNotContain("2001:db8:1::9");
        });
    }

    @Test
    void shouldIgnoreRedirects() {
        run(0, 0, host -> {
            host.cli("set interface ip address left " + ADDRESS + "/64");
            left.send(TimedLink.message("fe80::9", ADDRESS, 137, "00000000" + hex("fe80::7") + hex("2001:db8:77::1")));
            host.until(() -> host.errors("nd-redirects") == 1);
            assertThat(host.cli("show ip6 fib")).doesNotContain("2001:db8:77");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAdvertiseItselfOftenAtFirstAndWhenAskedAndSayWhenItCeases(final int workers) {
        run(workers, 0, host -> {
            host.cli("set interface ip address left " + ADDRESS + "/64");
            host.cli("set interface mtu 1400 left");
            pass(host, 300);
            assertThat(sent(ROUTER_ADVERTISEMENT)).isEmpty();
            host.cli("ip6 nd left ra-lifetime 1800 ra-interval 600 400 ra-other-config-flag");
            host.cli("ip6 nd left dns 2001:db8::53 600");
            host.cli("ip6 nd left no ra-suppress");
            host.untilIdle();
            final PacketView first = sent(ROUTER_ADVERTISEMENT).getFirst();
            assertThat(first.source()).startsWith("fe80::");
            assertThat(first.destination()).isEqualTo("ff02::1");
            assertThat(first.destinationMac()).isEqualTo(MacAddress.parse("33:33:00:00:00:01"));
            assertThat(first.ttl()).isEqualTo(255);
            assertThat(first.checksumGood()).isTrue();
            // Within three seconds nobody gets another, however often it is asked for.
            for (int i = 0; i < 50; i++) {
                left.send(TimedLink.message("::", "ff02::2", 133, "00000000"));
            }
            host.until(() -> host.errors("nd-router-solicitations") + host.errors("nd-throttled") == 50);
            pass(host, 1);
            final int before = sent(ROUTER_ADVERTISEMENT).size();
            assertThat(before).isZero();
            pass(host, 3);
            final PacketView answer = sent(ROUTER_ADVERTISEMENT).getFirst();
            final int at = answer.transport();
            assertThat(answer.u8(at + 5)).isEqualTo(1 << 6);
            assertThat(answer.u16(at + 6)).isEqualTo(1_800);
            assertThat(HexFormat.of().formatHex(answer.bytes()))
                    .contains("0501000000000578")
                    .contains("030440c000278d0000093a8000000000" + hex("2001:db8:1::"))
                    .contains("1903000000000258" + hex("2001:db8::53"));
            int initial = 0;
            for (int i = 0; i < 3; i++) {
                pass(host, 16);
                initial += sent(ROUTER_ADVERTISEMENT).size();
            }
            assertThat(initial).isBetween(1, 3);
            pass(host, 601);
            assertThat(sent(ROUTER_ADVERTISEMENT)).hasSize(1);
            assertThat(host.cli("show ip6 interface left"))
                    .contains("sent every 600 seconds (min interval is 400)")
                    .contains("2001:db8:1::/64, valid 2592000 s, preferred 604800 s")
                    .containsPattern("router solicitations received [1-9]");
            host.cli("ip6 nd left ra-suppress");
            host.untilIdle();
            final PacketView last = sent(ROUTER_ADVERTISEMENT).getFirst();
            assertThat(last.u16(last.transport() + 6)).isZero();
            pass(host, 2_000);
            assertThat(sent(ROUTER_ADVERTISEMENT)).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ra-interval 601 | ra-lifetime 600 is shorter",
                "ra-interval 100 90 | the shortest interval of 90 s is more than three quarters of 100",
                "prefix fe80::/64 | link-local or multicast",
                "prefix 2001:db8::/64 10 20 | preferred for 20 s, longer than it is valid",
                "no prefix 2001:db8:7::/64 | nothing was said of prefix 2001:db8:7::/64",
                "no dns 2001:db8::7 | not told of DNS server 2001:db8::7",
                "ra-lifetime 9001 | 9001",
                "no ra-lifetime 900 | `no ra-lifetime' puts back what it begins with, and takes no <lifetime>",
                "ra-interval | ra-interval needs <max-interval>",
            })
    void shouldRefuseWhatMakesNoSense(final String words, final String sentence) {
        run(0, 0, host -> {
            assertThat(host.refused("ip6 nd left " + words)).contains(sentence);
        });
    }
}
