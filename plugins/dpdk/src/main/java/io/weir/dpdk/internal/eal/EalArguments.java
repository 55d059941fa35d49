package io.weir.dpdk.internal.eal;

import io.weir.config.ConfigSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** EAL's command line, made from the configuration and from what the machine has. */
final class EalArguments {
    /** Megabytes of DPDK's own memory without huge pages: queues and tables; packets lie in the host's buffers. */
    private static final String SMALL_PAGES_MB = "128";
    /** An address that no device has: with it on the list of allowed ones, nothing is probed but what is asked for. */
    private static final String NO_DEVICE = "ffff:ff:1f.7";

    private EalArguments() {}

    static List<String> of(final ConfigSection section) {
        final List<String> words = new ArrayList<>(List.of("weir", "--lcores", "0@(" + cpus() + ")"));
        final boolean small = section.value(DpdkSection.NO_HUGE) || !freeHugePages();
        final String prefix = section.value(DpdkSection.FILE_PREFIX);
        if (small) {
            words.addAll(List.of("--no-huge", "-m", SMALL_PAGES_MB));
        }
        if (prefix != null) {
            words.addAll(List.of("--file-prefix", prefix));
        } else {
            // Without files two hosts can't get in each other's way, and a killed one leaves nothing behind.
            words.add(small ? "--no-shconf" : "--in-memory");
        }
        words.addAll(List.of("--iova-mode", section.value(DpdkSection.IOVA_MODE)));
        option(words, "--socket-mem", small ? null : section.value(DpdkSection.SOCKET_MEM));
        option(words, "--huge-dir", small ? null : section.value(DpdkSection.HUGE_DIR));
        section.values(DpdkSection.LOG_LEVEL).forEach(level -> option(words, "--log-level", level));
        if (!section.value(DpdkSection.TELEMETRY)) {
            words.add("--no-telemetry");
        }
        final List<String> blocked = section.values(DpdkSection.BLACKLIST);
        if (section.value(DpdkSection.NO_PCI)) {
            words.add("--no-pci");
        } else if (blocked.isEmpty()) {
            option(words, "-a", NO_DEVICE);
        } else {
            blocked.forEach(device -> option(words, "-b", device));
        }
        return words;
    }

    private static void option(final List<String> words, final String name, final String value) {
        if (value != null) {
            words.add(name);
            words.add(value);
        }
    }

    /** The cores that this process may run on: EAL's only thread of its own floats over them. */
    private static String cpus() {
        return line(Path.of("/proc/self/status"), "Cpus_allowed_list:", "0");
    }

    private static boolean freeHugePages() {
        return !line(Path.of("/proc/meminfo"), "HugePages_Free:", "0").equals("0");
    }

    private static String line(final Path file, final String name, final String otherwise) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (final IOException e) {
            return otherwise;
        }
    }
}
