package io.weir.acl.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.AclPlugin;
import io.weir.acl.internal.RouterBase;
import io.weir.cli.CommandException;
import io.weir.cli.CommandSession;
import io.weir.memory.OffHeap;
import io.weir.platform.thread.MainLoop;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Main goes on while lists are read and compiled; commands that change them take turns; a plugin that goes waits for none. */
@Timeout(120)
class LongChangeTest extends RouterBase {
    private static final int RULES = 30_000;

    @TempDir
    private Path directory;

    private final List<String> ended = new ArrayList<>();

    /** A user like those of the command line, who may interrupt. */
    private final class User implements CommandSession {
        private final MainLoop main = host.host().main();
        private boolean cancelled;

        @Override
        public void print(final CharSequence text) {
            // Nobody reads it.
        }

        @Override
        public boolean awaitUntil(final BooleanSupplier condition, final long timeoutNs) {
            if (!main.lend(() -> cancelled || condition.getAsBoolean())) {
                throw new CommandException("interrupted by a change of plugins");
            }
            return condition.getAsBoolean();
        }
    }

    /** Has a user begin a command; what it comes to is told later. */
    private User begin(final String command) {
        final User user = new User();
        host.host()
                .main()
                .executeTask(() -> ended.add(
                        host.host().interpreter().execute(command, user).sentence()));
        return user;
    }

    private static boolean compiling() {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> "acl-compile".equals(thread.getName()));
    }

    /** A list that permits one port of the service, and denies so many others. */
    private String file(final int port) {
        final StringBuilder rules = new StringBuilder("permit proto udp dport " + port + "\n");
        for (int i = 0; i < RULES; i++) {
            rules.append("deny src 10.%d.%d.0/24 dst 192.168.%d.0/24 proto tcp dport %d%n"
                    .formatted(i >> 8 & 255, i & 255, i % 200, 1 + i * 31 % 60_000));
        }
        try {
            return Files.writeString(directory.resolve("rules" + port), rules).toString();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int port(final int port) {
        return passed(left, TestPacket.udp(LEFT4, RIGHT4).ports(1, port));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGoOnWhileAListIsCompiled(final int workers) {
        run(workers, () -> {
            host.cli("set acl-plugin acl permit proto udp dport 7");
            host.cli("set acl-plugin interface left input acl 0");
            begin("acl load " + file(8) + " index 0");
            host.until(LongChangeTest::compiling);
            int rounds = 0;
            while (ended.isEmpty()) {
                final int old = port(7);
                final int fresh = port(8);
                if (ended.isEmpty()) {
                    assertThat(List.of(old, fresh))
                            .as("nothing has changed yet")
                            .containsExactly(1, 0);
                    rounds++;
                }
            }
            assertThat(rounds).isPositive();
            assertThat(ended).containsExactly("");
            assertThat(List.of(port(7), port(8))).containsExactly(0, 1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldChangeListsInTheOrderOfCommands(final int workers) {
        run(workers, () -> {
            host.cli("set acl-plugin acl permit proto udp dport 7");
            host.cli("set acl-plugin interface left input acl 0");
            begin("acl load " + file(8) + " index 0");
            host.until(LongChangeTest::compiling);
            begin("set acl-plugin acl index 0 permit proto udp dport 9");
            begin("set acl-plugin interface left input acl 0 del");
            begin("delete acl-plugin acl index 0");
            host.until(() -> ended.size() == 4);
            assertThat(ended).containsExactly("", "", "", "");
            assertThat(host.cli("show acl-plugin memory")).contains("0 lists, 0 bytes");
            assertThat(List.of(port(7), port(8), port(9))).containsExactly(1, 1, 1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldChangeNothingWhereTheUserGoesOrTheFileIsWrong(final int workers) throws IOException {
        Files.writeString(directory.resolve("wrong"), "permit\npermit src nowhere\n");
        run(workers, () -> {
            host.cli("set acl-plugin acl permit proto udp dport 7");
            host.cli("set acl-plugin interface left input acl 0");
            final long reserved = OffHeap.reservedBytes();
            final User user = begin("acl load " + file(8) + " index 0");
            host.until(LongChangeTest::compiling);
            user.cancelled = true;
            host.until(() -> ended.size() == 1);
            begin("acl load " + directory.resolve("wrong") + " index 0");
            host.until(() -> ended.size() == 2);
            assertThat(ended.getFirst()).contains("interrupted");
            assertThat(ended.getLast()).contains("nowhere").contains("2");
            assertThat(compiling()).isFalse();
            assertThat(List.of(port(7), port(8))).containsExactly(1, 0);
            assertThat(OffHeap.reservedBytes()).isEqualTo(reserved);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldUpgradeAndUnloadInTheMiddleOfACompilation(final int workers) {
        runWithout(workers, () -> {
            final PluginJar jar = PluginJar.of("acl", "0.1.0", AclPlugin.class);
            host.load(jar.write(directory));
            host.cli("set acl-plugin acl permit proto udp dport 7");
            host.cli("set acl-plugin interface left input acl 0");
            begin("acl load " + file(8) + " index 0");
            host.until(LongChangeTest::compiling);
            host.upgrade(jar.version("0.2.0").write(directory), "--no-shadow");
            host.until(() -> ended.size() == 1);
            assertThat(host.faults()).isZero();
            assertThat(List.of(port(7), port(8))).as(ended.getFirst()).isIn(List.of(1, 0), List.of(0, 1));
            begin("acl load " + file(9) + " index 0");
            host.until(LongChangeTest::compiling);
            host.unload("acl");
            host.until(() -> ended.size() == 2);
            assertThat(compiling()).isFalse();
            assertThat(List.of(port(7), port(8), port(9))).containsExactly(1, 1, 1);
        });
    }
}
