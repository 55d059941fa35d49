package io.weir.testkit;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.LiveSetting;
import io.weir.config.Setting;
import io.weir.config.SettingType;
import io.weir.config.SettingTypes;
import io.weir.graph.DropReason.Severity;
import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of every kind, changed while the host runs. */
class SettingTest {
    private static final Setting<Duration> AGE =
            Setting.of("age", SettingTypes.duration(ofMillis(10), ofDays(1)), ofMinutes(5), "How long it is kept");
    private static final Setting<List<Ip4Prefix>> NETWORKS =
            Setting.of("networks", SettingTypes.listOf(SettingTypes.ip4Prefix(), 3), List.of(), "Where it listens");

    /** A plugin with settings of several kinds. */
    private static final class Kept extends WeirPlugin {
        private LiveSetting<Duration> age;
        private LiveSetting<List<Ip4Prefix>> networks;

        @Override
        public void register(final Registrar host) {
            age = host.setting(AGE);
            networks = host.setting(NETWORKS);
        }
    }

    private static <T> LiveSetting<T> live(final SettingType<T> type, final T value) {
        try (TestNode test = new TestNode()) {
            return test.setting(Setting.of("it", type, value, "For the test"));
        }
    }

    private static <T> void shouldTake(final SettingType<T> type, final T first, final String text, final T second) {
        final LiveSetting<T> setting = live(type, first);
        assertThat(setting.get()).isEqualTo(first);
        setting.parse(text);
        assertThat(setting.get()).isEqualTo(second);
        assertThat(type.format(setting.get())).isEqualTo(text);
        setting.set(first);
        assertThat(setting.get()).isEqualTo(first);
        assertThat(setting.initial()).isEqualTo(first);
    }

    private static void shouldRefuse(final SettingType<?> type, final String text) {
        final LiveSetting<?> setting = live(SettingTypes.listOf(type, 1), List.of());
        assertThatThrownBy(() -> setting.parse(text))
                .hasMessageStartingWith("it: value " + text + ", allowed is ")
                .hasMessageEndingWith("each " + type.allowed());
    }

    @Test
    void shouldTakeValuesOfEveryKind() {
        shouldTake(SettingTypes.integer(-5, 5), 0, "-5", -5);
        shouldTake(SettingTypes.number(0, Long.MAX_VALUE / 10), 1L, "500000000000", 500_000_000_000L);
        shouldTake(SettingTypes.onOff(), false, "on", true);
        shouldTake(SettingTypes.word(), "a", "b c", "b c");
        shouldTake(SettingTypes.oneOf("up", "down"), "up", "down", "down");
        shouldTake(SettingTypes.oneOf(Severity.class), Severity.INFO, "warn", Severity.WARN);
        shouldTake(SettingTypes.size(0, 1L << 40), 0L, "64m", 64L << 20);
        shouldTake(SettingTypes.ip4(), 0, "10.0.0.1", Ip4Address.parse("10.0.0.1"));
        shouldTake(SettingTypes.ip4Prefix(), Ip4Prefix.parse("0.0.0.0/0"), "10.0.0.0/8", Ip4Prefix.parse("10.0.0.0/8"));
        shouldTake(SettingTypes.ip6(), Ip6Address.UNSPECIFIED, "2001:db8::1", Ip6Address.parse("2001:db8::1"));
        shouldTake(SettingTypes.ip6Prefix(), Ip6Prefix.parse("::/0"), "64:ff9b::/96", Ip6Prefix.parse("64:ff9b::/96"));
        shouldTake(SettingTypes.duration(ofMillis(1), ofDays(2)), ofSeconds(1), "36h", Duration.ofHours(36));
        shouldTake(SettingTypes.listOf(SettingTypes.integer(1, 9), 3), List.of(), "1,9", List.of(1, 9));
        shouldTake(SettingTypes.listOf(SettingTypes.ip4(), 3), List.of(7), "none", List.of());
    }

    @Test
    void shouldNameKeyValueAndWhatIsAllowedWhenRefused() {
        shouldRefuse(SettingTypes.integer(1, 255), "300");
        shouldRefuse(SettingTypes.number(0, 9), "99999999999999999999");
        shouldRefuse(SettingTypes.onOff(), "maybe");
        shouldRefuse(SettingTypes.oneOf(Severity.class), "WARN");
        shouldRefuse(SettingTypes.size(0, 1 << 20), "2m");
        shouldRefuse(SettingTypes.ip4(), "10.0.0");
        shouldRefuse(SettingTypes.ip4Prefix(), "10.0.0.0/33");
        shouldRefuse(SettingTypes.ip6(), "1.2.3.4");
        shouldRefuse(SettingTypes.ip6Prefix(), "::");
        shouldRefuse(SettingTypes.duration(ofSeconds(1), ofSeconds(2)), "3s");
        shouldRefuse(SettingTypes.duration(ofSeconds(1), ofSeconds(2)), "1");
        shouldRefuse(SettingTypes.duration(ofSeconds(1), ofDays(2)), "99999999999999d");
        shouldRefuse(SettingTypes.integer(1, 9), "1,2");
        final LiveSetting<Integer> floor = live(SettingTypes.integer(1, 255), 2);
        assertThatThrownBy(() -> floor.set(0)).hasMessage("it: value 0, allowed is 1..255");
        assertThat(floor.getInt()).isEqualTo(2);
        // A value that its own text doesn't give again.
        final LiveSetting<List<String>> words = live(SettingTypes.listOf(SettingTypes.word(), 3), List.of());
        assertThatThrownBy(() -> words.set(List.of("a,b"))).hasMessageContaining("value a,b, allowed is");
    }

    @Test
    void shouldReadAsOneWordWhatIsOne() {
        assertThat(live(SettingTypes.duration(ofMillis(1), ofDays(1)), ofSeconds(3))
                        .getLong())
                .isEqualTo(3_000_000_000L);
        assertThat(live(SettingTypes.onOff(), true).isOn()).isTrue();
        assertThat(live(SettingTypes.size(0, 1L << 40), 1L << 33).getLong()).isEqualTo(1L << 33);
        assertThatThrownBy(live(SettingTypes.word(), "a")::getLong).hasMessage("setting it is no number");
        assertThatThrownBy(() -> live(SettingTypes.flag(), true)).hasMessageContaining("is set by a value");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldChangeAtABarrierWhenTheOperatorSaysSo(final int workers) {
        final Kept plugin = new Kept();
        try (TestHost host = TestHost.withWorkers(workers).plugin("set", plugin)) {
            host.cli("set plugin setting set age 90s");
            host.cli("set plugin setting set networks 10.0.0.0/8,192.168.0.0/16");
            assertThat(plugin.age.getLong()).isEqualTo(90_000_000_000L);
            assertThat(plugin.networks.get())
                    .containsExactly(Ip4Prefix.parse("10.0.0.0/8"), Ip4Prefix.parse("192.168.0.0/16"));
            assertThat(host.refused("set plugin setting set age 2d")).contains("age: value 2d, allowed is 10ms..1d");
            assertThat(host.refused("set plugin setting set depth 1")).contains("plugin `set' has no setting `depth'");
            assertThat(host.refused("set plugin setting other age 1s")).contains("plugin `other' has no setting `age'");
            assertThat(host.cli("show reference plugin set"))
                    .contains("| `age` | 10ms..1d | `5m` | How long it is kept |");
        }
    }
}
