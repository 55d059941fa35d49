package io.weir.platform.config;

import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import io.weir.config.SettingType;
import io.weir.config.SettingTypes;
import java.math.BigDecimal;
import java.nio.file.Path;

/** {@code statseg { ... }}: the statistics segment, with VPP's names for what VPP has. */
public final class StatsegSection {
    private static final BigDecimal NS = BigDecimal.valueOf(1_000_000_000);
    private static final BigDecimal SHORTEST = new BigDecimal("0.1");
    private static final BigDecimal LONGEST = BigDecimal.valueOf(3_600);

    /** Path of the file; null means {@code stats.seg} in the runtime directory. */
    public static final Setting<Path> FILE =
            Setting.of("file", SettingTypes.path(), null, "File that others map, by default stats.seg in runtime-dir");

    /** Path of the socket; null means {@code stats.sock} in the runtime directory. */
    public static final Setting<Path> SOCKET_NAME = Setting.of(
            "socket-name",
            SettingTypes.path(),
            null,
            "Socket that hands out the file's descriptor, by default stats.sock in runtime-dir");

    /** Bytes of the file. */
    public static final Setting<Long> SIZE = Setting.of(
            "size",
            SettingTypes.size(256 << 10, 1L << 30),
            32L << 20,
            "Size of the file, of which half is for entries; what is never used takes no memory");

    /** Whether nodes are told of. */
    public static final Setting<String> PER_NODE_COUNTERS = Setting.of(
            "per-node-counters", SettingTypes.oneOf("on", "off"), "off", "Tell what each node did on each thread");

    /** Nanoseconds between two updates. */
    public static final Setting<Long> UPDATE_INTERVAL = Setting.of(
            "update-interval", seconds(), NS.longValue() * 10, "Seconds after which the values are brought up to date");

    /** The section. */
    public static final SectionSpec STATSEG = SectionSpec.of("statseg", "The statistics segment")
            .with(FILE, SOCKET_NAME, SIZE, PER_NODE_COUNTERS, UPDATE_INTERVAL);

    private StatsegSection() {}

    private static SettingType<Long> seconds() {
        return SettingTypes.of(
                SHORTEST + ".." + LONGEST + " s",
                StatsegSection::nanoseconds,
                ns -> BigDecimal.valueOf(ns).divide(NS).stripTrailingZeros().toPlainString());
    }

    private static Long nanoseconds(final String text) {
        final BigDecimal value = text.matches("\\d{1,6}(\\.\\d{1,9})?") ? new BigDecimal(text) : BigDecimal.ZERO;
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(text);
        }
        return value.multiply(NS).longValue();
    }
}
