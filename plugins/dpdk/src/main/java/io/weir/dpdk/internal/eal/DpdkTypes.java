package io.weir.dpdk.internal.eal;

import io.weir.config.SettingType;
import io.weir.config.SettingTypes;
import java.nio.file.Files;
import java.nio.file.Path;

/** Types of settings of the {@code dpdk} section: what EAL or a port would refuse later, with fewer words. */
final class DpdkTypes {
    private static final String RANGE = "\\d{1,3}(-\\d{1,3})?";

    private DpdkTypes() {}

    private static SettingType<String> matching(final String allowed, final String pattern) {
        return SettingTypes.of(
                allowed,
                text -> {
                    if (!text.matches(pattern)) {
                        throw new IllegalArgumentException(text);
                    }
                    return text;
                },
                text -> text);
    }

    /** The name of an interface. */
    static SettingType<String> name() {
        return matching("a name of 1 to 63 letters, digits, . _ / : -", "[A-Za-z0-9][A-Za-z0-9._/:-]{0,62}");
    }

    /** Worker numbers and ranges of them. */
    static SettingType<String> workers() {
        return SettingTypes.of(
                "workers such as 0-1,3",
                text -> {
                    if (!text.matches(RANGE + "(," + RANGE + ")*")) {
                        throw new IllegalArgumentException(text);
                    }
                    for (final String range : text.split(",")) {
                        final String[] ends = range.split("-");
                        if (Integer.parseInt(ends[0]) > Integer.parseInt(ends[ends.length - 1])) {
                            throw new IllegalArgumentException(text);
                        }
                    }
                    return text;
                },
                text -> text);
    }

    /** Megabytes for each NUMA node. */
    static SettingType<String> megabytes() {
        return matching("megabytes such as 64,64", "\\d{1,6}(,\\d{1,6})*");
    }

    /** A level of logging, with or without what it is for. */
    static SettingType<String> logLevel() {
        return matching(
                "emergency, alert, critical, error, warning, notice, info, debug, max or 1..8, behind NAME: if it is for some",
                "([^:]+:)?([1-8]|emerg(ency)?|alert|crit(ical)?|err(or)?|warn(ing)?|notice|info|debug|max)");
    }

    /** A PCI address. */
    static SettingType<String> pciAddress() {
        return SettingTypes.of(
                "a PCI address such as 0000:00:08.0",
                text -> {
                    if (!Devices.isPci(text)) {
                        throw new IllegalArgumentException(text);
                    }
                    return text;
                },
                text -> text);
    }

    /** Part of a file's name. */
    static SettingType<String> prefix() {
        return matching("letters, digits, _ . -", "[A-Za-z0-9_.-]{1,63}");
    }

    /** A directory that is there. */
    static SettingType<String> directory() {
        return SettingTypes.of(
                "a directory",
                text -> {
                    if (text.isEmpty() || !Files.isDirectory(Path.of(text))) {
                        throw new IllegalArgumentException(text);
                    }
                    return text;
                },
                text -> text);
    }
}
