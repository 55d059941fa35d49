package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.net.Ip6Address;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neighbours that this host answers for, and interfaces that use the addresses of another. */
@Timeout(60)
class ProxyNdTest {
    private static final int SOLICITATION = 135;
    private static final int ADVERTISEMENT = 136;
    private static final String HOST = "2001:db8:1::99";
    /** Where the flags of an advertisement are in its frame. */
    private static final int FLAGS = 14 + 40 + 4;

    private final TimedLink link = new TimedLink();

    private void run(final int workers, final BiConsumer<TestHost, TestInterface> body) {
        link.run(workers, 0, 0, host -> {
            final TestInterface right = host.addInterface("right");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            body.accept(host, right);
        });
    }

    private static String hex(final String address) {
        return HexFormat.of().toHexDigits(Ip6Address.parse(address).high())
                + HexFormat.of().toHexDigits(Ip6Address.parse(address).low());
    }

    private static TestPacket solicitation(final String from, final String target) {
        return TimedLink.message(
                from,
                "ff02::1:ff00:" + target.substring(target.lastIndexOf(':') + 1),
                SOLICITATION,
                "00000000" + hex(target));
    }

    private static List<byte[]> sent(final TestInterface on, final int type) {
        return on.received().stream()
                .filter(frame -> PacketView.of(frame).icmp() >> 8 == type)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerForHostBehindAnotherLinkAndLeadThere(final int workers) {
        run(workers, (host, right) -> {
            final TestInterface left = link.left();
            host.cli("enable ip6 interface right");
            host.cli("set ip6 nd proxy right " + HOST);
            assertThat(host.cli("show ip6 nd proxy")).isEqualTo(HOST + " behind right\n");
            left.received();
            left.send(solicitation("2001:db8:1::2", HOST));
            host.until(() -> host.errors("nd-proxied") == 1);
            host.untilIdle();
            final byte[] answer = sent(left, ADVERTISEMENT).getFirst();
            assertThat(PacketView.of(answer).source()).isEqualTo(HOST);
            // A router, asked; it doesn't override what the host says itself.
            assertThat(answer[FLAGS] & 0xff).isEqualTo(0xc0);
            // A packet asks for the host on its own link, and goes there.
            left.send(TestPacket.udp("2001:db8:1::2", HOST));
            host.until(() ->
                    right.waitingFrames() > 0 && !sent(right, SOLICITATION).isEmpty());
            right.send(TimedLink.message(HOST, "ff02::1", ADVERTISEMENT, "20000000" + hex(HOST) + "0201 0200000000bb"));
            host.until(() -> right.waitingFrames() > 0);
            assertThat(right.received())
                    .extracting(frame -> PacketView.of(frame).destination())
                    .contains(HOST);
            // On its own link the host answers himself.
            final long before = host.errors("nd-proxied");
            right.send(solicitation("fe80::2", HOST));
            host.untilIdle();
            assertThat(host.errors("nd-proxied")).isEqualTo(before);
            host.cli("set ip6 nd proxy right del " + HOST);
            assertThat(host.cli("show ip6 interface left")).doesNotContain("ff02::1:ff00:99");
            left.received();
            left.send(solicitation("2001:db8:1::2", HOST));
            host.untilIdle();
            assertThat(sent(left, ADVERTISEMENT)).isEmpty();
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        });
    }

    @Test
    void shouldFollowSubnetsAndInterfaces() {
        run(0, (host, right) -> {
            host.cli("create loopback interface");
            host.cli("set ip6 nd proxy loop0 " + HOST);
            assertThat(host.cli("show ip6 interface left")).contains("ff02::1:ff00:99");
            host.cli("set interface ip address del left 2001:db8:1::1/64");
            host.cli("set interface ip address left 2001:db8:2::1/64");
            assertThat(host.cli("show ip6 interface left")).doesNotContain("ff02::1:ff00:99");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            assertThat(host.cli("show ip6 interface left")).contains("ff02::1:ff00:99");
            host.cli("delete loopback interface intfc loop0");
            assertThat(host.cli("show ip6 interface left")).doesNotContain("ff02::1:ff00:99");
            assertThat(host.cli("show ip6 nd proxy")).isEmpty();
            assertThat(host.cli("show ip6 fib")).doesNotContain(HOST);
        });
    }

    @Test
    void shouldRefuseInOneSentenceWhatCannotBeProxied() {
        run(0, (host, right) -> {
            final String set = "set ip6 nd proxy right ";
            assertThat(host.refused(set + "fe80::1")).endsWith(": fe80::1 is no address that can be proxied");
            assertThat(host.refused(set + "ff02::1")).endsWith(": ff02::1 is no address that can be proxied");
            assertThat(host.refused(set + "2001:db8:1::1")).endsWith(": 2001:db8:1::1 is this host's own");
            assertThat(host.refused(set + "del " + HOST)).endsWith(": " + HOST + " is not proxied there");
            host.cli(set + HOST);
            assertThat(host.refused("set ip6 nd proxy left " + HOST)).endsWith(": " + HOST + " is proxied already");
            host.cli("ip6 table add 7");
            assertThat(host.refused("set interface ip6 table right 7")).contains("proxied hosts behind it");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldUseTheOthersAddressWhenUnnumbered(final int workers) {
        run(workers, (host, right) -> {
            host.cli("create loopback interface");
            host.cli("set interface ip address loop0 2001:db8:9::1/128");
            host.cli("set interface unnumbered right use loop0");
            assertThat(host.cli("show interface address")).contains("unnumbered, use loop0");
            assertThat(host.cli("show ip6 interface right")).contains("fe80::", "ff02::1:ff00:1");
            host.cli("ip route add 2001:db8:9::2/128 via 2001:db8:9::2 right");
            right.received();
            right.send(solicitation("2001:db8:9::2", "2001:db8:9::1"));
            host.until(() -> host.cli("show ip6 neighbors").contains("2001:db8:9::2"));
            host.untilIdle();
            assertThat((sent(right, ADVERTISEMENT).getFirst()[FLAGS] & 0xff)).isEqualTo(0xe0);
            right.send(TestPacket.udp("2001:db8:9::2", "2001:db8:77::1"));
            final PacketView error = host.receive(right, 1).getFirst();
            assertThat(error.source()).isEqualTo("2001:db8:9::1");
            assertThat(error.icmp()).isEqualTo(0x100);
            assertThat(host.refused("set interface ip address right 2001:db8:3::1/64"))
                    .endsWith(": right is unnumbered, it uses the addresses of loop0");
            host.cli("set interface unnumbered del right");
            assertThat(host.cli("show ip6 interface right")).isEmpty();
            right.send(TestPacket.udp("2001:db8:9::2", "2001:db8:77::1"));
            host.until(() -> host.errors("ip6-not-enabled") == 1);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        });
    }

    @Test
    void shouldNotAnswerForTheOthersAddressWhileItIsTentative() {
        run(0, (host, right) -> {
            host.cli("create loopback interface");
            host.cli("set interface unnumbered right use loop0");
            host.cli("set plugin setting ip6 dad-transmits 1");
            // Loop0 is down, so nothing is looked for yet.
            host.cli("set interface ip address loop0 2001:db8:9::5/128");
            right.received();
            right.send(solicitation("fe80::2", "2001:db8:9::5"));
            host.until(() -> host.errors("nd-tentative") == 1);
            host.untilIdle();
            assertThat(sent(right, ADVERTISEMENT)).isEmpty();
        });
    }
}
