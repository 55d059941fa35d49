package io.weir.platform.show;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * Where and when this build was made, from {@code build.properties} beside the host's classes, if the build wrote it.
 *
 * @param commit abbreviated id of the sources, or empty.
 * @param time when, or empty.
 */
record BuildInfo(String commit, String time) {
    static BuildInfo load() {
        final Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("/io/weir/platform/host/build.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (final IOException e) {
            properties.clear();
        }
        return new BuildInfo(properties.getProperty("commit", ""), properties.getProperty("time", ""));
    }

    /** What follows the version: as much as is known. */
    String sentence() {
        return (commit.isEmpty() ? "" : " from " + commit) + (time.isEmpty() ? "" : " built at " + time);
    }
}
