package io.weir.platform.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetlinkTest {
    private TestNamespace test;
    private Netlink netlink;

    @BeforeEach
    void open() {
        test = new TestNamespace();
        try (NetworkNamespace namespace = NetworkNamespace.open(test.name())) {
            netlink = namespace.call(Netlink::new);
        }
        test.ip("link", "add", "veth0", "type", "veth", "peer", "name", "veth1");
    }

    @AfterEach
    void close() {
        if (netlink != null) {
            netlink.close();
        }
        if (test != null) {
            test.close();
        }
    }

    @Test
    void shouldChangeTheLinkWhenAsked() {
        final int index = netlink.find("veth0").orElseThrow().ifIndex();
        netlink.setMac(index, new byte[] {2, 3, 4, 5, 6, (byte) 0xff});
        netlink.setMtu(index, 1400);
        netlink.rename(index, "uplink");
        netlink.setUp(index, true);

        assertThat(netlink.find("veth0")).isEmpty();
        final HostLink link = netlink.find("uplink").orElseThrow();
        assertThat(link).isEqualTo(netlink.find(index).orElseThrow());
        assertThat(link.mac()).isEqualTo("02:03:04:05:06:ff");
        assertThat(link.mtu()).isEqualTo(1400);
        assertThat(link.isUp()).isTrue();
        assertThat(link.hasCarrier()).isFalse();
        assertThat(test.ip("link", "show", "dev", "uplink"))
                .contains("mtu 1400", "02:03:04:05:06:ff", "UP")
                .contains(index + ": uplink@");

        netlink.setUp(index, false);
        assertThat(netlink.find(index).orElseThrow().isUp()).isFalse();
        netlink.delete(index);
        assertThat(netlink.find(index)).isEmpty();
        assertThat(test.ip("link")).doesNotContain("uplink", "veth1");
    }

    @Test
    void shouldAddAddressesAndRoutesWhenAsked() throws Exception {
        final int index = netlink.find("veth0").orElseThrow().ifIndex();
        netlink.addAddress(index, InetAddress.getByName("192.0.2.1"), 24);
        netlink.addAddress(index, InetAddress.getByName("2001:db8::1"), 64);
        netlink.setUp(index, true);
        netlink.setUp(netlink.find("veth1").orElseThrow().ifIndex(), true);
        netlink.addDefaultRoute(InetAddress.getByName("192.0.2.254"), index);
        netlink.addRoute(InetAddress.getByName("198.51.100.0"), 25, InetAddress.getByName("192.0.2.9"), index);
        netlink.addDefaultRoute(InetAddress.getByName("2001:db8::fe"), index);

        assertThat(test.ip("addr", "show", "dev", "veth0"))
                .contains("inet 192.0.2.1/24", "inet6 2001:db8::1/64")
                .doesNotContain("2001:db8::1/64 scope global tentative");
        assertThat(test.ip("route"))
                .contains("default via 192.0.2.254 dev veth0", "198.51.100.0/25 via 192.0.2.9 dev veth0");
        assertThat(test.ip("-6", "route")).contains("default via 2001:db8::fe dev veth0");
    }

    @Test
    void shouldMoveALinkWhenGivenANamespace() {
        try (TestNamespace other = new TestNamespace();
                NetworkNamespace namespace = NetworkNamespace.open(other.name())) {
            netlink.move(netlink.find("veth1").orElseThrow().ifIndex(), namespace);
            assertThat(netlink.find("veth1")).isEmpty();
            assertThat(other.ip("link")).contains("veth1@");
        }
    }

    @Test
    void shouldCountWhatPassesWhenTheLinkCarriesPackets() throws Exception {
        final Consumer<String> up =
                name -> netlink.setUp(netlink.find(name).orElseThrow().ifIndex(), true);
        netlink.addAddress(netlink.find("veth0").orElseThrow().ifIndex(), InetAddress.getByName("192.0.2.1"), 24);
        up.accept("veth0");
        up.accept("veth1");
        test.start("ping", "-c", "1", "-W", "1", "192.0.2.2").waitFor();
        final HostLink sender = netlink.find("veth0").orElseThrow();
        assertThat(sender.txPackets()).isPositive();
        assertThat(sender.txBytes()).isGreaterThanOrEqualTo(42);
        assertThat(netlink.find("veth1").orElseThrow().rxPackets()).isPositive();
    }

    @Test
    void shouldSayWhatWasBeingDoneAndWhyNotWhenTheKernelRefuses() throws Exception {
        final int index = netlink.find("veth0").orElseThrow().ifIndex();
        assertThatThrownBy(() -> netlink.setMtu(index, 1))
                .isInstanceOf(OsException.class)
                .hasMessageStartingWith("netlink: setting the MTU of interface " + index + " to 1: ");
        netlink.setUp(index, true);
        assertThatThrownBy(() -> netlink.addDefaultRoute(InetAddress.getByName("203.0.113.1"), index))
                .hasMessage("netlink: adding default route via 203.0.113.1: Nexthop has invalid gateway");
        assertThatThrownBy(() -> netlink.setUp(4711, true))
                .extracting(e -> ((OsException) e).errno())
                .isEqualTo(Errno.ENODEV);
        netlink.addAddress(index, InetAddress.getByName("192.0.2.1"), 24);
        assertThatThrownBy(() -> netlink.addAddress(index, InetAddress.getByName("192.0.2.1"), 24))
                .extracting(e -> ((OsException) e).errno())
                .isEqualTo(Errno.EEXIST);
    }
}
