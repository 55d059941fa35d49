package io.weir.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceCounters.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interfaces whose device class comes from a plugin. */
@Timeout(60)
class DeviceTest {
    @TempDir
    private Path directory;

    private static PluginJar version(final String version) {
        return PluginJar.of("cable", version)
                .script("device", "cable")
                .script("interfaces", "cable0;cable1")
                .script("commands", "cable hello");
    }

    private static Interface cable(final Live live) {
        return live.host().host().interfaces().byName("cable0");
    }

    private static void sendOut(final Live live, final int packets) {
        final Interface device = cable(live);
        live.wire().connect(live.in().device(), device);
        final long before = live.host().host().interfaces().count(Kind.TX, device.swIfIndex())[0];
        live.send(packets);
        live.elsewhere(packets);
        live.host()
                .until(() -> live.host().host().interfaces().count(Kind.TX, device.swIfIndex())[0] == before + packets);
        live.host().untilIdle();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldKeepInterfacesWhenTheirDeviceClassIsUpgraded(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            final String before = live.structure();
            live.load(version("1.0.0").in(directory), "--no-shadow");
            final int index = cable(live).swIfIndex();
            live.cli("set interface feature cable0 wire arc device-input");
            live.cli("set interface mtu 1400 cable0");
            sendOut(live, 100);
            assertThat(Shared.number("cable 1.0.0 sent")).hasValue(100);
            live.upgrade(version("2.0.0").in(directory));
            assertThat(cable(live).swIfIndex()).isEqualTo(index);
            assertThat(cable(live).adminUp()).isTrue();
            assertThat(cable(live).mtu()).isEqualTo(1_400);
            assertThat(live.host().host().graph().arc(FeatureArc.DEVICE_INPUT).enabled(index))
                    .containsExactly("wire");
            assertThat(live.host().host().interfaces().count(Kind.TX, index)[0]).isEqualTo(100);
            sendOut(live, 50);
            assertThat(Shared.number("cable 1.0.0 sent")).hasValue(100);
            assertThat(Shared.number("cable 2.0.0 sent")).hasValue(50);
            final long polls = Shared.number("cable 1.0.0 polls").get();
            final long fresh = Shared.number("cable 2.0.0 polls").get();
            live.host().until(() -> Shared.number("cable 2.0.0 polls").get() > fresh + 10);
            assertThat(Shared.number("cable 1.0.0 polls")).hasValue(polls);
            live.assertNothingLost();
            live.assertAllCollected();
            Shared.forgetEvents();
            live.cli("plugin unload cable");
            assertThat(Shared.events())
                    .containsExactly(
                            "cable 2.0.0 deleted cable0",
                            "cable 2.0.0 deleted cable1",
                            "cable 2.0.0 stop",
                            "cable 2.0.0 removed");
            assertThat(live.structure()).isEqualTo(before);
            live.assertNothingLost();
            live.assertAllCollected();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGiveInterfacesAndQueuesBackWhenTheNewVersionDoesNotStart(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            live.load(version("1.0.0").in(directory), "--no-shadow");
            live.host().untilIdle();
            final String before = live.inventory();
            final String queues = live.cli("show interface rx-placement");
            live.refused(
                    "plugin upgrade " + version("2.0.0").script("start", "own").in(directory) + " --no-shadow");
            // A queue that is placed again polls from its worker's next turn on.
            live.host().untilIdle();
            live.assertAsBefore(before);
            assertThat(live.cli("show interface rx-placement")).isEqualTo(queues);
            sendOut(live, 20);
            assertThat(Shared.number("cable 1.0.0 sent")).hasValue(20);
            final long polls = Shared.number("cable 1.0.0 polls").get();
            live.host().until(() -> Shared.number("cable 1.0.0 polls").get() > polls + 10);
            live.assertAllCollected();
            live.cli("plugin unload cable");
            assertThat(live.host().host().graph().node("cable-input")).isNull();
            live.assertAllCollected();
        }
    }

    @Test
    void shouldDeleteInterfacesWhenTheNewVersionHasNoSuchClass() {
        try (Live live = Live.withWorkers(1)) {
            live.load(version("1.0.0").in(directory), "--no-shadow");
            live.upgrade(PluginJar.of("cable", "2.0.0").in(directory), "--no-shadow");
            assertThat(live.host().host().interfaces().byName("cable0")).isNull();
            assertThat(live.host().host().graph().node("cable-input")).isNull();
            live.assertAllCollected();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"added", "deleting"})
    void shouldLetInterfacesComeAndGoWhenAnotherPluginFailsToHearOfIt(final String event) {
        try (Live live = Live.withWorkers(1)) {
            live.load(PluginJar.of("deaf", "1.0.0").script("listens", event).in(directory), "--no-shadow");
            final String before = live.structure();
            live.load(version("1.0.0").in(directory), "--no-shadow");
            assertThat(live.host().host().interfaces().byName("cable1")).isNotNull();
            live.cli("plugin unload cable");
            assertThat(live.structure()).isEqualTo(before);
            live.assertAllCollected();
        }
    }
}
