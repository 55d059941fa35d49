package io.weir.acl.internal.node;

import io.weir.memory.Memory;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;

/**
 * Messages without which a link does not work: solicitations and advertisements of neighbors and routers that come from the link
 * itself (RFC 4861). No rule is needed for them; a rule that matches them counts. RFC 4890, 4.4.1, asks for that.
 */
final class NeighborDiscovery {
    private static final int ROUTER_SOLICITATION = 133;
    private static final int NEIGHBOR_ADVERTISEMENT = 136;
    /** What has passed no router. */
    private static final int HOPS = 255;

    private NeighborDiscovery() {}

    /** Whether a packet of IPv6 is one. */
    static boolean is(final long buffer, final int layers) {
        if (Layers.protocol(layers) != IpProtocol.ICMP6
                || Memory.getUnsignedByte(Layers.network(buffer, layers) + 7) != HOPS) {
            return false;
        }
        final int type = Memory.getUnsignedByte(Layers.transport(buffer, layers));
        return type >= ROUTER_SOLICITATION && type <= NEIGHBOR_ADVERTISEMENT;
    }
}
