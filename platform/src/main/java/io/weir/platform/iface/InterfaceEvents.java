package io.weir.platform.iface;

import io.weir.iface.InterfaceListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who hears of interfaces. Main only. */
final class InterfaceEvents {
    private static final Logger LOG = LoggerFactory.getLogger(InterfaceEvents.class);

    private final List<InterfaceListener> listeners = new ArrayList<>();
    private long told;

    void add(final InterfaceListener listener) {
        listeners.add(listener);
    }

    void remove(final InterfaceListener listener) {
        // Not by equals: two of a plugin may be equal, and a record's equals leaves its class loader in a cache of the
        // JDK.
        listeners.removeIf(each -> each == listener);
    }

    void changed(final HostInterface device) {
        tell(listener -> listener.changed(device));
    }

    /** One that fails must not keep an interface from coming or going. */
    void tell(final Consumer<InterfaceListener> event) {
        told++;
        for (final InterfaceListener listener : List.copyOf(listeners)) {
            try {
                event.accept(listener);
            } catch (final RuntimeException | Error e) {
                LOG.error("a listener to interfaces failed", e);
            }
        }
    }

    /** How often there was something to hear. */
    long told() {
        return told;
    }
}
