package io.weir.platform.tap;

import io.weir.cli.CommandCall;
import io.weir.cli.CommandException;
import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import io.weir.net.MacAddress;
import io.weir.platform.os.HostTapSpec;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What {@code create tap} asks for.
 *
 * @param id the number in the interface's name.
 * @param mac our side's address, or 0 for a random one.
 * @param namespace of the host's side, or null for this process's own.
 * @param rxQueues how many queues we read from.
 * @param offload which of the kernel's work we take.
 * @param hostMtu the host side's MTU in bytes, or 0 for the kernel's default.
 * @param host the host's side in the words of the operating system.
 */
record TapSpec(int id, long mac, String namespace, int rxQueues, TapOffload offload, int hostMtu, HostTapSpec host) {
    /** What may follow {@code create tap}, in any order. */
    static final String OPTIONS = " [id <id:int 0..65535>] [hw-addr <hw-addr:mac>] [host-ns <host-ns:word>]"
            + " [host-if-name <host-if-name:word>] [host-mac-addr <host-mac-addr:mac>]"
            + " [host-mtu-size <host-mtu-size:int 68..65521>]"
            + " [host-ip4-addr <host-ip4-addr:ip4-prefix>] [host-ip4-gw <host-ip4-gw:ip4>]"
            + " [host-ip6-addr <host-ip6-addr:ip6-prefix>] [host-ip6-gw <host-ip6-gw:ip6>]"
            + " [num-rx-queues <num-rx-queues:int 1..64>] [offload|no-offload|gso|no-gso|csum-offload]";

    /**
     * Reads the options of a call.
     *
     * @param freeId the id if none is given.
     * @throws CommandException when one makes no sense.
     */
    static TapSpec of(final CommandCall call, final int freeId) {
        final int id = call.getInt("id", freeId);
        final String namespace = call.has("host-ns") ? call.get("host-ns") : null;
        final int queues = call.getInt("num-rx-queues", 1);
        final HostTapSpec host = new HostTapSpec()
                .name(call.get("host-if-name", "tap" + id))
                .namespace(namespace)
                .queues(queues);
        final int mtu = call.getInt("host-mtu-size", 0);
        host.mtu(mtu);
        if (call.has("host-mac-addr")) {
            host.mac(bytes(unicast(call, "host-mac-addr")));
        }
        addresses(call, host);
        final long mac = call.has("hw-addr") ? unicast(call, "hw-addr") : 0;
        return new TapSpec(id, mac, namespace, queues, offload(call), mtu, host);
    }

    /** Name of the interface on our side. */
    String name() {
        return "tap" + id;
    }

    private static void addresses(final CommandCall call, final HostTapSpec host) {
        if (call.has("host-ip4-addr")) {
            final Ip4Prefix prefix = call.getIp4Prefix("host-ip4-addr");
            host.ip4(ip4(prefix.address()), prefix.length());
        }
        if (call.has("host-ip4-gw")) {
            host.ip4Gateway(ip4(call.getIp4("host-ip4-gw")));
        }
        if (call.has("host-ip6-addr")) {
            final Ip6Prefix prefix = call.get("host-ip6-addr", Ip6Prefix.class);
            host.ip6(ip6(prefix.address()), prefix.length());
        }
        if (call.has("host-ip6-gw")) {
            host.ip6Gateway(ip6(call.get("host-ip6-gw", Ip6Address.class)));
        }
    }

    private static TapOffload offload(final CommandCall call) {
        if (call.has("no-offload")) {
            return TapOffload.NONE;
        }
        return call.has("no-gso") || call.has("csum-offload") ? TapOffload.CHECKSUM : TapOffload.SEGMENTS;
    }

    private static long unicast(final CommandCall call, final String name) {
        final long mac = call.getMac(name);
        if (mac == 0 || MacAddress.isMulticast(mac)) {
            throw call.refuse("%s `%s' is zero or a group's, not the address of one interface", name, call.get(name));
        }
        return mac;
    }

    private static byte[] bytes(final long mac) {
        final byte[] eight = ByteBuffer.allocate(Long.BYTES).putLong(mac).array();
        return Arrays.copyOfRange(eight, 2, Long.BYTES);
    }

    private static InetAddress ip4(final int address) {
        return inet(ByteBuffer.allocate(4).putInt(address).array(), Ip4Address.format(address));
    }

    private static InetAddress ip6(final Ip6Address address) {
        final ByteBuffer bytes = ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low());
        return inet(bytes.array(), address.toString());
    }

    private static InetAddress inet(final byte[] address, final String text) {
        try {
            return InetAddress.getByAddress(address);
        } catch (final UnknownHostException e) {
            throw new CommandException("`" + text + "' is no address", e);
        }
    }
}
