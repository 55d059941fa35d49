package io.weir.platform.os;

/**
 * A tap whose host side is named, addressed, routed and up, perhaps in a namespace of its own.
 *
 * <p>The interface lives as long as its descriptors: closing them, or the end of the process, removes it with its addresses
 * and routes. Immutable, so any thread may read it.
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
            return namespace.call(() -> openHere(spec));
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
        try (Netlink netlink = new Netlink()) {
            final int ifIndex = link(netlink, tap.name()).ifIndex();
            configure(netlink, ifIndex, spec);
            return new HostTap(tap, link(netlink, tap.name()));
        } catch (final OsException e) {
            tap.close();
            throw new OsException("interface '" + tap.name() + "' cannot be set up", e);
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
