package io.weir.ip4.internal.arp;

import io.weir.iface.Interface;
import io.weir.net.Ip4Address;
import io.weir.net.MacAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who else uses addresses of this host (RFC 5227, 2.4). A router keeps its address and defends it: it says once in a while that it has
 * it. There is one entry for each address of this host at most, whatever strangers send. Only main.
 */
public final class Conflicts {
    /** RFC 5227, 1.1: DEFEND_INTERVAL. */
    private static final long DEFEND_NS = TimeUnit.SECONDS.toNanos(10);
    /** At most one line is logged in this time, of whatever address. */
    private static final long LINE_NS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(Conflicts.class);

    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private boolean logged;
    private long loggedNs;

    private record Key(int swIfIndex, int address) {}

    private static final class Entry {
        private long mac;
        private long times;
        private long lastNs;
        private long defendedNs;
    }

    /**
     * What is known of one.
     *
     * @param address of this host.
     * @param mac of who used it last.
     * @param times that somebody did.
     * @param lastNs when, by main's clock.
     */
    public record Seen(int swIfIndex, int address, long mac, long times, long lastNs) {}

    /** Somebody uses an address of an interface; returns whether to say now whose it is. */
    boolean noted(final Interface on, final int address, final long mac, final long nowNs) {
        final Key key = new Key(on.swIfIndex(), address);
        Entry entry = entries.get(key);
        final boolean first = entry == null;
        if (first) {
            entry = new Entry();
            entries.put(key, entry);
        }
        entry.mac = mac;
        entry.times++;
        entry.lastNs = nowNs;
        if (!first && nowNs - entry.defendedNs < DEFEND_NS) {
            return false;
        }
        entry.defendedNs = nowNs;
        if (!logged || nowNs - loggedNs >= LINE_NS) {
            logged = true;
            loggedNs = nowNs;
            LOG.error(
                    "{} on {} is used by {} too, {} times so far",
                    Ip4Address.format(address),
                    on.name(),
                    MacAddress.format(mac),
                    entry.times);
        }
        return true;
    }

    /** All that were seen, of addresses that this host still has. */
    public List<Seen> all() {
        final List<Seen> all = new ArrayList<>();
        entries.forEach(
                (key, entry) -> all.add(new Seen(key.swIfIndex, key.address, entry.mac, entry.times, entry.lastNs)));
        return all;
    }

    /** An address has left its interface, and those that used it. */
    public void removed(final int address) {
        entries.keySet().removeIf(key -> key.address == address);
    }

    /** An interface goes, or its addresses are others now. */
    public void forget(final int swIfIndex) {
        entries.keySet().removeIf(key -> key.swIfIndex == swIfIndex);
    }
}
