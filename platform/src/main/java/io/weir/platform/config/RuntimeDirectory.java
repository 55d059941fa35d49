package io.weir.platform.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a host keeps its sockets and its statistics, unless it is told otherwise. */
public final class RuntimeDirectory {

    /** Name of the command socket within the directory. */
    public static final String CLI_SOCKET = "cli.sock";

    /** Name of the statistics segment's file within the directory. */
    public static final String STATISTICS_FILE = "stats.seg";

    /** Name of the socket that hands out the file's descriptor. */
    public static final String STATISTICS_SOCKET = "stats.sock";

    private RuntimeDirectory() {}

    /** {@code /run/weir} as root, else {@code $XDG_RUNTIME_DIR/weir}, else {@code /run/user/UID/weir}. */
    public static Path path() {
        final int uid = uid();
        if (uid == 0) {
            return Path.of("/run/weir");
        }
        final String xdg = System.getenv("XDG_RUNTIME_DIR");
        return Path.of(xdg == null || xdg.isEmpty() ? "/run/user/" + uid : xdg, "weir");
    }

    private static int uid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
