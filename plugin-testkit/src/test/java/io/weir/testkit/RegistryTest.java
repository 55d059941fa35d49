package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.graph.Counter;
import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.graph.Order;
import io.weir.graph.Unit;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.platform.stats.CounterStore;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the host knows of what a plugin registered, while it is there and after. */
class RegistryTest {
    /** One of each kind. */
    private static final class Documented extends WeirPlugin {
        static final SectionSpec SECTION = SectionSpec.of("documented", "A section of a test's")
                .with(Setting.of("depth", SettingTypes.integer(1, 9), 3, "How deep | wide")
                        .alias("deep"))
                .with(SectionSpec.of("dev", "A device").labelled("NAME").with(Setting.flag("fast", "Be fast")));

        @Override
        public void register(final Registrar host) {
            host.setting(Setting.of("floor", SettingTypes.integer(1, 255), 2, "The lowest"));
            host.counter("checked", Unit.PACKETS);
            host.dropReason("too-low", "below the `floor'", DropReason.Severity.WARN);
            host.scratch("mark", 4);
            host.config(SECTION);
            final FeatureArc arc = new FeatureArc("documented-arc");
            host.arc(arc, "error-drop");
            host.node("documented-start", worker -> frame -> {})
                    .nexts(host.next("error-drop"))
                    .startsArc(arc);
            host.node("documented-guard", worker -> frame -> {})
                    .feature(arc, Order.after("x"), Order.before("error-drop"));
            host.command("show documented [up|down]", "Show with `quotes' and <brackets>")
                    .run(call -> {});
        }
    }

    @Test
    void shouldDocumentAPluginWhileItIsThere() {
        try (TestHost host = TestHost.withWorkers(0)) {
            final Ledger ledger = host.host().insert("documented", new Documented());
            final String page = host.cli("show reference plugin documented");
            assertThat(page)
                    .contains("- `show documented [up|down]`: Show with `quotes` and \\<brackets>\n")
                    .contains("### `documented { ... }`", "| `depth`, or `deep` | 1..9 | `3` | How deep \\| wide |")
                    .contains("#### `documented dev NAME { ... }`", "| `fast` | no value |  | Be fast |")
                    .contains("| `floor` | 1..255 | `2` | The lowest |")
                    .contains(
                            "| `documented-guard` | internal |  | on `documented-arc` after `x`, before `error-drop` |")
                    .contains("| `documented-arc` | behind `documented-start` | `documented-guard` | at `error-drop` |")
                    .contains("| `too-low` | warn | below the `floor` |")
                    .contains("| `documented/checked` | packets |")
                    .contains("| `mark` | 4 |");
            assertThat(host.cli("show reference")).contains("[documented](documented.md)", page);
            host.host().remove(ledger);
            assertThat(host.refused("show reference plugin documented")).contains("there is no plugin `documented'");
            assertThat(host.cli("show reference")).doesNotContain("documented");
        }
    }

    @Test
    void shouldNotNameInterfacesWhenSomeAreThere() {
        try (TestHost host = TestHost.withWorkers(0)) {
            final String before = host.cli("show reference");
            host.cli("create loopback interface");
            assertThat(host.cli("show reference")).isEqualTo(before);
        }
    }

    @Test
    void shouldNotGrowWhenAPluginComesAndGoes() {
        try (TestHost host = TestHost.withWorkers(0)) {
            final Set<Integer> counts = new HashSet<>();
            for (int round = 0; round < 10; round++) {
                host.host().remove(host.host().insert("documented", new Documented()));
                counts.add(host.host().graph().reasons().count());
            }
            assertThat(counts).hasSize(1);
        }
    }

    @Test
    void shouldGoOnCountingWhenACounterIsDeclaredAgain() {
        try (TestHost host = TestHost.withWorkers(0)) {
            final CounterStore counters = host.host().registries().counters();
            final Counter old = counters.add("acl/denied", Unit.PACKETS);
            old.on(host.host().main()).add(5);
            final Counter upgraded = counters.add("acl/denied", Unit.PACKETS);
            counters.remove(old);
            assertThat(upgraded.sum()).isEqualTo(5);
            assertThat(counters.all()).extracting(Counter::name).containsOnlyOnce("acl/denied");
            assertThatThrownBy(() -> counters.add("acl/denied", Unit.BYTES))
                    .hasMessage("counter acl/denied counts packets already, not bytes");
            counters.remove(upgraded);
            assertThat(counters.add("acl/denied", Unit.BYTES).sum()).isZero();
        }
    }
}
