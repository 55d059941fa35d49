package io.weir.dpdk.internal.port;

import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import java.util.HashMap;
import java.util.Map;

/** What commands and time have made of a port beyond its settings, from one version of the plugin to the next. Main only. */
final class PortHandover {
    private static final String RX_DESCRIPTORS = "rx-descriptors";
    private static final String TX_DESCRIPTORS = "tx-descriptors";
    private static final String PATCHED = "patched";
    private static final String LOST = "lost";
    private static final String COUNTED = "counted";

    private PortHandover() {}

    /** As values of the JDK's types. */
    static Map<String, Object> export(final DpdkDevice own) {
        final Map<String, Object> values = new HashMap<>();
        values.put(RX_DESCRIPTORS, own.port.rxDescriptors());
        values.put(TX_DESCRIPTORS, own.port.txDescriptors());
        values.put(LOST, own.lost);
        values.put(COUNTED, own.stats.counted());
        if (own.patched != null) {
            values.put(PATCHED, own.patched.name());
        }
        return values;
    }

    /** What the port's queues are to be given before they are made. */
    static void apply(final DpdkDevice own, final Map<?, ?> values, final Interfaces interfaces) {
        own.port.descriptors((int) values.get(RX_DESCRIPTORS), (int) values.get(TX_DESCRIPTORS));
        own.lost = (boolean) values.get(LOST);
        own.stats.resume((Map<?, ?>) values.get(COUNTED));
        final Object name = values.get(PATCHED);
        final Interface patched = name == null ? null : interfaces.byName((String) name);
        own.patched = patched;
    }
}
