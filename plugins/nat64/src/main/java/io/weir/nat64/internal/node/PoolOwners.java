package io.weir.nat64.internal.node;

import io.weir.graph.WorkerHandoff;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.nat64.internal.state.Owners;
import io.weir.nat64.internal.state.PlainPort;
import io.weir.nat64.internal.state.PoolTable;
import io.weir.nat64.internal.state.Ports;
import io.weir.nat64.internal.state.Protocol;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Header;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;

/** Packets to an address and port of the pool belong to the worker of the client that has them. */
final class PoolOwners extends OwnerStage {
    private final ThreadPart part;
    private final Flow flow;
    private final Owners owners;

    PoolOwners(final int self, final ThreadPart part, final Flow flow, final Owners owners) {
        super(self, part.mine());
        this.part = part;
        this.flow = flow;
        this.owners = owners;
    }

    @Override
    int owner(final long buffer) {
        final PoolTable pool = part.shared().pool();
        final int place = pool.find(Ip4Header.destination(Buffer.data(buffer)));
        if (place == PoolTable.NONE) {
            return WorkerHandoff.STAYS;
        }
        return switch (flow.read(buffer)) {
            case Flow.ORDINARY ->
                flow.plain
                        ? plain(pool, place, Ip4Header.source(Buffer.data(buffer)), flow.protocol)
                        : owner(pool, place, flow.protocol, flow.destinationPort);
            case Flow.ICMP_ERROR -> quoted(pool, place, buffer);
            default -> WorkerHandoff.STAYS;
        };
    }

    private int owner(final PoolTable pool, final int place, final int protocol, final int port) {
        final int thread = Ports.owner(pool.ports(place, Protocol.index(protocol)), port);
        return thread < 0 ? WorkerHandoff.STAYS : owners.worker(thread);
    }

    /** That of the client to which the operator has bound the protocol, where none has it with this server. */
    private int plain(final PoolTable pool, final int place, final int server, final int protocol) {
        final int own = owner(pool, place, protocol, PlainPort.of(server, protocol));
        return own != WorkerHandoff.STAYS ? own : owner(pool, place, protocol, PlainPort.any(protocol));
    }

    /** That of the packet which an error quotes, from the pool's address and port. */
    private int quoted(final PoolTable pool, final int place, final long buffer) {
        final int layers = Layers.ip4(buffer);
        if (!Layers.reaches(buffer, layers, IcmpHeader.LENGTH + Ip4Header.LENGTH)) {
            return WorkerHandoff.STAYS;
        }
        final long inner = Layers.transport(buffer, layers) + IcmpHeader.LENGTH;
        final int length = (Memory.getUnsignedByte(inner) & 15) * 4;
        final int protocol = Memory.getUnsignedByte(inner + 9);
        if (Protocol.isUnknown(protocol)) {
            return plain(pool, place, Ip4Header.destination(inner), protocol);
        }
        if (!Layers.reaches(buffer, layers, IcmpHeader.LENGTH + length + 8)) {
            return WorkerHandoff.STAYS;
        }
        final long header = inner + length;
        return owner(
                pool,
                place,
                protocol,
                protocol == IpProtocol.ICMP ? IcmpHeader.identifier(header) : Memory.getShortBe(header) & 0xffff);
    }
}
