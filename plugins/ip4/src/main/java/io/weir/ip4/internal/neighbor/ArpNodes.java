package io.weir.ip4.internal.neighbor;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip4.internal.adjacency.AdjacencyTable;
import io.weir.ip4.internal.iface.AddressTable;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.ArpHeader;
import io.weir.net.EthernetHeader;
import io.weir.net.Ip4Header;
import io.weir.net.MacAddress;

/** The nodes of ARP (RFC 826; VPP: arp.c). */
public final class ArpNodes {
    private ArpNodes() {}

    /** Why an ARP message is not heeded. */
    public record Reasons(DropReason malformed, DropReason notOurs, DropReason ourAddress, DropReason done) {}

    /** Node arp-reply, on main: learns who is where, and answers requests for this host's addresses. */
    public record Reply(NeighborTable neighbors, AddressTable addresses, Interfaces interfaces, Reasons reasons)
            implements PacketNode {
        @Override
        public void process(final Frame frame) {
            for (int i = 0, size = frame.size(); i < size; i++) {
                final long buffer = frame.buffer(i);
                final DropReason wrong = wrong(buffer);
                final Interface on = interfaces.byIndex(Buffer.rxInterface(buffer));
                if (wrong != null || on == null) {
                    frame.drop(i, wrong == null ? reasons.notOurs() : wrong);
                } else {
                    heed(frame, i, buffer, on);
                }
            }
        }

        private DropReason wrong(final long buffer) {
            final long arp = Buffer.data(buffer);
            if (Buffer.length(buffer) < ArpHeader.LENGTH || !ArpHeader.ethernetIp4(arp)) {
                return reasons.malformed();
            }
            final int operation = ArpHeader.operation(arp);
            final long mac = ArpHeader.senderMac(arp);
            final boolean known = operation == ArpHeader.REQUEST || operation == ArpHeader.REPLY;
            return known && mac != 0 && !MacAddress.isMulticast(mac) ? null : reasons.malformed();
        }

        private void heed(final Frame frame, final int i, final long buffer, final Interface on) {
            final long arp = Buffer.data(buffer);
            final int sender = ArpHeader.senderIp(arp);
            final int target = ArpHeader.targetIp(arp);
            final boolean forUs = addresses.isOn(on.swIfIndex(), target);
            if (addresses.isOn(on.swIfIndex(), sender)) {
                frame.drop(i, reasons.ourAddress());
                return;
            }
            if (sender != 0 && addresses.onLink(on.swIfIndex(), sender)) {
                // RFC 826: update what is known; add what is new only if we are asked, for they will hear from us.
                final boolean request = ArpHeader.operation(arp) == ArpHeader.REQUEST;
                neighbors.heard(on.swIfIndex(), sender, ArpHeader.senderMac(arp), forUs && request, frame.sink());
            }
            if (ArpHeader.operation(arp) == ArpHeader.REPLY) {
                frame.drop(i, reasons.done());
            } else if (!forUs) {
                frame.drop(i, reasons.notOurs());
            } else {
                answer(buffer, arp, on);
                frame.send(i, on.outputTarget());
            }
        }

        private static void answer(final long buffer, final long arp, final Interface on) {
            final long to = ArpHeader.senderMac(arp);
            final int ours = ArpHeader.targetIp(arp);
            final int theirs = ArpHeader.senderIp(arp);
            ArpHeader.write(arp, ArpHeader.REPLY, on.mac(), ours, to, theirs);
            Buffer.length(buffer, ArpHeader.LENGTH);
            Buffer.advance(buffer, -EthernetHeader.LENGTH);
            EthernetHeader.write(Buffer.data(buffer), to, on.mac(), EthernetHeader.TYPE_ARP);
            Buffer.txInterface(buffer, on.swIfIndex());
            Buffer.set(buffer, Buffer.LOCALLY_ORIGINATED);
        }
    }

    /** Node ip4-neighbor-wait, on main: packets whose next hop's MAC address isn't known wait here. */
    public record Wait(NeighborTable neighbors, AdjacencyTable adjacencies, DropReason gone) implements PacketNode {
        @Override
        public void process(final Frame frame) {
            for (int i = 0, size = frame.size(); i < size; i++) {
                final long buffer = frame.buffer(i);
                final long line = adjacencies.lines() + ((long) Buffer.adjacency(buffer) << AdjacencyTable.LINE_SHIFT);
                final int swIfIndex = Memory.getInt(line + AdjacencyTable.TX);
                final int nextHop = Memory.getInt(line + AdjacencyTable.NEXT_HOP);
                if (adjacencies.get(Buffer.adjacency(buffer)) == null || swIfIndex < 0) {
                    frame.drop(i, gone);
                } else {
                    final int address = nextHop == 0 ? Ip4Header.destination(Buffer.data(buffer)) : nextHop;
                    frame.take(i);
                    neighbors.hold(frame.index(i), swIfIndex, address, frame.sink());
                }
            }
        }
    }

    /** What shares a budget on the way to main: messages from one sender. */
    public static int senderKey(final long buffer) {
        return Buffer.length(buffer) < ArpHeader.LENGTH ? 0 : ArpHeader.senderIp(Buffer.data(buffer));
    }
}
