package io.weir.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.Command;
import io.weir.cli.CommandSpec;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which commands can't be there beside each other. */
class OverlapTest {
    private final CommandTree tree = new CommandTree();

    private static CommandSpec spec(final String pattern) {
        final AtomicReference<CommandSpec> spec = new AtomicReference<>();
        new Command(pattern, "Help", spec::set).run(call -> {});
        return spec.get();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "show interface [<name:word>]... ; show interface",
                "show interface [<name:word>]... ; show interface <other:word>",
                "show interface [<name:word>]... ; show interface <a:word> <b:word> [brief]",
                "show plugins [verbose] ; show plugins verbose",
                "show (runtime|errors) [max <n:int>] ; show errors",
                "set [a] [b] [c] ; set c a",
            })
    void shouldRefuseWhatALineWouldFitAsWell(final String one, final String other) {
        tree.register("one", spec(one));
        assertThatThrownBy(() -> tree.check("other", spec(other), Set.of()))
                .hasMessage("command `" + other + "' of other clashes with `" + one + "' of one");
        tree.check("other", spec(other), Set.of("one"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "show interface [<name:word>]... ; show interface rx-placement",
                "show interface <name:word> ; show interface",
                "show x <n:int> ; show x <name:word>",
                "show x [a] [b] ; show x a b c",
            })
    void shouldLeaveBesideEachOtherWhatCanBeTold(final String one, final String other) {
        tree.register("one", spec(one));
        tree.register("other", spec(other));
        assertThat(tree.commands()).hasSize(2);
    }

    @Test
    void shouldEndWithPatternsOfManyOptions() {
        tree.register("one", spec("set [a] [b] [c] [d] [e] [f] [g] [h] [i] [j] x"));
        tree.register("other", spec("set [a] [b] [c] [d] [e] [f] [g] [h] [i] [j] y"));
        assertThat(tree.commands()).hasSize(2);
    }
}
