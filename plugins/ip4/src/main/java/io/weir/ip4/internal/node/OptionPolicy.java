package io.weir.ip4.internal.node;

import io.weir.config.LiveSetting;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.plugin.Registrar;

/** What becomes of a packet with an option by which routers on its way are to write themselves down (RFC 7126, 4.5 and 4.6). */
public enum OptionPolicy {
    /** It is dropped. */
    DROP,
    /** It goes on, its option untouched. */
    FORWARD,
    /** It goes on with what this router has written (RFC 1812, 5.3.13.5 and 5.3.13.6). */
    PROCESS;

    /** What the operator decides. */
    public record Settings(LiveSetting<OptionPolicy> recordRoute, LiveSetting<OptionPolicy> timestamp) {
        /** Declares them. */
        public static Settings declare(final Registrar host) {
            return new Settings(
                    host.setting(Setting.of(
                            "record-route",
                            SettingTypes.oneOf(OptionPolicy.class),
                            FORWARD,
                            "What becomes of packets with a record route option")),
                    host.setting(Setting.of(
                            "timestamp",
                            SettingTypes.oneOf(OptionPolicy.class),
                            FORWARD,
                            "What becomes of packets with a timestamp option")));
        }
    }
}
