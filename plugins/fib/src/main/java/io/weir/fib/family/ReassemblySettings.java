package io.weir.fib.family;

import io.weir.config.LiveSetting;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.plugin.Registrar;
import io.weir.table.TableShape;

/**
 * What an operator decides about reassembly.
 *
 * @param timeoutMs how long fragments wait for the rest of their packet.
 * @param packets that may wait, on each thread.
 * @param buffers that their fragments may take, on each thread.
 * @param fragments of one packet.
 */
public record ReassemblySettings(
        LiveSetting<Integer> timeoutMs,
        LiveSetting<Integer> packets,
        LiveSetting<Integer> buffers,
        LiveSetting<Integer> fragments) {
    /** Bytes of a table's values. */
    public static final int VALUE_BYTES = Fragments.BYTES;

    private static final int LAYOUT = 2;
    private static final int MAX_PACKETS = 1 << 16;
    /** Of eight bytes each. */
    private static final int MAX_FRAGMENTS = 8_192;
    /** 65,535 bytes at an MTU of 68, the least of IPv4, are 1,365. */
    private static final int FRAGMENTS = 2_048;

    private static final int MAX_TIMEOUT_MS = 120_000;

    /** Declares them, for a family whose packets wait so long unless it is set. */
    public static ReassemblySettings declare(final Registrar host, final int timeoutMs) {
        final int threads = Math.max(1, host.workers().size() - 1);
        final int eighth = host.workers().getFirst().buffers().pool().capacity() / 8 / threads;
        return new ReassemblySettings(
                host.setting(Setting.of(
                        "reassembly-timeout",
                        SettingTypes.integer(1, MAX_TIMEOUT_MS),
                        timeoutMs,
                        "Milliseconds that fragments wait for the rest of their packet")),
                host.setting(Setting.of(
                        "reassembly-packets",
                        SettingTypes.integer(1, MAX_PACKETS),
                        1_024,
                        "Packets whose fragments may wait, on each thread")),
                host.setting(
                        Setting.of(
                                "reassembly-buffers",
                                SettingTypes.integer(1, Math.max(1, eighth)),
                                Math.max(1, eighth),
                                "Buffers that fragments which wait may take, on each thread: an eighth of the pool in all, at most")),
                host.setting(Setting.of(
                        "reassembly-fragments",
                        SettingTypes.integer(1, MAX_FRAGMENTS),
                        FRAGMENTS,
                        "Fragments that one packet may come in")));
    }

    /** The shape of a thread's table, with keys of 16 bytes or 40. */
    public static TableShape shape(final int keyBytes) {
        return new TableShape(keyBytes, VALUE_BYTES, LAYOUT, MAX_PACKETS);
    }
}
