package io.weir.dpdk.internal.eal;

import io.weir.dpdk.internal.ffi.DpdkException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Binds PCI devices to the kernel driver through which user space drives them: {@code dpdk { uio-driver NAME }}. */
public final class PciBinding {
    /** What {@code auto} tries, in this order. */
    private static final List<String> AUTO = List.of("vfio-pci", "uio_pci_generic", "igb_uio");

    private final Path bus;

    /** Binds devices of this machine. */
    public PciBinding() {
        this(Path.of("/sys/bus/pci"));
    }

    /** Binds devices below another directory, for tests. */
    PciBinding(final Path bus) {
        this.bus = bus;
    }

    /**
     * Binds a device unless it is bound as wanted.
     *
     * @throws DpdkException when it isn't there, is in use by the kernel, or the driver isn't loaded.
     */
    public void bind(final String device, final String driver) {
        final Path own = bus.resolve("devices").resolve(device);
        if (!Files.isDirectory(own)) {
            throw new DpdkException("device " + device + ": there is no such PCI device");
        }
        final String wanted = driver.equals("auto") ? firstLoaded(device) : driver;
        if (!Files.isDirectory(bus.resolve("drivers").resolve(wanted))) {
            throw new DpdkException(
                    "device " + device + ": the kernel driver " + wanted + " is not loaded (modprobe " + wanted + ")");
        }
        try {
            final Path current = own.resolve("driver");
            if (Files.exists(current)
                    && current.toRealPath().getFileName().toString().equals(wanted)) {
                return;
            }
            refuseIfUp(device, own);
            Files.writeString(own.resolve("driver_override"), wanted);
            if (Files.exists(current)) {
                Files.writeString(current.resolve("unbind"), device);
            }
            Files.writeString(bus.resolve("drivers_probe"), device);
        } catch (final IOException e) {
            throw new DpdkException("device " + device + " cannot be bound to " + wanted + ": " + e, e);
        }
    }

    private String firstLoaded(final String device) {
        return AUTO.stream()
                .filter(driver -> Files.isDirectory(bus.resolve("drivers").resolve(driver)))
                .findFirst()
                .orElseThrow(() -> new DpdkException(
                        "device " + device + ": none of the kernel drivers " + String.join(", ", AUTO) + " is loaded"));
    }

    private static void refuseIfUp(final String device, final Path own) throws IOException {
        final Path links = own.resolve("net");
        if (!Files.isDirectory(links)) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(links)) {
            for (final Path link : all) {
                final String flags = Files.readString(link.resolve("flags")).strip();
                if ((Integer.decode(flags) & 1) != 0) {
                    throw new DpdkException("device " + device + " is in use by the kernel: " + link.getFileName()
                            + " is up (ip link set " + link.getFileName() + " down)");
                }
            }
        }
    }
}
