package io.weir.platform.show;

import io.weir.platform.host.Host;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * Where and when this build was made, from {@code build.properties} beside {@link Host}, if the build wrote it.
 *
 * @param commit abbreviated id of the sources, or empty.
 * @param time when, or empty.
 */
record BuildInfo(String commit, String time) {
    static BuildInfo load() {
        final Properties properties = new Properties();
        try (InputStream in = Host.class.getResourceAsStream("build.properties")) {
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
