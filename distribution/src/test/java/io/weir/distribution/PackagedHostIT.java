package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The distribution as a user unpacks it: its start, its answers, its ends. */
class PackagedHostIT extends PackagedHost {
    @Test
    void shouldAnswerAndEndWithZeroWhenTerminated() throws IOException, InterruptedException {
        final Process host = startReady();
        assertThat(ctl("show", "version"))
                .matches(answer -> answer.status() == 0 && answer.text().startsWith("weir v"));
        assertThat(ctl("show", "plugins").text()).contains("ip4");
        assertThat(ctl("show", "nonsense").status()).isEqualTo(1);
        assertThat(end(host)).isZero();
        assertThat(directory.resolve("cli.sock")).doesNotExist();
        assertThat(ctl("show", "version").status()).isEqualTo(2);
        assertThat(log()).doesNotContain("ERROR").doesNotContain("Exception");
    }

    @Test
    void shouldTakeItsTapsAlongWhenTerminated() throws IOException, InterruptedException {
        try (Namespace namespace = new Namespace()) {
            final Process host = startReady("cpu { workers 1 }");
            final Answer made = ctl("create tap id 0 host-ns " + namespace.name() + " host-if-name eth0");
            assertThat(made).isEqualTo(new Answer(0, "tap0\n"));
            assertThat(namespace.links()).contains("eth0");
            assertThat(end(host)).isZero();
            assertThat(namespace.links()).doesNotContain("eth0");
        }
    }

    @Test
    void shouldEndInTimeAndLeaveNothingWhenItIsLarge() throws IOException, InterruptedException {
        final StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            lines.append("create loopback interface\nset interface state loop")
                    .append(i)
                    .append(" up\n");
            lines.append("set interface ip address loop%d 10.%d.%d.1/24\n".formatted(i, i / 250, i % 250));
        }
        lines.append("ip route add count 1000000 20.0.0.0/24 via 10.0.0.2 loop0\n");
        final Path script = Files.writeString(directory.resolve("script"), lines);
        final Process host = startReady("unix { exec " + script + " }");
        assertThat(end(host)).as(log()).isZero();
        assertThat(directory.resolve("cli.sock")).doesNotExist();
        assertThat(directory.resolve("stats.seg")).doesNotExist();
        assertThat(directory.resolve("stats.sock")).doesNotExist();
    }

    @Test
    void shouldLeaveNothingBehindWhenMainDoesNotEnd() throws IOException, InterruptedException {
        final Process host = startReady(plugin("stuck", StuckPlugin.class, ""), "plugins { no-watch }");
        try (Namespace namespace = new Namespace()) {
            assertThat(ctl("create tap id 0 host-ns " + namespace.name() + " host-if-name eth0"))
                    .isEqualTo(new Answer(0, "tap0\n"));
            assertThat(runtimeFiles())
                    .contains("cli.sock", "stats.seg", "stats.sock")
                    .hasSize(4);
            ctl("keep main");
            while (!log().contains("has been in process node stuck-process")) {
                assertThat(host.isAlive()).isTrue();
                Thread.sleep(10);
            }
            assertThat(end(host)).as(log()).isEqualTo(4);
            assertThat(runtimeFiles()).isEmpty();
            assertThat(namespace.links()).doesNotContain("eth0");
            assertThat(log()).contains("weir: main does not end, the process is given up", "StuckPlugin");
        }
    }

    /** Names of what the host has made in its runtime directory. */
    private List<String> runtimeFiles() {
        return Stream.of(directory.toFile().list())
                .filter(name -> !List.of("empty.conf", "err", "plugins").contains(name))
                .toList();
    }

    @Test
    void shouldStartAgainWhenKilled() throws IOException, InterruptedException {
        try (Namespace namespace = new Namespace()) {
            final String tap = "create tap id 0 host-ns " + namespace.name() + " host-if-name eth0";
            final Process first = startReady();
            assertThat(ctl(tap).status()).isZero();
            first.destroyForcibly().waitFor();
            assertThat(directory.resolve("cli.sock")).exists();
            final Process second = startReady();
            assertThat(ctl(tap)).isEqualTo(new Answer(0, "tap0\n"));
            assertThat(end(second)).isZero();
        }
    }

    @Test
    void shouldRefuseWhenAnotherHostHasTheSocket() throws IOException, InterruptedException {
        final Process first = startReady();
        final Process second = start();
        assertThat(second.waitFor()).isEqualTo(1);
        // The first one may have something to say too, on a busy machine.
        assertThat(log()).startsWith("weir: another host listens at " + directory + "/cli.sock\n");
        assertThat(ctl("show version").status()).isZero();
        assertThat(end(first)).isZero();
    }

    @Test
    void shouldLeaveTheOtherHostsStatisticsAloneWhenItSharesTheDirectory() throws IOException, InterruptedException {
        final Process first = startReady();
        final Process second = start("unix { cli-listen " + directory + "/other.sock }");
        assertThat(second.waitFor()).isEqualTo(1);
        assertThat(log()).startsWith("weir: another host keeps its statistics at " + directory + "/stats.seg");
        assertThat(directory.resolve("stats.seg")).exists();
        assertThat(directory.resolve("other.sock")).doesNotExist();
        assertThat(end(first)).isZero();
    }

    @Test
    void shouldSayWhyItCannotListen() throws IOException, InterruptedException {
        final Process host = start("unix { runtime-dir /proc/x }");
        assertThat(host.waitFor()).isEqualTo(1);
        assertThat(log())
                .startsWith("weir: cannot listen at /proc/x/cli.sock: ")
                .contains("there is no /proc/x");
    }

    @Test
    void shouldLeaveTheReportOfACrashWhereTheLogIs() throws IOException, InterruptedException {
        final Process host = startReady();
        assertThat(new ProcessBuilder("kill", "-SEGV", Long.toString(host.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(host.waitFor()).isEqualTo(134);
        assertThat(log()).contains("A fatal error has been detected", "SIGSEGV");
        assertThat(directory.toFile().list()).noneMatch(name -> name.startsWith("hs_err"));
    }

    @Test
    void shouldRefuseALogThatCannotBeWritten() throws IOException, InterruptedException {
        final Process host = start("unix { log " + directory + " }");
        assertThat(host.waitFor()).isEqualTo(2);
        assertThat(log()).isEqualTo("weir: unix log: " + directory + " is a directory, a file is expected\n");
    }

    @Test
    void shouldLetNobodyWriteWhatItMakesWhateverTheUmask() throws IOException, InterruptedException {
        final Path runtime = directory.resolve("run");
        final Path empty = Files.writeString(directory.resolve("none.conf"), "");
        final ProcessBuilder builder = new ProcessBuilder(
                "bash",
                "-c",
                "umask 000; exec \"$0\" \"$@\"",
                LAUNCHER,
                "run",
                "-c",
                empty.toString(),
                "unix { runtime-dir " + runtime + " log " + runtime + "/log }",
                "buffers { buffers-per-numa 2048 }");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        final Process host =
                builder.redirectError(directory.resolve("err").toFile()).start();
        started.add(host);
        assertThat(host.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("weir: ready");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(runtime)))
                .isEqualTo("rwxr-xr-x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(runtime.resolve("cli.sock"))))
                .isEqualTo("rw-rw----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(runtime.resolve("log"))))
                .isEqualTo("rw-r--r--");
        assertThat(end(host)).isZero();
    }

    @Test
    void shouldAcceptAgainWhenDescriptorsRanOut() throws Exception {
        final Process host = startReady();
        final int open = new File("/proc/" + host.pid() + "/fd").list().length;
        final String limit = "--nofile=" + (open + 10);
        assertThat(new ProcessBuilder("prlimit", "--pid", Long.toString(host.pid()), limit)
                        .start()
                        .waitFor())
                .isZero();
        final List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            silent.add(SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("cli.sock"))));
        }
        while (!log().contains("cannot accept a client")) {
            assertThat(host.isAlive()).isTrue();
            Thread.sleep(10);
        }
        final Answer full = ctl("show version");
        for (final SocketChannel each : silent) {
            each.close();
        }
        assertThat(full.status() == 0 || full.text().contains("no file descriptor left"))
                .as(full.text())
                .isTrue();
        assertThat(ctl("show version").text()).startsWith("weir v");
        assertThat(end(host)).isZero();
    }

    @Test
    void shouldGoOnAfterARefusedLineWhenAsked() throws Exception {
        final Process host = startReady();
        final Path script = Files.writeString(directory.resolve("script"), "show version\nbogus\nshow version\n");
        final ProcessBuilder builder = new ProcessBuilder(LAUNCHER, "ctl", "--keep-going").redirectErrorStream(true);
        builder.environment().put("WEIR_SOCKET", directory + "/cli.sock");
        final Process client = builder.redirectInput(script.toFile()).start();
        assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("line 2: unknown input `bogus'"));
        assertThat(client.waitFor()).isEqualTo(1);
        assertThat(end(host)).isZero();
    }

    @Test
    void shouldSayThatNoAnswerComes() throws Exception {
        final Path socket = directory.resolve("mute.sock");
        try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mute.bind(UnixDomainSocketAddress.of(socket));
            final ProcessBuilder builder = new ProcessBuilder(LAUNCHER, "ctl", "-s", socket.toString(), "show version");
            final Process client = builder.redirectErrorStream(true).start();
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("weir ctl: the host at " + socket + " has not answered for 10 s");
            assertThat(client.waitFor()).isEqualTo(2);
        }
    }

    @Test
    void shouldNameEveryMistakeWhenTheConfigurationIsWrong() throws IOException, InterruptedException {
        final Process host = start("cpu { workers 999 }", "buffers { page-size 3M }", "unix { log-level loud }");
        assertThat(host.waitFor()).isEqualTo(2);
        assertThat(log().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("weir: "))
                .anyMatch(line -> line.contains("workers") && line.contains("999"))
                .anyMatch(line -> line.contains("page-size") && line.contains("3M"))
                .anyMatch(line -> line.contains("log-level") && line.contains("loud"));
        assertThat(directory.resolve("cli.sock")).doesNotExist();
    }

    @Test
    void shouldNameWhatFillsTheHeapAndEndWithThreeWhenItIsUsedUp() throws IOException, InterruptedException {
        javaOptions = "-Xms64m -Xmx64m";
        final Process host = startReady(claimingPlugin("claiming"));
        assertThat(log()).doesNotContain("heap");
        while (ctl("hoard").status() == 0) {
            Thread.onSpinWait();
        }
        assertThat(host.waitFor()).isEqualTo(3);
        assertThat(log())
                .containsPattern("heap is nearly used up: \\d+ of 64 MiB .* exit code 3\\. Most of it: "
                        + "\\d+ of \\[J in \\d+ KiB");
    }

    @Test
    void shouldPrintAndWriteTheReferenceWhenAsked() throws IOException, InterruptedException {
        final Path pages = directory.resolve("pages");
        for (final List<String> words : List.of(List.<String>of(), List.of(pages.toString()))) {
            final List<String> command = new ArrayList<>(List.of(LAUNCHER, "reference"));
            command.addAll(words);
            final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            final Process process = builder.start();
            final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isZero();
            assertThat(text.contains("# ip4")).isEqualTo(words.isEmpty());
        }
        assertThat(pages.resolve("README.md")).content().contains("[ip4](ip4.md)");
    }

    @Test
    void shouldGoOnWhenAStartupCommandIsRefused() throws IOException, InterruptedException {
        final Path file = Files.writeString(
                directory.resolve("setup.gate"),
                "create loopback interface\nno such command\ncreate loopback interface\n");
        final Process host = startReady("unix { exec " + file + " }");
        assertThat(log()).contains("setup.gate:2: ").contains("the host goes on");
        assertThat(ctl("show", "interface").text()).contains("loop0").doesNotContain("loop1");
        assertThat(end(host)).isZero();
    }
}
