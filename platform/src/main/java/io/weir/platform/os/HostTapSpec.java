package io.weir.platform.os;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * What the host's side of a tap is to be, in the words of {@code create tap}. Mutable, for one thread;
 * {@link HostTap#open} checks it whole before anything is made.
 */
public final class HostTapSpec {
    static final int MTU_MIN = 68;
    static final int MTU_MAX = 65_521;
    static final int QUEUES_MAX = 256;
    private static final int MAC_LENGTH = 6;

    String name = "";
    String namespace;
    byte[] mac;
    int mtu;
    int queues = 1;
    InetAddress ip4;
    int ip4PrefixLength;
    InetAddress ip6;
    int ip6PrefixLength;
    InetAddress ip4Gateway;
    InetAddress ip6Gateway;

    /** A tap with the next free name tapN, in the host's namespace, with a random MAC address. */
    public HostTapSpec() {}

    /** Sets host-if-name: the interface's name, 1 to 15 bytes. */
    public HostTapSpec name(final String value) {
        name = value;
        return this;
    }

    /** Sets host-ns: see {@link NetworkNamespace#open}; null for the process's own. */
    public HostTapSpec namespace(final String value) {
        namespace = value;
        return this;
    }

    /** Sets host-mac-addr: 6 bytes, not multicast. */
    public HostTapSpec mac(final byte[] value) {
        mac = value.clone();
        return this;
    }

    /** Sets host-mtu-size, in bytes: 68 to 65,521; an interface with IPv6 addresses needs 1,280. */
    public HostTapSpec mtu(final int value) {
        mtu = value;
        return this;
    }

    /** Sets how many queues, and so descriptors, there are: 1 to 256. */
    public HostTapSpec queues(final int value) {
        queues = value;
        return this;
    }

    /** Sets host-ip4-addr. */
    public HostTapSpec ip4(final InetAddress address, final int prefixLength) {
        ip4 = address;
        ip4PrefixLength = prefixLength;
        return this;
    }

    /** Sets host-ip6-addr. */
    public HostTapSpec ip6(final InetAddress address, final int prefixLength) {
        ip6 = address;
        ip6PrefixLength = prefixLength;
        return this;
    }

    /** Sets host-ip4-gw: the host's default route leads there, by this interface. */
    public HostTapSpec ip4Gateway(final InetAddress value) {
        ip4Gateway = value;
        return this;
    }

    /** Sets host-ip6-gw: the host's IPv6 default route leads there, by this interface. */
    public HostTapSpec ip6Gateway(final InetAddress value) {
        ip6Gateway = value;
        return this;
    }

    void check() {
        if (!name.isEmpty()) {
            TunTap.requireName(name);
        }
        require(queues >= 1 && queues <= QUEUES_MAX, "number of queues " + queues + " is not 1 to " + QUEUES_MAX);
        require(mtu == 0 || mtu >= MTU_MIN && mtu <= MTU_MAX, "MTU " + mtu + " is not " + MTU_MIN + " to " + MTU_MAX);
        require(mac == null || mac.length == MAC_LENGTH && (mac[0] & 1) == 0, "MAC address is not 6 bytes of unicast");
        require(ip4 == null || ip4 instanceof Inet4Address, "host IPv4 address is not IPv4");
        require(ip6 == null || ip6 instanceof Inet6Address, "host IPv6 address is not IPv6");
        require(ip4PrefixLength >= 0 && ip4PrefixLength <= 32, "prefix length " + ip4PrefixLength + " is not 0 to 32");
        require(
                ip6PrefixLength >= 0 && ip6PrefixLength <= 128,
                "prefix length " + ip6PrefixLength + " is not 0 to 128");
        require(ip4Gateway == null || ip4Gateway instanceof Inet4Address, "host IPv4 gateway is not IPv4");
        require(ip6Gateway == null || ip6Gateway instanceof Inet6Address, "host IPv6 gateway is not IPv6");
        require(ip4Gateway == null || ip4 != null, "host-ip4-gw needs host-ip4-addr too");
        require(ip6Gateway == null || ip6 != null, "host-ip6-gw needs host-ip6-addr too");
    }

    private static void require(final boolean condition, final String sentence) {
        if (!condition) {
            throw new OsException(sentence, Errno.EINVAL);
        }
    }
}
