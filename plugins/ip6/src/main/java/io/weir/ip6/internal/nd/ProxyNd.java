package io.weir.ip6.internal.nd;

import io.weir.cli.CommandException;
import io.weir.fib.Fib;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Source;
import io.weir.fib.Table;
import io.weir.ip6.internal.iface.Ip6AddressTable;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.net.Ip6Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * ND proxy (RFC 4861, 7.2.8; VPP: ip6_nd_proxy.c): hosts behind an interface whose addresses lie in the subnet of another one, on whose
 * link this host answers for them. Each has a route to itself. Only main.
 */
public final class ProxyNd {
    /** Most addresses, as all links join groups for them. */
    private static final int MAX = 1_024;

    private static final int BITS = 128;
    private static final int ROW = 3;

    private final Ip6AddressTable addresses;
    private final Map<Key, Integer> behind = new LinkedHashMap<>();
    private Fib fib;
    private Source source;
    private Runnable changed = () -> {};

    private record Key(int table, long high, long low) {}

    /**
     * A host that is answered for.
     *
     * @param swIfIndex the interface behind which it is.
     */
    public record Proxied(int swIfIndex, long high, long low) {}

    public ProxyNd(final Ip6AddressTable addresses) {
        this.addresses = addresses;
    }

    /** Names where the routes go, and what follows a change. */
    public void connect(final Fib tables, final Source routes, final Runnable follows) {
        fib = tables;
        source = routes;
        changed = follows;
    }

    /** Answers for a host behind an interface; refuses with a {@link CommandException}. */
    public void add(final int swIfIndex, final Ip6Address address) {
        final long high = address.high();
        final boolean nobody = high == 0 && (address.low() >>> 1 == 0 || address.low() >>> 32 == 0xffff);
        if (nobody || high >>> 56 == 0xff || LinkScope.is(high)) {
            throw new CommandException(address + " is no address that can be proxied");
        }
        if (addresses.isLocal(swIfIndex, high, address.low())) {
            throw new CommandException(address + " is this host's own");
        }
        final Table table = fib.of("ip6", swIfIndex);
        final Key key = new Key(table.index(), high, address.low());
        if (behind.containsKey(key)) {
            throw new CommandException(address + " is proxied already");
        }
        if (behind.size() == MAX) {
            throw new CommandException(MAX + " addresses are proxied already, no more may be");
        }
        source.update(table, host(high, address.low()), List.of(Path.via(high, address.low(), swIfIndex)));
        behind.put(key, swIfIndex);
        changed.run();
    }

    /** Ends that; refuses with a {@link CommandException} if it isn't so. */
    public void remove(final int swIfIndex, final Ip6Address address) {
        final Key key = new Key(fib.of("ip6", swIfIndex).index(), address.high(), address.low());
        if (!behind.remove(key, swIfIndex)) {
            throw new CommandException(address + " is not proxied there");
        }
        source.remove(fib.of("ip6", swIfIndex), host(address.high(), address.low()));
        changed.run();
    }

    /** An interface goes, and all behind it. */
    public void forget(final int swIfIndex) {
        for (final Proxied each : all()) {
            if (each.swIfIndex == swIfIndex) {
                remove(swIfIndex, new Ip6Address(each.high, each.low));
            }
        }
    }

    /** Whether there are hosts behind an interface, so that it stays in its table. */
    public boolean isBehind(final int swIfIndex) {
        return behind.containsValue(swIfIndex);
    }

    /** Whether a host that is answered for is behind this interface. */
    public boolean isBehind(final int swIfIndex, final long high, final long low) {
        final Integer where = behind.isEmpty() ? null : behind.get(new Key(table(swIfIndex), high, low));
        return where != null && where == swIfIndex;
    }

    private int table(final int swIfIndex) {
        return fib.of("ip6", swIfIndex).index();
    }

    /** Whether it is answered for an address on an interface's link. */
    public boolean answers(final int swIfIndex, final long high, final long low) {
        if (behind.isEmpty()) {
            return false;
        }
        final Integer where = behind.get(new Key(table(swIfIndex), high, low));
        return where != null && where != swIfIndex && addresses.onLink(swIfIndex, high, low);
    }

    /** All, in the order in which they came. */
    public List<Proxied> all() {
        final List<Proxied> all = new ArrayList<>();
        behind.forEach((key, where) -> all.add(new Proxied(where, key.high, key.low)));
        return all;
    }

    private static Prefix host(final long high, final long low) {
        return new Prefix(high, low, BITS);
    }

    /** All, as rows of {interface, upper half, lower half}. */
    public long[] export() {
        return all().stream()
                .flatMapToLong(each -> LongStream.of(each.swIfIndex, each.high, each.low))
                .toArray();
    }

    /** Takes over what another version exported. */
    public void restore(final long[] rows) {
        for (int i = 0; i < rows.length; i += ROW) {
            add((int) rows[i], new Ip6Address(rows[i + 1], rows[i + 2]));
        }
    }
}
