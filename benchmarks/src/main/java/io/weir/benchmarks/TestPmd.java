package io.weir.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DPDK's own testpmd over two virtual devices, run and halted by signals so that it can share a core in turns. */
final class TestPmd implements AutoCloseable {
    private static final Pattern SENT = Pattern.compile("TX-packets: (\\d+)");
    private static final String LAST_PORT = "NIC statistics for port 1";

    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;

    /**
     * Starts it, forwarding.
     *
     * @param mainCore for its command line.
     * @param core for its forwarding thread.
     * @param vdevs two devices.
     */
    TestPmd(final int mainCore, final int core, final List<String> vdevs) throws IOException {
        final List<String> words = new ArrayList<>(List.of(
                "stdbuf",
                "-oL",
                "dpdk-testpmd",
                "-l",
                mainCore + "," + core,
                "--main-lcore",
                Integer.toString(mainCore),
                "--no-huge",
                "-m",
                "512",
                "--no-pci",
                "--no-telemetry",
                "--no-shconf"));
        vdevs.forEach(vdev -> words.addAll(List.of("--vdev", vdev)));
        words.addAll(List.of(
                "--",
                "-i",
                "--forward-mode=io",
                "--burst=256",
                "--mbcache=512",
                "--nb-cores=1",
                "--total-num-mbufs=32768",
                "--rxd=1024",
                "--txd=1024"));
        try {
            process = new ProcessBuilder(words).redirectErrorStream(true).start();
        } catch (final IOException e) {
            throw new IOException("no stdbuf: install coreutils", e);
        }
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        say("start");
        sent();
    }

    private void say(final String command) throws IOException {
        in.write(command + "\n");
        in.flush();
    }

    /** Packets that it has sent. */
    final long sent() throws IOException {
        say("show port stats all");
        long packets = 0;
        boolean last = false;
        while (true) {
            final String line = out.readLine();
            if (line == null) {
                throw new IOException("dpdk-testpmd does not run: install the package dpdk-dev");
            }
            last |= line.contains(LAST_PORT);
            final Matcher matcher = SENT.matcher(line);
            if (matcher.find()) {
                packets += Long.parseLong(matcher.group(1));
                if (last) {
                    return packets;
                }
            }
        }
    }

    /** Has it run for a while; returns packets per second. */
    double slice(final long sliceNs) throws IOException {
        signal("CONT");
        final long before = sent();
        final long start = System.nanoTime();
        while (System.nanoTime() - start < sliceNs) {
            Thread.onSpinWait();
        }
        final long after = sent();
        final double seconds = (System.nanoTime() - start) / 1e9;
        signal("STOP");
        return (after - before) / seconds;
    }

    private void signal(final String name) throws IOException {
        final Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        try {
            kill.waitFor();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        signal("CONT");
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
