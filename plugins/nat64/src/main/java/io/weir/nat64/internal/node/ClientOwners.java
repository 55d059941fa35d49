package io.weir.nat64.internal.node;

import io.weir.graph.WorkerHandoff;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.nat64.internal.state.Owners;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.net.Icmp6Header;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;

/** Packets to a prefix belong to the worker of the client that sends them; ICMP errors to that of the client that they quote. */
final class ClientOwners extends OwnerStage {
    private static final int QUOTED_DESTINATION = Icmp6Header.LENGTH + 24;

    private final ThreadPart part;
    private final int family;
    private final Owners owners;

    ClientOwners(final int self, final ThreadPart part, final int family, final Owners owners) {
        super(self, part.mine());
        this.part = part;
        this.family = family;
        this.owners = owners;
    }

    @Override
    int owner(final long buffer) {
        final long header = Buffer.data(buffer);
        final int table = part.forwarding().table(family, Buffer.rxInterface(buffer));
        final PrefixTable prefixes = part.shared().prefixes();
        if (prefixes.find(table, Memory.getLongBe(header + 24), Memory.getLongBe(header + 32))
                == PrefixTable.NONE_FOUND) {
            return WorkerHandoff.STAYS;
        }
        return owners.ofClient(client(buffer, header), part.shared().limits().clientBits());
    }

    /** Where the client's address is. */
    private static long client(final long buffer, final long header) {
        if (Memory.getUnsignedByte(header + 6) == IpProtocol.UDP
                || Memory.getUnsignedByte(header + 6) == IpProtocol.TCP) {
            return header + 8;
        }
        final int layers = Layers.ip6(buffer);
        if (Layers.known(layers)
                && Layers.protocol(layers) == IpProtocol.ICMP6
                && Layers.reaches(buffer, layers, QUOTED_DESTINATION + 16)) {
            final long message = Layers.transport(buffer, layers);
            if (IcmpKind.isErrorType6(Icmp6Header.type(message))) {
                return message + QUOTED_DESTINATION;
            }
        }
        return header + 8;
    }
}
