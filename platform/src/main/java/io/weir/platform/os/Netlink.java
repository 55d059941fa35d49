package io.weir.platform.os;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The interfaces, addresses and routes of one network namespace: that of the thread that made the instance.
 *
 * <p>One thread at a time, which may afterwards be another than the one that made it. Every method throws
 * {@link OsException} saying what was being done and why the kernel refused.
 */
public final class Netlink implements AutoCloseable {
    private static final int IFF_UP = 0x1;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_NET_NS_FD = 28;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_F_NODAD = 0x02;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RT_TABLE_MAIN = 254;
    private static final int RTPROT_STATIC = 4;
    private static final int RT_SCOPE_UNIVERSE = 0;
    private static final int RTN_UNICAST = 1;
    private static final int ADD = NetlinkMessage.NLM_F_CREATE | NetlinkMessage.NLM_F_EXCL;

    private final NetlinkSocket socket = new NetlinkSocket();

    /** Opens a socket in the calling thread's network namespace. */
    public Netlink() {}

    /**
     * Returns an interface.
     *
     * @param name its name.
     * @return what the kernel says, or empty if there is none of that name.
     */
    public Optional<HostLink> find(final String name) {
        final NetlinkMessage message =
                NetlinkMessage.ofLink(NetlinkMessage.RTM_GETLINK, 0, 0, 0, "looking up interface " + name);
        return find(message.attribute(IFLA_IFNAME, name));
    }

    /**
     * Returns an interface.
     *
     * @param ifIndex its number.
     * @return what the kernel says, or empty if there is none of that number.
     */
    public Optional<HostLink> find(final int ifIndex) {
        return find(NetlinkMessage.ofLink(
                NetlinkMessage.RTM_GETLINK, ifIndex, 0, 0, "looking up interface number " + ifIndex));
    }

    /** Sets an interface administratively up or down. */
    public void setUp(final int ifIndex, final boolean up) {
        socket.request(NetlinkMessage.ofLink(
                NetlinkMessage.RTM_NEWLINK,
                ifIndex,
                up ? IFF_UP : 0,
                IFF_UP,
                "setting interface " + ifIndex + (up ? " up" : " down")));
    }

    /** Renames an interface. */
    public void rename(final int ifIndex, final String name) {
        socket.request(
                change(ifIndex, "renaming interface " + ifIndex + " to " + name).attribute(IFLA_IFNAME, name));
    }

    /** Sets an interface's MTU, in bytes. */
    public void setMtu(final int ifIndex, final int mtu) {
        socket.request(change(ifIndex, "setting the MTU of interface " + ifIndex + " to " + mtu)
                .attribute(IFLA_MTU, mtu));
    }

    /** Sets an interface's hardware address, of 6 bytes. */
    public void setMac(final int ifIndex, final byte[] mac) {
        final String text = HexFormat.ofDelimiter(":").formatHex(mac);
        socket.request(change(ifIndex, "setting the MAC address of interface " + ifIndex + " to " + text)
                .attribute(IFLA_ADDRESS, mac));
    }

    /** Moves an interface to another namespace, where it arrives down and may get another number. */
    public void move(final int ifIndex, final NetworkNamespace namespace) {
        socket.request(change(ifIndex, "moving interface " + ifIndex + " to namespace " + namespace.name())
                .attribute(IFLA_NET_NS_FD, namespace.fd()));
    }

    /** Moves an interface to another namespace, where it has this name from the start. */
    public void move(final int ifIndex, final NetworkNamespace namespace, final String name) {
        final String undertaking = "moving interface " + ifIndex + " to namespace " + namespace.name() + " as " + name;
        socket.request(change(ifIndex, undertaking)
                .attribute(IFLA_NET_NS_FD, namespace.fd())
                .attribute(IFLA_IFNAME, name));
    }

    /** Deletes an interface. */
    public void delete(final int ifIndex) {
        socket.request(
                NetlinkMessage.ofLink(NetlinkMessage.RTM_DELLINK, ifIndex, 0, 0, "deleting interface " + ifIndex));
    }

    /**
     * Gives an interface an address, usable at once: an IPv6 address is not checked for duplicates.
     *
     * @param ifIndex      the interface's number.
     * @param address      IPv4 or IPv6.
     * @param prefixLength the bits that the link shares.
     */
    public void addAddress(final int ifIndex, final InetAddress address, final int prefixLength) {
        final boolean ip4 = address instanceof Inet4Address;
        final NetlinkMessage message = new NetlinkMessage(
                NetlinkMessage.RTM_NEWADDR,
                ADD,
                "adding address " + prefix(address, prefixLength) + " to interface " + ifIndex);
        message.putByte(family(address))
                .putByte(prefixLength)
                .putByte(ip4 ? 0 : IFA_F_NODAD)
                .putByte(RT_SCOPE_UNIVERSE)
                .putInt(ifIndex);
        message.attribute(IFA_LOCAL, address.getAddress()).attribute(IFA_ADDRESS, address.getAddress());
        socket.request(message);
    }

    /**
     * Adds a route to the main table.
     *
     * @param destination  the network; with a prefix length of 0 only its family counts.
     * @param prefixLength its length in bits; 0 makes it the default route.
     * @param gateway      the next hop, of the same family.
     * @param ifIndex      the interface to reach it by, which must be up.
     */
    public void addRoute(
            final InetAddress destination, final int prefixLength, final InetAddress gateway, final int ifIndex) {
        final String name = prefixLength == 0 ? "default route" : "route " + prefix(destination, prefixLength);
        final NetlinkMessage message = new NetlinkMessage(
                NetlinkMessage.RTM_NEWROUTE, ADD, "adding " + name + " via " + gateway.getHostAddress());
        message.putByte(family(destination)).putByte(prefixLength).putByte(0).putByte(0);
        message.putByte(RT_TABLE_MAIN)
                .putByte(RTPROT_STATIC)
                .putByte(RT_SCOPE_UNIVERSE)
                .putByte(RTN_UNICAST);
        message.putInt(0);
        if (prefixLength > 0) {
            message.attribute(RTA_DST, destination.getAddress());
        }
        message.attribute(RTA_GATEWAY, gateway.getAddress()).attribute(RTA_OIF, ifIndex);
        socket.request(message);
    }

    /** Adds a default route of the gateway's family, as {@link #addRoute} does. */
    public void addDefaultRoute(final InetAddress gateway, final int ifIndex) {
        addRoute(gateway, 0, gateway, ifIndex);
    }

    /** Closes the socket. Call once. */
    @Override
    public void close() {
        socket.close();
    }

    private Optional<HostLink> find(final NetlinkMessage message) {
        try {
            return Optional.of(HostLink.from(socket.request(message)));
        } catch (final OsException e) {
            if (e.errno() == Errno.ENODEV) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static NetlinkMessage change(final int ifIndex, final String undertaking) {
        return NetlinkMessage.ofLink(NetlinkMessage.RTM_NEWLINK, ifIndex, 0, 0, undertaking);
    }

    private static int family(final InetAddress address) {
        return address instanceof Inet4Address ? Sockets.AF_INET : Sockets.AF_INET6;
    }

    private static String prefix(final InetAddress address, final int prefixLength) {
        return address.getHostAddress() + "/" + prefixLength;
    }
}
