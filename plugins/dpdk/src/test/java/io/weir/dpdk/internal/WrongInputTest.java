package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.CommandException;
import io.weir.platform.config.Configuration;
import io.weir.platform.host.HostOptions;
import io.weir.testkit.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong names, arguments and settings: one sentence that names them, and nothing half made. */
class WrongInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vdev , | begins with no driver's name",
                "vdev NET_null0 | vdev `NET_null0' begins with no driver's name",
                "vdev net_null0,size=abc | vdev net_null0: size=abc, allowed is 1..2048",
                "vdev net_null0,size=0 | size=0, allowed is 1..2048",
                "vdev net_null0,copy=1,size=2049 | size=2049, allowed is 1..2048",
                "vdev net_null0,nonsense=1 | net_null0 cannot be added",
                "vdev net_foo0 | it may be in the package librte-net-foo",
                "vdev net_ring0123456789012345678901234567890123456789012345678901234567890 | more than 63 characters",
                "vdev net_tap0,iface= | TAP invalid remote interface name",
                "vdev net_tap0,iface=averyverylongnameofalink | TAP invalid remote interface name",
                "vdev net_pcap0 | No rx or tx queues provided",
                "vdev net_pcap0,rx_pcap=/nope | Couldn't open /nope",
                "vdev net_af_packet0 | iface=NAME is missing",
                "vdev 00:1f.6 | no vdev but a PCI address",
                "pci net_null0 | no PCI address",
                "pci 0000:ff:1f.7 | 0000:ff:1f.7",
                "vdev net_null0 name local0 | local0 exists already",
                "vdev net_null0 name a*b | interface name `a*b'",
                "vdev net_null0 num-rx-queues 1025 | `1025' is not in 1..1024"
            })
    void shouldRefuseAndLeaveNothingWhenADeviceIsWrong(final String device, final String sentence) {
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            final String before = dpdk.cli("show hardware-interfaces");
            assertThat(dpdk.host.refused("create interface dpdk " + device)).contains(sentence);
            assertThat(dpdk.cli("show hardware-interfaces")).isEqualTo(before);
            assertThat(dpdk.cli("create interface dpdk vdev net_null0")).isEqualTo("Ethernet0\n");
            assertThat(dpdk.cli("show buffers")).contains("Unaccounted: 0");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | unknown setting nonsense",
                "vdev , | begins with no driver's name",
                "vdev net_null0,size=9000 | size=9000, allowed is 1..2048",
                "vdev net_null0 vdev net_null0,copy=1 | vdev net_null0 is there twice",
                "dev zz:00.0 | dev zz:00.0 is neither a PCI address",
                "dev 00:08.0 dev 0000:00:08.0 { name a } | dev 0000:00:08.0 is there twice",
                "dev default { name a } | dev default: name a",
                "dev net_null0 { name a } dev net_null1 { name a } | name a is another device's already",
                "dev net_null0 { name a*b } | value a*b, allowed is a name of 1 to 63",
                "dev net_null0 { workers a } | value a, allowed is workers such as 0-1,3",
                "dev net_null0 { workers 3-1 } | value 3-1, allowed is workers such as 0-1,3",
                "socket-mem abc | value abc, allowed is megabytes such as 64,64",
                "log-level loud | value loud, allowed is",
                "huge-dir /does/not/exist | value /does/not/exist, allowed is a directory",
                "file-prefix a/b | value a/b, allowed is letters",
                "blacklist zz | value zz, allowed is a PCI address",
                "iova-mode pa | value pa, allowed is va"
            })
    void shouldRefuseThePluginWhenASettingIsWrong(final String settings, final String sentence) throws Exception {
        try (TestHost host = TestHost.of(HostOptions.workers(0))) {
            final Configuration configuration = new Configuration();
            configuration.readText("test", "dpdk { " + settings + " }");
            host.host().configuration(configuration.conclude());
            String refused = "";
            try {
                host.plugin("dpdk", new DpdkPlugin());
            } catch (final CommandException e) {
                refused = e.getMessage();
            }
            assertThat(refused).contains(sentence);
        }
    }

    @Test
    void shouldRefuseWorkersThatTheHostDoesNotHave() {
        try (DpdkHost dpdk = DpdkHost.of(1, "dev net_null0 { workers 0-1 }")) {
            assertThat(dpdk.host.refused("create interface dpdk vdev net_null0"))
                    .contains("workers 1: the host has 0 to 0");
            assertThat(dpdk.cli("create interface dpdk vdev net_null1")).isEqualTo("Ethernet0\n");
        }
    }
}
