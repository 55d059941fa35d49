package io.weir.testkit.live;

import io.weir.testkit.BarrierBudget;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often workers stand for changes, and what main does meanwhile. */
@Timeout(120)
class BarrierBudgetTest {
    /** What the swap of a graph may allocate while workers stand. */
    private static final int SWAP_BYTES = 0;
    /** What the exchange of plugins may: each who answers for buffers may look through what holds them by an iterator. */
    private static final int PLUGIN_BYTES = 256;

    /** And what three interfaces cost that change hands: lists of what each thread polls. */
    private static final int REHOMING_BYTES = 16_384;

    @TempDir
    private Path directory;

    private Path version(final String version, final String interfaces) {
        return PluginJar.of("cable", version)
                .script("device", "cable")
                .script("interfaces", interfaces)
                .script("nodes", "cable-node;bomb")
                .script("node.bomb", "throws")
                .script("arcs", "cable-arc")
                .script("types", "0x9990")
                .script("commands", "cable hello")
                .script("processes", "cable-process")
                .in(directory);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldStayWithinBudgetWhenInterfacesComeAndGo(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            final BarrierBudget budget = new BarrierBudget(live.host());
            budget.check(SWAP_BYTES, "create loopback interface", "delete loopback interface intfc loop0");
            budget.check(SWAP_BYTES, "create packet-generator interface pg9", "delete packet-generator interface pg9");
            budget.check(SWAP_BYTES, "create sub-interfaces in0 10", "delete sub-interface in0.10");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldNeedNoBarrierWhenOneFieldChanges(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            final BarrierBudget budget = new BarrierBudget(live.host());
            live.cli("create sub-interfaces in0 10");
            budget.checkNone("set interface state in0 down", "set interface state in0 up");
            budget.checkNone("set interface mtu 1400 in0", "set interface mtu 1500 in0");
            budget.checkNone(
                    "set interface mac address in0 02:00:00:00:00:01",
                    "set interface mac address in0 02:00:00:00:00:02");
            budget.checkNone(
                    "set interface feature in0 wire arc device-input disable",
                    "set interface feature in0 wire arc device-input");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldStayWithinBudgetWhenPluginsBringInterfaces(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            final Path one = version("1.0.0", "cable0;cable1;cable2");
            final Path two = version("2.0.0", "cable0;cable1;cable2");
            new BarrierBudget(live.host())
                    .check(
                            REHOMING_BYTES,
                            "plugin load " + one,
                            """
                            set interface feature cable0 wire arc device-input
                            set interface feature in0 cable-node arc device-input
                            set interface rx-placement cable0 worker 0
                            set interface rx-mode cable0 polling""",
                            "plugin upgrade " + two,
                            "plugin reload cable",
                            "plugin unload cable");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldStayWithinBudgetWhenPluginsChange(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            final BarrierBudget budget = new BarrierBudget(live.host());
            final Path one = version("1.0.0", "");
            final Path two = version("2.0.0", "");
            budget.check(PLUGIN_BYTES, "plugin load " + one, "plugin unload cable");
            budget.check(
                    PLUGIN_BYTES,
                    "plugin load " + one,
                    "set interface feature in0 cable-node arc device-input",
                    "plugin upgrade " + two,
                    "plugin reload cable",
                    "plugin unload cable");
        }
    }
}
