package io.weir.iface;

import java.util.Locale;

/** How a receive queue learns of packets: {@code set interface rx-mode}. */
public enum RxMode {
    POLLING,
    INTERRUPT,
    ADAPTIVE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
