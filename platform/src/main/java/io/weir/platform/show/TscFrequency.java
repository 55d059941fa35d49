package io.weir.platform.show;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How fast the processor's time stamp counter runs. The host measures nanoseconds; VPP's users think in clocks.
 *
 * @param ghz clocks per nanosecond; 1 where the system doesn't say.
 */
record TscFrequency(double ghz) {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** The frequency of this machine. */
    static TscFrequency ofThisMachine() {
        try {
            // The kernel may show bytes of any encoding in a processor's name.
            return of(Files.readAllLines(CPUINFO, StandardCharsets.ISO_8859_1));
        } catch (final IOException e) {
            return new TscFrequency(1);
        }
    }

    /**
     * The frequency that the lines of {@code /proc/cpuinfo} tell. Where the counter is constant, bogomips are twice its
     * MHz, whatever the core's frequency is at the moment; else the first core's MHz.
     */
    static TscFrequency of(final List<String> lines) {
        final double bogomips = number(lines, "bogomips");
        final double mhz = number(lines, "cpu MHz");
        if (value(lines, "flags").contains("constant_tsc") && bogomips > 0) {
            return new TscFrequency(bogomips / 2_000);
        }
        return new TscFrequency(mhz > 0 ? mhz / 1_000 : 1);
    }

    private static String value(final List<String> lines, final String key) {
        for (final String line : lines) {
            final int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
                return line.substring(colon + 1).strip();
            }
        }
        return "";
    }

    private static double number(final List<String> lines, final String key) {
        try {
            return Double.parseDouble(value(lines, key));
        } catch (final NumberFormatException e) {
            return 0;
        }
    }

    /** Clocks in so many nanoseconds. */
    double clocks(final double ns) {
        return ns * ghz;
    }
}
