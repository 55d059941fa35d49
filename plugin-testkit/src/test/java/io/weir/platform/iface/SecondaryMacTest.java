package io.weir.platform.iface;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.net.MacAddress;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which frames ethernet-input takes for the interface's own: without a node for their type, they come one step further. */
class SecondaryMacTest {
    private static final String ADD = "set interface secondary-mac-address eth0 ";

    private static void send(final TestHost host, final TestInterface port, final String mac, final String expected) {
        final long before = host.errors(expected);
        final TestPacket packet = TestPacket.udp("10.0.0.1", "10.0.0.2").toMac(MacAddress.parse(mac));
        port.send(packet).send(packet);
        host.until(() -> host.errors(expected) == before + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTakeFramesForFurtherAddressesOnlyWhileTheyAreAdded(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            final TestInterface port = host.addInterface("eth0");
            final String own = MacAddress.format(port.mac());
            final String mine = "unknown-ethernet-type";
            final String others = "l3-mac-mismatch";
            send(host, port, "02:00:00:00:00:01", others);
            host.cli(ADD + "02:00:00:00:00:01");
            host.cli(ADD + "02:00:00:00:00:02 add");
            send(host, port, own, mine);
            send(host, port, "02:00:00:00:00:01", mine);
            send(host, port, "02:00:00:00:00:02", mine);
            send(host, port, "02:00:00:00:00:03", others);
            assertThat(host.cli("show hardware-interfaces eth0"))
                    .contains("Ethernet address " + own)
                    .contains("Secondary Ethernet address 02:00:00:00:00:01")
                    .contains("Secondary Ethernet address 02:00:00:00:00:02");

            host.cli(ADD + "02:00:00:00:00:01 del");
            send(host, port, "02:00:00:00:00:01", others);
            send(host, port, "02:00:00:00:00:02", mine);
            send(host, port, own, mine);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eth0 ff:ff:ff:ff:ff:ff | `ff:ff:ff:ff:ff:ff' is no address of one interface",
                "eth0 02:00:00:00:00:09 del | 02:00:00:00:00:09 is no secondary address of eth0",
                "eth0 02:00:00:00:00:01 | 02:00:00:00:00:01 is an address of eth0 already",
                "eth0 nonsense | `nonsense' is no MAC address",
                "local0 02:00:00:00:00:01 | interface `local0' of class local has one MAC address only"
            })
    void shouldRefuseInASentenceAndChangeNothing(final String arguments, final String sentence) {
        try (TestHost host = TestHost.withWorkers(0)) {
            host.addInterface("eth0");
            host.cli(ADD + "02:00:00:00:00:01");
            final String before = host.cli("show hardware-interfaces");
            assertThat(host.refused("set interface secondary-mac-address " + arguments))
                    .contains(sentence);
            assertThat(host.cli("show hardware-interfaces")).isEqualTo(before);
        }
    }

    @Test
    void shouldRefuseTheInterfacesOwnAddress() {
        try (TestHost host = TestHost.withWorkers(0)) {
            final String own = MacAddress.format(host.addInterface("eth0").mac());
            assertThat(host.refused(ADD + own)).contains(own + " is an address of eth0 already");
        }
    }
}
