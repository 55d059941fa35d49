package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.plugin.Registrar;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What commands and time have made of a port beyond its settings, from one version of the plugin to the next. Main only. */
final class PortHandover {
    private static final String RX_DESCRIPTORS = "rx-descriptors";
    private static final String TX_DESCRIPTORS = "tx-descriptors";
    private static final String PATCHED = "patched";
    private static final String LOST = "lost";
    private static final String COUNTED = "counted";

    private PortHandover() {}

    /** All ports, by the names of their interfaces, as values of the JDK's types. */
    static Map<String, Object[]> export(final Map<String, DpdkDevice> devices) {
        final Map<String, Object[]> ports = new TreeMap<>();
        devices.forEach((name, own) -> ports.put(name, new Object[] {
            own.port.id(),
            own.port.device(),
            own.port.started(),
            own.port.hasInterrupts(),
            own.port.settings().export(),
            export(own)
        }));
        return ports;
    }

    /** One of them as another version of the plugin left it. */
    static DpdkDevice adopt(
            final Eal eal, final Registrar host, final String name, final Object[] values, final long mempool) {
        final int id = (int) values[0];
        final PortSettings settings = PortSettings.imported((Object[]) values[4]);
        final int threads = host.workers().size();
        final Port port = new Port(eal, id, (String) values[1], settings, mempool, threads);
        final DpdkDevice own = new DpdkDevice(port, new PortStats(eal, id), threads);
        apply(own, (Map<?, ?>) values[5], host.interfaces());
        port.adopt((boolean) values[2], (boolean) values[3]);
        own.device = host.interfaces().byName(name);
        own.mac = own.device.mac();
        own.promiscuous = own.device.promiscuous();
        return own;
    }

    private static Map<String, Object> export(final DpdkDevice own) {
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
    private static void apply(final DpdkDevice own, final Map<?, ?> values, final Interfaces interfaces) {
        own.port.config().descriptors((int) values.get(RX_DESCRIPTORS), (int) values.get(TX_DESCRIPTORS));
        own.lost = (boolean) values.get(LOST);
        own.stats.resume((Map<?, ?>) values.get(COUNTED));
        final Object name = values.get(PATCHED);
        final Interface patched = name == null ? null : interfaces.byName((String) name);
        own.patched = patched;
    }
}
