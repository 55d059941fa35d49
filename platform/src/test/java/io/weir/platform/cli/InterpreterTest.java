package io.weir.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.CommandCall;
import io.weir.cli.CommandSession;
import io.weir.cli.CommandSpec;
import io.weir.net.Ip4Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InterpreterTest {

    private static final List<String> WORDS = List.of(
            "show version", "show interface", "set interface state", "clear errors", "show hardware-interfaces");

    private final CommandTree tree = new CommandTree();
    private final Interpreter interpreter = new Interpreter(tree);
    private final StringBuilder out = new StringBuilder();
    private CommandCall last;

    InterpreterTest() {
        final Map<String, Integer> interfaces = Map.of("local0", 0, "pg0", 1, "pg1", 2);
        tree.registerType("interface", new NamedType<>("interface", interfaces::get, interfaces::keySet));
        BasicCommands.register(interpreter, MainTime.alone());
        for (final String pattern : List.of(
                "show version",
                "show interface [<of:interface>]",
                "show interface address",
                "show hardware-interfaces",
                "show ip fib [<prefix:ip4-prefix>]",
                "show ip neighbors",
                "show trace [max <count:int>]",
                "clear errors",
                "set interface state <interface> up|down",
                "set interface ip address [del] <interface> <prefix:ip4-prefix>",
                "set interface ip address [del] <interface> <prefix:ip6-prefix>",
                "set ttl-guard floor <ttl:int 1..255>",
                "set setting <interface> <setting> <value:string> <low:int>",
                "ip route [add|del] <prefix:ip4-prefix> [table <table:int>]"
                        + " [via (drop | <interface> | <next-hop:ip4> [<interface>])]...",
                "create tap [id <id:int>] [host-ns <ns>] [host-ip4-addr <a:ip4-prefix>]",
                "packet-generator new <spec:braces>")) {
            tree.register("test", CommandSpec.of(pattern, "Help for " + pattern, this::run));
        }
    }

    private void run(final CommandCall call) {
        last = call;
        call.println("ran");
    }

    private Outcome execute(final String line) {
        last = null;
        return interpreter.execute(line, CommandSession.into(out));
    }

    @ParameterizedTest
    @CsvSource({
        "sh int",
        "sh ver",
        "sh int pg0",
        "sh int addr",
        "sh ip f",
        "sh ip fib 10.0.0.0/8",
        "cle er",
        "sh h",
        "set int ip addr pg0 192.168.1.1/24",
        "set int ip addr pg0 2001:db8::1/64",
        "set int st pg0 up",
        "ip route 10.0.0.0/8 via drop",
        "create tap",
        "create tap host-ns X id 0 host-ip4-addr 10.0.0.1/24"
    })
    void shouldRunWhenWordsAreAbbreviated(final String line) {
        assertThat(execute(line)).isEqualTo(Outcome.done());
        assertThat(last).isNotNull();
    }

    @Property(tries = 200)
    void shouldUnderstandEveryUniqueBeginningOfAWord(
            @ForAll @IntRange(max = 4) final int which, @ForAll @IntRange(max = 30) final int cut) {
        final String line = WORDS.get(which);
        final String shortened = line.substring(0, Math.max(line.lastIndexOf(' ') + 3, line.length() - cut));
        final Outcome outcome = interpreter.execute(
                line.startsWith("set") ? shortened + " pg0 up" : shortened, CommandSession.into(out));
        assertThat(outcome).isEqualTo(Outcome.done());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "show nonsense # show: unknown input `nonsense', expected hardware-interfaces, interface, ip, trace or version",
                "s v # ambiguous input `s', could be set or show",
                "bogus # unknown input `bogus', expected clear, comment, create, exec, help, ip or 3 more that `?' lists",
                "shov version # unknown input `shov', did you mean `show'?",
                "set # set: expected interface, setting or ttl-guard",
                "set interface state pg9 up # set interface state: unknown interface `pg9'",
                "set interface state # set interface state: expected an interface",
                "set interface state pg0 # set interface state: expected down or up after `pg0'",
                "set setting pg0 # set setting: expected <setting> (a word) after `pg0'",
                "set setting pg0 { x } # set setting: expected <setting> (a word), got `{ x }'",
                "set setting pg0 \"\" 1 # set setting: <setting>: `\"\"' is empty, expected a word",
                "set setting pg0 x \"\" # set setting: expected <low> (a number) after `\"\"'",
                "set int ip addr pg0 192.168.1.1/99 "
                        + "# set interface ip address: <prefix>: `192.168.1.1/99': the prefix length must be 0..32",
                "ip route add 10.0.0.0/8 via 1.2.3.4 pg7 # ip route: unknown interface `pg7'",
                "ip route add # ip route: expected <prefix> (an IPv4 prefix a.b.c.d/length) after `add'",
                "ip route 10.0.0.0/8 table # ip route: expected <table> (a number) after `table'",
                "set ttl-guard floor 0 # set ttl-guard floor: <ttl>: `0' is not in 1..255",
                "set ttl-guard floor -1 # set ttl-guard floor: <ttl>: `-1' is not in 1..255",
                "set ttl-guard floor 99999999999999999999 # set ttl-guard floor: <ttl>: `99999999999999999999' is not in 1..255",
                "set ttl-guard floor x # set ttl-guard floor: <ttl>: `x' is no number, expected a number 1..255",
                "set ttl-guard floor \"\" # set ttl-guard floor: <ttl>: `' is no number, expected a number 1..255",
                "set ttl-guard floor \"1 # set ttl-guard floor: no `\"' closes `\"1'",
                "show version 3 # show version: unknown input `3' after the end of the command",
                "create tap id 0 id 1 # create tap: unknown input `id', expected host-ip4-addr or host-ns",
                "packet-generator new { name s0 # packet-generator new: no `}' closes `{ name s0'",
                "packet-generator new x # packet-generator new: expected <spec> ({ ... }), got `x'",
                "exec nofile # exec: failed to open `nofile': no such file"
            })
    void shouldNameTheInputWhenRefusing(final String line, final String sentence) {
        assertThat(execute(line)).isEqualTo(Outcome.refused(sentence));
        assertThat(last).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "show %s",
                "show interface %s",
                "set ttl-guard floor %s",
                "ip route %s",
                "set interface ip address pg0 %s",
                "show version %s",
                "packet-generator new {%s",
                "exec %s"
            })
    void shouldStayShortWhenTheInputIsLong(final String line) {
        for (final String character : List.of("x", "7", ".", ":")) {
            final String sentence =
                    execute(line.formatted(character.repeat(100_000))).sentence();
            assertThat(sentence).contains(character.repeat(20) + "...").hasSizeLessThan(300);
        }
        assertThat(last).isNull();
    }

    @Test
    void shouldHandOverArgumentsOfRepeatedGroups() {
        execute("ip route add 20.0.0.0/8 via 192.168.2.2 pg1 via 192.168.2.3");
        assertThat(last.has("add")).isTrue();
        assertThat(last.has("del")).isFalse();
        assertThat(last.getIp4Prefix("prefix")).hasToString("20.0.0.0/8");
        assertThat(last.getInt("table", 7)).isEqualTo(7);
        assertThat(last.list("next-hop", Integer.class))
                .containsExactly(Ip4Address.parse("192.168.2.2"), Ip4Address.parse("192.168.2.3"));
        assertThat(last.groups("via")).hasSize(2);
        assertThat(last.groups("via").getFirst().getInterface("interface")).isEqualTo(2);
        assertThat(last.groups("via").getLast().has("interface")).isFalse();
    }

    @Test
    void shouldTakeBlocksVerbatim() {
        execute("packet-generator new { name s0 data { UDP: 1.2.3.4 -> 5.6.7.8 }\n limit 3 }");
        assertThat(last.get("spec")).isEqualTo(" name s0 data { UDP: 1.2.3.4 -> 5.6.7.8 }\n limit 3 ");
    }

    @Test
    void shouldRefuseWhenCommandClashesAndAcceptItOnceTheOtherIsGone() {
        final CommandSpec mine = CommandSpec.of("show x [a] [b]", "x", this::run);
        final Registration registration = tree.register("one", mine);
        final CommandSpec other = CommandSpec.of("show x [b] [a]", "x", this::run);
        assertThatThrownBy(() -> tree.register("two", other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("command `show x [b] [a]' of two clashes with `show x [a] [b]' of one");
        registration.close();
        assertThat(execute("show x").isDone()).isFalse();
        tree.register("two", other);
        assertThat(execute("show x").isDone()).isTrue();
    }

    @Test
    void shouldRefuseWhenTwoCommandsFitEquallyWell() {
        tree.register("one", CommandSpec.of("show y <n:int 1..5>", "y", this::run));
        tree.register("two", CommandSpec.of("show y <n:int 3..9>", "y", this::run));
        assertThat(execute("show y 2").isDone()).isTrue();
        assertThat(execute("show y 4").sentence()).contains("ambiguous", "show y <n:int 1..5>", "show y <n:int 3..9>");
    }

    @Test
    void shouldSayWhoFailedWhenHandlerThrows() {
        tree.register("bad", CommandSpec.of("crash", "Crash", call -> {
            throw new IllegalStateException("boom");
        }));
        assertThat(execute("crash").sentence()).contains("crash: failed in bad", "boom");
    }

    @Test
    void shouldCompleteWordsAndNames() {
        assertThat(interpreter.complete("sh i", 4)).extracting(Completion::word).containsExactly("interface", "ip");
        assertThat(interpreter.complete("set int state p", 15))
                .extracting(Completion::word)
                .containsExactly("pg0", "pg1");
        assertThat(interpreter.complete("set int state pg0 ", 18))
                .extracting(Completion::word)
                .containsExactly("down", "up");
        assertThat(interpreter.complete("bogus ", 6)).isEmpty();
        execute("show ip ?");
        assertThat(out).contains("fib", "neighbors", "Help for show ip neighbors");
    }

    @Test
    void shouldRunScriptUpToTheFirstMistake(@TempDir final Path directory) throws IOException {
        final Path script = directory.resolve("a.cli");
        Files.writeString(script, """
                # interfaces
                show version
                comment {
                  nothing { at } all
                }
                show nonsense
                show version
                """);
        assertThat(execute("exec " + script).sentence()).startsWith("exec: " + script + ":6: show: unknown input");
        assertThat(out).hasToString("ran\n");
    }

    @Test
    void shouldRefuseWhenScriptRunsItself(@TempDir final Path directory) throws IOException {
        final Path script = directory.resolve("loop.cli");
        Files.writeString(script, "exec " + script + "\n");
        assertThat(execute("exec " + script).sentence())
                .isEqualTo("exec: " + script + ":1: exec: `" + script + "' would be nested more than 16 deep");
    }

    @Test
    void shouldPreferAnAbbreviatedWordToAnArgumentThatFitsAnything() {
        tree.register("test", CommandSpec.of("show node counters", "Show counters", this::run));
        tree.register("test", CommandSpec.of("show node <name>", "Show a node", this::run));
        execute("show node count");
        assertThat(last.has("counters")).isTrue();
        execute("show node ip4-input");
        assertThat(last.get("name")).isEqualTo("ip4-input");
    }

    @Test
    void shouldPreferANameThatExistsToAnAbbreviatedWord() {
        tree.registerType("x", new NamedType<>("x", Map.of("ad", 1)::get, List::of));
        tree.register("test", CommandSpec.of("show z address", "z", this::run));
        tree.register("test", CommandSpec.of("show z <x>", "z", this::run));
        execute("show z ad");
        assertThat(last.has("x")).isTrue();
        execute("show z add");
        assertThat(last.has("address")).isTrue();
    }

    @Test
    void shouldRefuseWhenAnArgumentTypeFails() {
        tree.registerType("bad", new NamedType<>("bad", word -> Integer.valueOf(word), () -> {
            throw new IllegalStateException("boom");
        }));
        tree.register("test", CommandSpec.of("use <bad>", "Use it", this::run));
        assertThat(execute("use x").sentence()).startsWith("use: `x' cannot be read");
        assertThat(interpreter.complete("use ", 4)).isEmpty();
    }

    @Test
    void shouldTakeManyOccurrencesOfARepeatedGroup() {
        execute("ip route 10.0.0.0/8" + " via drop".repeat(2_000));
        assertThat(last.groups("via")).hasSize(2_000);
        assertThat(execute("ip route 10.0.0.0/8" + " via drop".repeat(6_000)).sentence())
                .contains("more than 10000 words");
    }

    @Property(tries = 300)
    void shouldNeverThrowWhateverIsTyped(@ForAll final String line) {
        assertThat(interpreter.execute(line, CommandSession.into(out))).isNotNull();
        assertThat(interpreter.complete(line, line.length())).isNotNull();
        assertThat(interpreter.help("show " + line, line.length())).isNotNull();
    }
}
