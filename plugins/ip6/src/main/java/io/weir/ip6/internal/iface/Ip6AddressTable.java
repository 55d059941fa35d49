package io.weir.ip6.internal.iface;

import io.weir.cli.CommandException;
import io.weir.fib.family.AddressTable;
import io.weir.fib.family.InterfaceAddress;
import io.weir.ip6.Ip6Addresses;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;

/**
 * IPv6 addresses of interfaces. An interface with an address has a link-local one too, made of its MAC address; so has one that
 * IPv6 was enabled on. Tables have link-local addresses with their link ({@link LinkScope}). Main changes them; any thread may
 * read.
 */
public final class Ip6AddressTable extends AddressTable implements Ip6Addresses {
    private static final int BITS = 128;
    private static final long UNIVERSAL = 0x0200_0000_0000_0000L;

    private final IntToLongFunction macOf;
    private Condition inUse = (swIfIndex, address) -> true;
    /** Interfaces that keep their link-local address when they have no other. Only main. */
    private final Set<Integer> enabled = new TreeSet<>();

    /** An empty table; {@code macOf} says which MAC address an interface has. */
    public Ip6AddressTable(final IntFunction<String> nameOf, final IntToLongFunction macOf, final Hooks hooks) {
        super("ip6", BITS, nameOf, hooks);
        this.macOf = macOf;
    }

    @Override
    public List<Ip6Prefix> of(final int swIfIndex) {
        return on(swIfIndex).stream()
                .map(a -> new Ip6Prefix(new Ip6Address(LinkScope.wire(a.high()), a.low()), a.length()))
                .toList();
    }

    @Override
    public Ip6Address linkLocal(final int swIfIndex) {
        final InterfaceAddress found = find(swIfIndex, true);
        return found == null ? null : new Ip6Address(LinkScope.PREFIX, found.low());
    }

    private InterfaceAddress find(final int swIfIndex, final boolean linkLocal) {
        final List<InterfaceAddress> addresses = on(swIfIndex);
        for (int i = 0; i < addresses.size(); i++) {
            if (LinkScope.is(addresses.get(i).high()) == linkLocal) {
                return addresses.get(i);
            }
        }
        return null;
    }

    @Override
    public boolean isLocal(final int swIfIndex, final long high, final long low) {
        return super.isLocal(swIfIndex, LinkScope.on(high, swIfIndex), low);
    }

    @Override
    public Ip6Address sourceFor(final int swIfIndex, final long high, final long low) {
        InterfaceAddress chosen = used(swIfIndex, high, low);
        if (chosen == null && !LinkScope.is(high)) {
            chosen = any((on, address) ->
                    !LinkScope.is(address.high()) && inUse.isTrue(on, address) && inOneTable(on, swIfIndex));
        }
        return address(chosen);
    }

    /** The address from which an interface asks who has another: one of its own, link-local if it has no other; null if none. */
    public Ip6Address askerFor(final int swIfIndex, final long high, final long low) {
        final InterfaceAddress chosen = used(swIfIndex, high, low);
        return address(chosen == null ? own(swIfIndex, LinkScope.PREFIX, 0) : chosen);
    }

    private static Ip6Address address(final InterfaceAddress chosen) {
        return chosen == null ? null : new Ip6Address(LinkScope.wire(chosen.high()), chosen.low());
    }

    /** The same, or if there is none of those that the interface uses of another. */
    private InterfaceAddress used(final int swIfIndex, final long high, final long low) {
        final InterfaceAddress found = own(swIfIndex, high, low);
        final int lender = lender(swIfIndex);
        return found != null || lender < 0 || LinkScope.is(high) ? found : own(lender, high, low);
    }

    /** Of an interface's addresses that may be used: the one in the same subnet, else the first of that scope, or null. */
    private InterfaceAddress own(final int swIfIndex, final long high, final long low) {
        final boolean linkLocal = LinkScope.is(high);
        InterfaceAddress first = null;
        final List<InterfaceAddress> addresses = on(swIfIndex);
        for (int i = 0; i < addresses.size(); i++) {
            final InterfaceAddress each = addresses.get(i);
            if (LinkScope.is(each.high()) == linkLocal && inUse.isTrue(swIfIndex, each)) {
                if (linkLocal || each.subnet().contains(high, low)) {
                    return each;
                }
                first = first == null ? each : first;
            }
        }
        return first;
    }

    /** Names who knows which addresses may be used. */
    public void inUse(final Condition known) {
        inUse = known;
    }

    @Override
    public void add(final int swIfIndex, final Ip6Prefix address) {
        final boolean first = on(swIfIndex).isEmpty();
        ensureLinkLocal(swIfIndex);
        try {
            add(swIfIndex, entry(swIfIndex, address));
        } catch (final CommandException refused) {
            if (first) {
                remove(swIfIndex, on(swIfIndex).getFirst());
            }
            throw refused;
        }
    }

    @Override
    public void remove(final int swIfIndex, final Ip6Prefix address) {
        remove(swIfIndex, entry(swIfIndex, address));
        removeUnneeded(swIfIndex);
    }

    /** The link-local address goes with what needs it. */
    private void removeUnneeded(final int swIfIndex) {
        if (find(swIfIndex, false) == null && !enabled.contains(swIfIndex) && lender(swIfIndex) < 0) {
            List.copyOf(on(swIfIndex)).forEach(left -> remove(swIfIndex, left));
        }
    }

    /** All but link-local ones; of those the interface gets one of its own. */
    @Override
    public void borrow(final int swIfIndex, final int from) {
        super.borrow(swIfIndex, from);
        ensureLinkLocal(swIfIndex);
    }

    @Override
    public boolean giveBack(final int swIfIndex) {
        final boolean was = super.giveBack(swIfIndex);
        if (was) {
            removeUnneeded(swIfIndex);
        }
        return was;
    }

    @Override
    protected boolean lendable(final InterfaceAddress address) {
        return !LinkScope.is(address.high());
    }

    /** Enables IPv6 on an interface, with a link-local address alone. */
    public void enable(final int swIfIndex) {
        enabled.add(swIfIndex);
        ensureLinkLocal(swIfIndex);
    }

    /** Disables it again; the interface keeps its link-local address while it has others. */
    public void disable(final int swIfIndex) {
        enabled.remove(swIfIndex);
        removeUnneeded(swIfIndex);
    }

    /** Interfaces that were enabled. */
    public int[] enabled() {
        return enabled.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Takes over what another table had of those. */
    public void restoreEnabled(final int[] interfaces) {
        for (final int each : interfaces) {
            enabled.add(each);
        }
    }

    /** An interface goes. */
    public void forget(final int swIfIndex) {
        enabled.remove(swIfIndex);
    }

    private void ensureLinkLocal(final int swIfIndex) {
        if (find(swIfIndex, true) == null) {
            add(
                    swIfIndex,
                    new InterfaceAddress(
                            LinkScope.on(LinkScope.PREFIX, swIfIndex),
                            identifier(macOf.applyAsLong(swIfIndex)),
                            LinkScope.BITS));
        }
    }

    /** The modified EUI-64 of a MAC address (RFC 4291, appendix A). */
    static long identifier(final long mac) {
        return (mac >>> 24 << 40 | 0xff_fe00_0000L | mac & 0xff_ffff) ^ UNIVERSAL;
    }

    /** An address as tables have it: a link-local one counts with its link, and its subnet is all of the link. */
    private static InterfaceAddress entry(final int swIfIndex, final Ip6Prefix given) {
        final long high = LinkScope.on(given.address().high(), swIfIndex);
        final boolean linkLocal = LinkScope.is(high);
        return new InterfaceAddress(high, given.address().low(), linkLocal ? LinkScope.BITS : given.length());
    }

    @Override
    protected String format(final long high, final long low) {
        return new Ip6Address(LinkScope.wire(high), low).toString();
    }

    @Override
    protected void require(final int swIfIndex, final InterfaceAddress address) {
        final long high = address.high();
        final long low = address.low();
        if (high >>> 56 == 0xff
                || high == 0 && (low >>> 1 == 0 || low >>> 32 == 0xffff)
                || LinkScope.is(high) && high != LinkScope.on(LinkScope.PREFIX, swIfIndex)
                || address.length() == 0) {
            throw new CommandException(text(address) + " can't be the address of an interface");
        }
    }
}
