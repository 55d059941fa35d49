package io.weir.ip4.internal.icmp;

import io.weir.plugin.IntSetting;
import io.weir.plugin.Registrar;

/**
 * What an operator decides about ICMP errors.
 *
 * @param rate most of them in a second, from all threads together.
 * @param rateToOne most of them in a second to one address.
 */
public record IcmpSettings(IntSetting rate, IntSetting rateToOne) {
    private static final int MOST = 1_000_000;

    /** Declares them. */
    public static IcmpSettings declare(final Registrar host) {
        return new IcmpSettings(
                host.intSetting("icmp-error-rate", 1_000, 0, MOST),
                host.intSetting("icmp-error-rate-to-one", 100, 0, MOST));
    }
}
