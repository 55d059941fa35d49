package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code weir stats} as it is packaged, beside a host. */
@Timeout(60)
class StatsIT {
    private static final String LAUNCHER = System.getProperty("weir.distribution") + "/bin/weir";
    private static final int SIGTERM_LIMIT_S = 20;

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    private Process launch(final List<String> words) throws IOException {
        final List<String> command = new ArrayList<>(List.of(LAUNCHER));
        command.addAll(words);
        final ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectError(directory.resolve("err").toFile());
        final Process process = builder.start();
        started.add(process);
        return process;
    }

    private Process host(final String... sections) throws IOException {
        final Path empty = Files.writeString(directory.resolve("empty.conf"), "");
        final List<String> words = new ArrayList<>(List.of("run", "-c", empty.toString()));
        words.add("unix { runtime-dir " + directory + " }");
        words.add("buffers { buffers-per-numa 2048 }");
        words.addAll(List.of(sections));
        final Process process = launch(words);
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("weir: ready");
        return process;
    }

    private record Answer(int status, String text, String errors) {}

    private Answer run(final String... words) throws IOException, InterruptedException {
        final Process process = launch(List.of(words));
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text, Files.readString(directory.resolve("err")));
    }

    private Answer stats(final String... words) throws IOException, InterruptedException {
        final List<String> all = new ArrayList<>(
                List.of("stats", "-f", directory.resolve("stats.seg").toString()));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }

    private void ctl(final String command) throws IOException, InterruptedException {
        assertThat(run("ctl", "-s", directory + "/cli.sock", command).status()).isZero();
    }

    @Test
    void shouldPrintWhatAHostHasCountedWhenItRunsBesideIt() throws IOException, InterruptedException {
        final Process host = host("cpu { workers 1 }", "statseg { update-interval 0.1 }");
        ctl("create loopback interface");
        ctl("set interface state loop0 up");
        ctl(
                "packet-generator new { name a limit 500 rate 0 interface loop0 node ethernet-input size 64-64 data {"
                        + " IP4: 00:00:00:00:00:01 -> 00:00:00:00:00:02 UDP: 1.2.3.4 -> 5.6.7.8 UDP: 1 -> 2 incrementing 8 } }");
        ctl("packet-generator enable");
        final String received = "[0 @ 1]: 500 packets, 32000 bytes /interfaces/loop0/rx\n";
        while (!stats("dump", "^/interfaces/loop0/rx$").text().contains(received)) {
            Thread.onSpinWait();
        }
        assertThat(stats("dump", "--no-zeros", "^/interfaces/loop0/rx$")).isEqualTo(new Answer(0, received, ""));
        assertThat(stats("ls", "^/if/rx$", "^/if/names$").text()).isEqualTo("/if/names\n/if/rx\n");
        assertThat(stats("dump-machine", "^/if/names$").text())
                .isEqualTo("4:0:local0:/if/names\n4:1:loop0:/if/names\n");
        assertThat(stats("dump", "^/err/ethernet-input/l3-mac-mismatch$").text())
                .contains("[0 @ 1]: 500 packets");
        assertThat(stats("prometheus", "^/if/rx$", "^/err/").text())
                .contains("# TYPE weir_if_rx_packets_total counter\n")
                .contains("weir_if_rx_packets_total{interface=\"loop0\",thread=\"1\"} 500\n")
                .contains("weir_err_total{node=\"ethernet-input\",reason=\"l3-mac-mismatch\",thread=\"1\"} 500\n");
        assertThat(stats("poll", "-n", "2", "-i", "0.1", "^/if/names$").text().lines())
                .hasSize(5);
        host.destroy();
        assertThat(host.waitFor(SIGTERM_LIMIT_S, TimeUnit.SECONDS)).isTrue();
        assertThat(directory.resolve("stats.seg")).doesNotExist();
        assertThat(directory.resolve("stats.sock")).doesNotExist();
        assertThat(stats("ls").status()).isEqualTo(2);
    }

    @Test
    void shouldTellADeadHostsFileFromItsSuccessorsWhenItWasKilled() throws IOException, InterruptedException {
        final Process first = host();
        assertThat(stats("ls", "^/sys/heartbeat$").text()).isEqualTo("/sys/heartbeat\n");
        first.destroyForcibly().waitFor();
        final Path file = directory.resolve("stats.seg");
        assertThat(file).exists();
        assertThat(stats("ls"))
                .isEqualTo(new Answer(2, "", "weir stats: the host that wrote " + file + " has ended\n"));
        host();
        assertThat(stats("ls", "^/sys/heartbeat$").text()).isEqualTo("/sys/heartbeat\n");
    }

    @Test
    void shouldRunWithoutASegmentWhenItsDirectoryCannotBe() throws IOException, InterruptedException {
        final Path file = Files.writeString(directory.resolve("file"), "");
        host("statseg { file " + file + "/stats.seg }");
        assertThat(directory.resolve("err")).content().contains("the host runs without a statistics segment: ");
        assertThat(run("ctl", "-s", directory + "/cli.sock", "show statistics segment")
                        .status())
                .isEqualTo(1);
        ctl("create loopback interface");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ls [            | bad pattern `[': ",
                "dump --bogus    | Unknown option: '--bogus'",
                "print           | Unmatched argument at index 2: 'print'",
                "poll -i 0       | interval 0.0 is out of range, 0.1 to 3600 seconds are allowed",
                "poll -n -1      | times -1 is out of range, 0 or more is allowed",
            })
    void shouldRefuseInOneSentenceWhenTheWordsAreWrong(final String words, final String sentence)
            throws IOException, InterruptedException {
        final Answer answer = stats(words.split(" ", -1));
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.errors().lines()).hasSize(1).allMatch(line -> line.startsWith("weir stats: " + sentence));
    }
}
