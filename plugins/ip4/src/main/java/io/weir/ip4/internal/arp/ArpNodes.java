package io.weir.ip4.internal.arp;

import io.weir.fib.Neighbors;
import io.weir.fib.Neighbors.Heard;
import io.weir.fib.Prefix;
import io.weir.fib.family.Answer;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip4.internal.iface.Ip4AddressTable;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.ArpHeader;
import io.weir.net.EthernetHeader;
import io.weir.net.Ip4Header;
import io.weir.net.MacAddress;
import java.util.function.LongSupplier;

/** The nodes of ARP (RFC 826; VPP: arp.c). */
public final class ArpNodes {
    private static final int TAG_BYTES = 4;

    private ArpNodes() {}

    /** Why an ARP message is not heeded. */
    public record Reasons(
            DropReason malformed,
            DropReason notOurs,
            DropReason ourAddress,
            DropReason otherMac,
            DropReason noHost,
            DropReason proxied,
            DropReason done,
            DropReason tableFull,
            DropReason throttled) {
        /** Why the table of neighbours didn't take a message in, or null. */
        DropReason unheeded(final Heard heard) {
            return switch (heard) {
                case HEEDED -> null;
                case TABLE_FULL -> tableFull;
                case THROTTLED -> throttled;
            };
        }
    }

    /** What is known of who is behind an interface. */
    public interface Reach {
        /** Whether an address is another's that the interface answers for. */
        boolean answersFor(int swIfIndex, int address);

        /** Whether an address is on its link. */
        boolean onLink(int swIfIndex, int address);
    }

    /** Node arp-reply, on main: learns who is where, and answers requests for this host's addresses. */
    public record Reply(
            Neighbors neighbors,
            Ip4AddressTable addresses,
            Interfaces interfaces,
            ArpSender arp,
            Conflicts conflicts,
            Reach reach,
            LongSupplier nowNs,
            Reasons reasons)
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
            if (!known || mac == 0 || MacAddress.isMulticast(mac)) {
                return reasons.malformed();
            }
            // Who says that another has an address is not believed (VPP: arp.c, "ARP hw addr does not match L2 frame
            // src addr").
            return sentBy(arp, mac) ? null : reasons.otherMac();
        }

        /** Whether a MAC address is the source of the frame, which may have had a tag. */
        private static boolean sentBy(final long arp, final long mac) {
            return mac == EthernetHeader.source(arp - EthernetHeader.LENGTH)
                    || Memory.getShortBe(arp - TAG_BYTES - 2) == EthernetHeader.TYPE_VLAN
                            && mac == EthernetHeader.source(arp - EthernetHeader.LENGTH - TAG_BYTES);
        }

        private void heed(final Frame frame, final int i, final long buffer, final Interface on) {
            final long arp = Buffer.data(buffer);
            final int sender = ArpHeader.senderIp(arp);
            final int target = ArpHeader.targetIp(arp);
            final boolean ours = addresses.isOn(on.swIfIndex(), target);
            final boolean forUs = ours || proxied(on, arp, sender, target);
            if (addresses.isOn(on.swIfIndex(), sender)) {
                conflict(frame, on, sender, ArpHeader.senderMac(arp));
                frame.drop(i, reasons.ourAddress());
                return;
            }
            if (addresses.isEdge(on.swIfIndex(), sender)) {
                frame.drop(i, reasons.noHost());
                return;
            }
            Heard heard = Heard.HEEDED;
            if (sender != 0 && reach.onLink(on.swIfIndex(), sender)) {
                // RFC 826: update what is known; add what is new only if we are asked, for they will hear from us.
                final boolean request = ArpHeader.operation(arp) == ArpHeader.REQUEST;
                heard = neighbors.heard(
                        on.swIfIndex(),
                        Prefix.high(sender),
                        0,
                        ArpHeader.senderMac(arp),
                        forUs && request,
                        frame.sink());
            }
            final DropReason unheeded = reasons.unheeded(heard);
            if (ArpHeader.operation(arp) == ArpHeader.REPLY) {
                frame.drop(i, unheeded == null ? reasons.done() : unheeded);
            } else if (!forUs) {
                frame.drop(i, unheeded == null ? reasons.notOurs() : unheeded);
            } else {
                if (unheeded != null) {
                    frame.sink().count(unheeded, 1);
                }
                if (!ours) {
                    frame.sink().count(reasons.proxied, 1);
                }
                answer(buffer, arp, on);
                frame.send(i, on.outputTarget());
            }
        }

        /** Somebody else uses an address of ours, unless what we sent comes back to us. */
        private void conflict(final Frame frame, final Interface on, final int address, final long mac) {
            if (mac != on.mac() && conflicts.noted(on, address, mac, nowNs.getAsLong())) {
                arp.announce(on, address, frame.sink());
            }
        }

        /**
         * Whether a request is answered for another. Nobody is told so who looks whether his own address is free (RFC 5227, 2.1.1) or
         * says that he has it, or who asks for a neighbour that is on the same link.
         */
        private boolean proxied(final Interface on, final long arp, final int sender, final int target) {
            return ArpHeader.operation(arp) == ArpHeader.REQUEST
                    && sender != 0
                    && sender != target
                    && reach.answersFor(on.swIfIndex(), target)
                    && neighbors.macOf(on.swIfIndex(), Prefix.high(target), 0) < 0;
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
            Answer.begin(buffer);
        }
    }

    /** Where IPv4 packets are going, for those that wait. */
    public enum Destination implements Neighbors.Destination {
        INSTANCE;

        @Override
        public long high(final long buffer, final int swIfIndex) {
            return Prefix.high(destination(buffer));
        }

        @Override
        public long low(final long buffer) {
            return 0;
        }
    }

    /** What shares a budget on the way to main: packets to one destination. */
    public static int destination(final long buffer) {
        return Ip4Header.destination(Buffer.data(buffer));
    }

    /** What shares a budget on the way to main: messages from one sender. */
    public static int senderKey(final long buffer) {
        return Buffer.length(buffer) < ArpHeader.LENGTH ? 0 : ArpHeader.senderIp(Buffer.data(buffer));
    }
}
