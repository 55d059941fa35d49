package io.weir.fib.family;

import io.weir.config.LiveSetting;
import io.weir.config.Setting;
import io.weir.config.SettingType;
import io.weir.config.SettingTypes;
import io.weir.plugin.Registrar;

/**
 * What an operator decides about ICMP errors.
 *
 * @param rate most of them in a second, from all threads together.
 * @param rateToOne most of them in a second to one address.
 * @param noRoute whether those are told whose packets have no route.
 */
public record ErrorSettings(LiveSetting<Integer> rate, LiveSetting<Integer> rateToOne, LiveSetting<Boolean> noRoute) {
    private static final SettingType<Integer> PER_SECOND = SettingTypes.integer(0, 1_000_000);

    /** Declares them. */
    public static ErrorSettings declare(final Registrar host) {
        return new ErrorSettings(
                host.setting(Setting.of("icmp-error-rate", PER_SECOND, 1_000, "ICMP errors sent in a second")),
                host.setting(Setting.of(
                        "icmp-error-rate-to-one", PER_SECOND, 100, "ICMP errors sent to one address in a second")),
                host.setting(Setting.of(
                        "icmp-no-route",
                        SettingTypes.onOff(),
                        true,
                        "Whether packets without a route are answered by network unreachable")));
    }
}
