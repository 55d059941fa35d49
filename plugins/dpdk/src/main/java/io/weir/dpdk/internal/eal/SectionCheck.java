package io.weir.dpdk.internal.eal;

import io.weir.config.ConfigSection;
import java.util.HashSet;
import java.util.Set;

/** Looks at the {@code dpdk} section as a whole: devices that can't be, or are named twice. */
final class SectionCheck {
    private SectionCheck() {}

    /** What is wrong with the section, or null. */
    static String complaint(final ConfigSection section) {
        final Set<String> devices = new HashSet<>();
        for (final String vdev : section.values(DpdkSection.VDEV)) {
            final int comma = vdev.indexOf(',');
            final String name = comma < 0 ? vdev : vdev.substring(0, comma);
            final String wrong = VdevCheck.complaint(name, comma < 0 ? "" : vdev.substring(comma + 1));
            if (wrong != null) {
                return wrong;
            }
            if (!devices.add(name)) {
                return "vdev " + name + " is there twice";
            }
        }
        return blocks(section);
    }

    private static String blocks(final ConfigSection section) {
        final Set<String> devices = new HashSet<>();
        final Set<String> names = new HashSet<>();
        for (final ConfigSection block : section.blocks(DpdkSection.DEV)) {
            final String device = Devices.fullName(block.label());
            final String name = block.value(DpdkSection.NAME);
            if (!Devices.isPci(device) && VdevCheck.complaint(device, "iface=") != null) {
                return "dev " + device
                        + " is neither a PCI address, such as 0000:00:08.0, nor a vdev's name, nor default";
            }
            if (device.equals("default") && name != null) {
                return "dev default: name " + name + " can be one interface's only";
            }
            if (!devices.add(device)) {
                return "dev " + device + " is there twice";
            }
            if (name != null && !names.add(name)) {
                return "dev " + device + ": name " + name + " is another device's already";
            }
        }
        return null;
    }
}
