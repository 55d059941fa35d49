package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.CommandPattern.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandPatternTest {

    @Test
    void shouldReadArgumentsWithTheirTypes() {
        final var elements = CommandPattern.parse("set ttl-guard floor <ttl:int 1..255>")
                .root()
                .elements();
        assertThat(elements).hasSize(4);
        assertThat(elements.getFirst()).isEqualTo(new Element.Word("set"));
        assertThat(elements.getLast()).isEqualTo(new Element.Argument("ttl", "int", "1..255"));
    }

    @Test
    void shouldGatherNeighbouringOptionalGroups() {
        final var elements = CommandPattern.parse("create tap [id <id:int>] [host-ns <ns>] [a|b]...")
                .root()
                .elements();
        assertThat(elements).hasSize(3);
        assertThat(elements.getLast())
                .isInstanceOfSatisfying(Element.Options.class, options -> assertThat(options.groups())
                        .extracting(CommandPattern.Group::name)
                        .containsExactly("id", "host-ns", "a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<a:int>",
                "[show] it",
                "show [",
                "show ]",
                "show <a",
                "show <a:>",
                "show [[a]]",
                "show a|",
                "show (a | )",
                "show <a b>",
                "show ...",
                "show it [<it:int>]"
            })
    void shouldRefuseWhenPatternIsWrong(final String pattern) {
        assertThatThrownBy(() -> CommandPattern.parse(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldLayOutColumnsAsVppDoes() {
        assertThat(Columns.of("%=8s%-6s%4s").line("Name", "ab", 12)).isEqualTo("  Name  ab      12");
    }

    @Test
    void shouldPutOddBlankToTheLeftWhenCentred() {
        assertThat(Columns.of("%=5s%=10s|").line("Idx", "State")).isEqualTo(" Idx    State  |");
    }
}
