package io.weir.dpdk.internal.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PciBindingTest {
    private static final String DEVICE = "0000:00:08.0";

    @TempDir
    private Path bus;

    private Path device;

    @BeforeEach
    void makeBus() throws Exception {
        device = Files.createDirectories(bus.resolve("devices").resolve(DEVICE));
        Files.createDirectories(bus.resolve("drivers/virtio-pci"));
        Files.createSymbolicLink(device.resolve("driver"), bus.resolve("drivers/virtio-pci"));
    }

    @Test
    void shouldTakeTheDeviceFromItsDriverWhenAnotherIsWanted() throws Exception {
        Files.createDirectories(bus.resolve("drivers/vfio-pci"));
        new PciBinding(bus).bind(DEVICE, "auto");

        assertThat(device.resolve("driver_override")).hasContent("vfio-pci");
        assertThat(bus.resolve("drivers/virtio-pci/unbind")).hasContent(DEVICE);
        assertThat(bus.resolve("drivers_probe")).hasContent(DEVICE);
    }

    @Test
    void shouldLeaveTheDeviceAloneWhenItIsBoundAsWanted() {
        new PciBinding(bus).bind(DEVICE, "virtio-pci");
        assertThat(bus.resolve("drivers_probe")).doesNotExist();
    }

    @Test
    void shouldRefuseWhenTheKernelUsesTheDevice() throws Exception {
        Files.createDirectories(bus.resolve("drivers/vfio-pci"));
        Files.createDirectories(device.resolve("net/eth0"));
        Files.writeString(device.resolve("net/eth0/flags"), "0x1003\n");
        assertThatThrownBy(() -> new PciBinding(bus).bind(DEVICE, "vfio-pci"))
                .hasMessage("device " + DEVICE + " is in use by the kernel: eth0 is up (ip link set eth0 down)");
        assertThat(device.resolve("driver_override")).doesNotExist();
    }

    @Test
    void shouldRefuseWhenDeviceOrDriverIsMissing() {
        assertThatThrownBy(() -> new PciBinding(bus).bind("0000:00:09.0", "auto"))
                .hasMessageContaining("no such PCI device");
        assertThatThrownBy(() -> new PciBinding(bus).bind(DEVICE, "auto"))
                .hasMessageContaining("none of the kernel drivers");
        assertThatThrownBy(() -> new PciBinding(bus).bind(DEVICE, "vfio-pci"))
                .hasMessageContaining("modprobe vfio-pci");
    }

    @Test
    void shouldNameThePackageOfADriver() {
        assertThat(Devices.packageOf("net_af_packet0", 23)).isEqualTo("librte-net-af-packet23");
        assertThat(Devices.fullName("00:08.0")).isEqualTo(DEVICE);
        assertThat(Devices.isPci("net_tap0")).isFalse();
    }
}
