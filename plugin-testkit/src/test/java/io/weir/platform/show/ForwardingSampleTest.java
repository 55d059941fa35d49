package io.weir.platform.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs what VPP's sample runs, as far as the platform goes without IPv4, and compares the tables with VPP's. */
class ForwardingSampleTest {
    private static final String RUNTIME_HEADING =
            "             Name                 State         Calls          Vectors        Suspends"
                    + "      Packet-Clocks   Vectors/Call";
    private static final String RUNTIME_ROW =
            "pg1-tx                           active                  4            1000               0"
                    + "          2.27e1          250.00";
    private static final String DATA = " size 64-64 worker 0 interface pg0 data { UDP: 192.168.1.2 -> 10.0.0.0"
            + " + 10.255.255.255 UDP: 4321 -> 1234 length 30 checksum 0 incrementing 1 } }";

    private static TestHost forwarded(final int workers) {
        final TestHost host = TestHost.withWorkers(workers);
        host.cli("create packet-generator interface pg0");
        host.cli("create packet-generator interface pg1");
        host.cli("set int state pg0 up");
        host.cli("set int state pg1 up");
        host.cli("packet-generator new { name s0 limit 1000 node pg1-output" + DATA);
        host.cli("packet-generator new { name s1 limit 10 node ethernet-input"
                + DATA.replace("{ UDP", "{ IP4: 2:2:2:2:2:2 -> ff:ff:ff:ff:ff:ff UDP"));
        host.cli("trace add pg-input 3");
        host.cli("packet-generator enable");
        host.until(() -> !host.cli("show packet-generator").contains("Yes"));
        host.untilIdle();
        return host;
    }

    private static String lineOf(final String output, final String begin) {
        return output.lines()
                .filter(line -> line.startsWith(begin))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line begins with `" + begin + "' in\n" + output));
    }

    /** Columns at which the words of a line end. */
    private static List<Integer> ends(final String line) {
        return new ArrayList<>(Pattern.compile("\\S+")
                .matcher(line)
                .results()
                .map(MatchResult::end)
                .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldShowRuntimeOfEachThreadAsVppDoes(final int workers) {
        try (TestHost host = forwarded(workers)) {
            final String out = host.cli("show runtime");
            final String[] threads = out.split("---------------\n", -1);
            assertThat(threads).hasSize(workers + 1);
            final int busy = workers == 0 ? 0 : 1;
            final String thread = threads[busy];
            final String name = busy == 0 ? "weir_main" : "weir_wk_0";
            assertThat(thread.lines().toList().get(0)).matches("Thread " + busy + " " + name + " \\(lcore \\d+\\)");
            assertThat(thread.lines().toList().get(1))
                    .matches("Time \\d+\\.\\d, 10\\.000000 sec internal node vector rate \\d+\\.\\d\\d"
                            + " loops/sec \\d+\\.\\d\\d");
            final String rate = "\\d\\.\\d{4}e-?\\d+";
            assertThat(thread.lines().toList().get(2))
                    .matches("  vector rates in %s, out %s, drop %s, punt 0\\.0000e0".formatted(rate, rate, rate));
            assertThat(thread.lines().toList().get(3)).isEqualTo(RUNTIME_HEADING);
            final String row = lineOf(thread, "pg1-tx ");
            assertThat(ends(row)).isEqualTo(ends(RUNTIME_ROW));
            assertThat(row.substring(0, 42)).isEqualTo(RUNTIME_ROW.substring(0, 42));
            assertThat(row).containsPattern(" 1000 +0 +\\d\\.\\d\\de\\d+ ");
            assertThat(lineOf(thread, "pg-input ")).contains(" disabled ", " 1010 ");
            assertThat(lineOf(thread, "error-drop ")).contains(" 10 ");
            assertThat(threads[0]).contains("\"event wait\"");
        }
    }

    @Test
    void shouldCountFromZeroWhenRuntimeIsCleared() {
        try (TestHost host = forwarded(1)) {
            host.cli("clear runtime");
            assertThat(host.cli("show runtime")).doesNotContain("pg1-tx").contains("out 0.0000e0");
            assertThat(lineOf(host.cli("show runtime verbose pg1-tx"), "pg1-tx "))
                    .contains(" 0 ", "0.00e0");
            assertThat(host.cli("sh run ti")).contains("Packet-ns").doesNotContain("Clocks");
            assertThat(host.cli("show runtime max")).contains("Max Node Clocks", "longest loop turn");
            assertThat(host.cli("show runtime summary"))
                    .doesNotContain("Packet-Clocks")
                    .contains("loops/sec");
        }
    }

    @Test
    void shouldShowErrorsAsVppDoes() {
        try (TestHost host = forwarded(1)) {
            final List<String> lines = host.cli("show errors").lines().toList();
            assertThat(lines.getFirst())
                    .isEqualTo("   Count                  Node                              Reason"
                            + "               Severity");
            assertThat(lines).hasSize(2);
            assertThat(lines.get(1))
                    .startsWith("        10           ethernet-input  ")
                    .contains("error");
            assertThat(host.cli("show errors verbose")).contains("Thread 1 (weir_wk_0):", "Total:");
            host.cli("clear errors");
            assertThat(host.cli("show errors").lines()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldShowInterfacesAsVppDoes(final int workers) {
        try (TestHost host = forwarded(workers)) {
            assertThat(host.cli("show interface")).isEqualTo("""
                                  Name               Idx    State  MTU (L3/IP4/IP6/MPLS)     Counter          Count
                    local0                            0     down          0/0/0/0
                    pg0                               1      up          9000/0/0/0     rx packets                  1010
                                                                                        rx bytes                   64640
                                                                                        drops                         10
                    pg1                               2      up          9000/0/0/0     tx packets                  1000
                                                                                        tx bytes                   64000
                    """);
            host.cli("clear interfaces");
            assertThat(host.cli("show interface pg0").lines().toList().getLast())
                    .isEqualTo("pg0                               1      up          9000/0/0/0");
        }
    }

    @Test
    void shouldShowTracesOfEachThread() {
        try (TestHost host = forwarded(1)) {
            final String out = host.cli("show trace");
            assertThat(out)
                    .startsWith("""
                            ------------------- Start of thread 0 weir_main -------------------
                            No packets in trace buffer
                            ------------------- Start of thread 1 weir_wk_0 -------------------
                            Packet 1

                            """)
                    .contains("\nPacket 3\n\n", ": pg1-output\n  pg1")
                    .doesNotContain("Packet 4");
            assertThat(host.cli("show trace max 2"))
                    .contains("Packet 2")
                    .doesNotContain("Packet 3")
                    .contains("Limiting display to 2 of 3 packets. To display more specify max.");
            host.cli("clear trace");
            assertThat(host.cli("show trace")).doesNotContain("Packet");
        }
    }

    @Test
    void shouldShowNodesWithWhatTheySendAndWhoSendsToThem() {
        try (TestHost host = forwarded(1)) {
            final String output = host.cli("show node pg1-output");
            assertThat(output).startsWith("node pg1-output, type internal, state active, index ");
            assertThat(output).contains("\n    next-index  node-index               Node               Vectors\n");
            assertThat(output).containsPattern("\n         0 +\\d+ +pg1-tx +1000\n");
            assertThat(output).containsPattern("known previous nodes:\n    pg-input \\(\\d+\\)");
            assertThat(host.cli("show node pg-input")).contains("type input, state disabled");
            assertThat(host.cli("show graph pg1-tx")).containsPattern("pg1-tx \\(\\d+\\) +pg1-output\n");
            assertThat(host.cli("show vlib graph")).contains("error-drop (");
        }
    }
}
