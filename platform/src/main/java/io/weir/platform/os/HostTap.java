package io.weir.platform.os;

import java.util.function.Supplier;

/**
 * A tap whose host side is named, addressed, routed and up, perhaps in a namespace of its own.
 *
 * <p>The interface lives as long as its descriptors and its namespace: closing them, or the end of the process, removes it with
 * its addresses and routes. A descriptor belongs to the namespace that it was opened in and keeps that, so it is opened here and
 * the interface moved: a namespace that is deleted goes, and the interface with it. Immutable, so any thread may read it.
 */
public final class HostTap implements AutoCloseable {
    private final TunTap tap;
    private final HostLink link;

    private HostTap(final TunTap tap, final HostLink link) {
        this.tap = tap;
        this.link = link;
    }

    /**
     * Makes a tap, or nothing: if any step is refused, what was made is removed again.
     *
     * @param spec what it is to be.
     * @return the tap, up.
     * @throws OsException with one sentence: which input is bad, or which step the kernel refused and why.
     */
    public static HostTap open(final HostTapSpec spec) {
        spec.check();
        if (spec.namespace == null) {
            return openHere(spec);
        }
        try (NetworkNamespace namespace = NetworkNamespace.open(spec.namespace)) {
            final String name = namespace.call(() -> freeName(spec.name));
            final TunTap tap = TunTap.openNameless(spec.queues);
            return orNothing(tap, name, () -> {
                move(tap, namespace, name);
                return namespace.call(() -> setUp(tap, name, spec));
            });
        }
    }

    /** The name that is asked for, or one that nobody has in this namespace. */
    private static String freeName(final String wanted) {
        if (!wanted.isEmpty()) {
            TunTap.requireName(wanted);
        }
        try (Netlink netlink = new Netlink()) {
            String name = wanted.isEmpty() ? "tap0" : wanted;
            for (int i = 1; netlink.find(name).isPresent(); i++) {
                if (!wanted.isEmpty()) {
                    throw new OsException("interface '" + wanted + "' already exists", Errno.EEXIST);
                }
                name = "tap" + i;
            }
            return name;
        }
    }

    private static void move(final TunTap tap, final NetworkNamespace namespace, final String name) {
        try (Netlink netlink = new Netlink()) {
            netlink.move(link(netlink, tap.name()).ifIndex(), namespace, name);
        }
    }

    /** Returns the descriptor of the first queue. */
    public int fd() {
        return tap.fd();
    }

    /** Returns the descriptors of all queues; the caller's copy. */
    public int[] fds() {
        return tap.fds();
    }

    /** Returns the host's name for the interface. */
    public String name() {
        return link.name();
    }

    /** Returns the host's number for the interface, valid in its namespace. */
    public int ifIndex() {
        return link.ifIndex();
    }

    /** Returns the host's MAC address on it, as {@code 02:fe:12:34:56:78}. */
    public String hostMac() {
        return link.mac();
    }

    /** Returns the host's MTU on it, in bytes. */
    public int hostMtu() {
        return link.mtu();
    }

    /** Returns whether the host may send UDP segmentation offload packets, besides TCP ones. */
    public boolean udpSegmentation() {
        return tap.udpSegmentation();
    }

    /**
     * Lets the host see the cable plugged or not.
     *
     * @param plugged what it sees.
     * @throws OsException if the kernel refuses.
     */
    public void setCarrier(final boolean plugged) {
        tap.setCarrier(plugged);
    }

    /**
     * Takes less of the kernel's work: see {@link TunTap#setOffloads}.
     *
     * @param checksums whether frames with partial checksums are wanted.
     * @param segments whether large segments are, which need the former.
     * @throws OsException if the kernel refuses.
     */
    public void setOffloads(final boolean checksums, final boolean segments) {
        tap.setOffloads(checksums, segments);
    }

    /** Removes the interface. Call once, when no thread reads or writes its descriptors any more. */
    @Override
    public void close() {
        tap.close();
    }

    private static HostTap openHere(final HostTapSpec spec) {
        final TunTap tap = TunTap.open(spec.name, spec.queues);
        return orNothing(tap, tap.name(), () -> setUp(tap, tap.name(), spec));
    }

    private static HostTap setUp(final TunTap tap, final String name, final HostTapSpec spec) {
        try (Netlink netlink = new Netlink()) {
            configure(netlink, link(netlink, name).ifIndex(), spec);
            return new HostTap(tap, link(netlink, name));
        }
    }

    private static HostTap orNothing(final TunTap tap, final String name, final Supplier<HostTap> steps) {
        try {
            return steps.get();
        } catch (final OsException e) {
            tap.close();
            throw new OsException("interface '" + name + "' cannot be set up", e);
        } catch (final RuntimeException | Error e) {
            tap.close();
            throw e;
        }
    }

    private static void configure(final Netlink netlink, final int ifIndex, final HostTapSpec spec) {
        if (spec.mac != null) {
            netlink.setMac(ifIndex, spec.mac);
        }
        if (spec.mtu != 0) {
            netlink.setMtu(ifIndex, spec.mtu);
        }
        if (spec.ip4 != null) {
            netlink.addAddress(ifIndex, spec.ip4, spec.ip4PrefixLength);
        }
        if (spec.ip6 != null) {
            netlink.addAddress(ifIndex, spec.ip6, spec.ip6PrefixLength);
        }
        netlink.setUp(ifIndex, true);
        if (spec.ip4Gateway != null) {
            netlink.addDefaultRoute(spec.ip4Gateway, ifIndex);
        }
        if (spec.ip6Gateway != null) {
            netlink.addDefaultRoute(spec.ip6Gateway, ifIndex);
        }
    }

    private static HostLink link(final Netlink netlink, final String name) {
        return netlink.find(name)
                .orElseThrow(() -> new OsException("interface '" + name + "' has vanished", Errno.ENODEV));
    }
}
