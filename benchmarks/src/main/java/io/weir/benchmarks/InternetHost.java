package io.weir.benchmarks;

import io.weir.benchmarks.internet.InternetPlugin;
import io.weir.platform.os.OsThread;
import io.weir.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A host in which the plugin of {@code io.weir.benchmarks.internet} brings routes. */
final class InternetHost implements AutoCloseable {
    static final int NEXT_HOPS = 64;
    /** Routes that one command brings: about a millisecond's worth. */
    private static final int AT_ONCE = 1_024;

    private final Path directory = Files.createTempDirectory("weir-bench-internet");
    private final LoadHost load;
    private final boolean ip6;
    private boolean started;

    /** A host of one family, with the load of that family and no route of the plugin's. */
    InternetHost(final Path loads, final boolean ip6) throws IOException {
        this.ip6 = ip6;
        final Path jar = PluginJar.of("internet", "1.0.0", InternetPlugin.class)
                .with("Plugin-Dependencies", "fib,ip4,ip6")
                .write(directory);
        load = new LoadHost(loads.resolve(ip6 ? "routes6.cli" : "routes4.cli"), "plugin load " + jar);
        for (int i = 0; i < NEXT_HOPS; i++) {
            load.command("set ip neighbor static pg1 "
                    + (ip6 ? "2001:db8:2::" + Integer.toHexString(2 + i) : "192.168.2." + (2 + i))
                    + " 6:5:4:3:2:" + Integer.toHexString(i));
        }
    }

    LoadHost load() {
        return load;
    }

    /** Draws so many prefixes and destinations in them; returns how many there are of each length. */
    String draw(final int count) throws IOException {
        return load.command("internet draw " + (ip6 ? "ip6 " : "ip4 ") + count + " pg1");
    }

    /** Adds the routes of the drawn table from one number to another, or deletes them. */
    void change(final String verb, final int from, final int to) throws IOException {
        for (int at = from; at < to; at += AT_ONCE) {
            load.command("internet " + verb + " " + at + " " + Math.min(to, at + AT_ONCE));
            between();
        }
    }

    /** What was taken out is used again when all threads have turned. */
    private void between() {
        load.host().turn();
        if (!started) {
            load.host().workers().getFirst().turn();
        }
    }

    /** Has the worker run on a thread of its own. */
    void start() throws InterruptedException {
        OsThread.pin(Math.max(load.host().options().mainCore(), 0));
        load.host().start();
        started = true;
    }

    @Override
    public void close() throws IOException {
        load.close();
        Files.delete(directory.resolve("internet-1.0.0.jar"));
        Files.delete(directory);
    }
}
