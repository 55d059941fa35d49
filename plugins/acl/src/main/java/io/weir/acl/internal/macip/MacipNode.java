package io.weir.acl.internal.macip;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.graph.WorkerIndexedCounter;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.ArpHeader;
import io.weir.net.EthernetHeader;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Header;

/**
 * Node acl-plugin-in-macip: holds who sends a frame against the list of the interface that it comes in by, IPv4, IPv6 and ARP; what no
 * rule permits is dropped, and so are frames of all other types. Source: VPP plugins/acl/acl.c, which has its classifier do this.
 */
final class MacipNode implements PacketNode {
    /** Of frames about which no rule decides. */
    static final int UNASKED = -2;

    private final MacipLists lists;
    private final MacipReasons reasons;
    private final WorkerIndexedCounter packets;
    private final WorkerIndexedCounter bytes;

    private Frame frame;
    private int at;
    private MacipPolicy policy;

    MacipNode(final MacipLists lists, final MacipReasons reasons, final Worker worker) {
        this.lists = lists;
        this.reasons = reasons;
        packets = lists.counters().packets().on(worker);
        bytes = lists.counters().bytes().on(worker);
    }

    @Override
    public void process(final Frame arrived) {
        final MacipTable table = lists.table();
        frame = arrived;
        int last = -1;
        policy = null;
        for (int i = 0, size = arrived.size(); i < size; i++) {
            final long buffer = arrived.buffer(i);
            final int swIfIndex = Buffer.rxInterface(buffer);
            if (swIfIndex != last) {
                policy = table.of(swIfIndex);
                last = swIfIndex;
            }
            // Without one the list has just been taken from the interface.
            if (policy != null) {
                at = i;
                decide(buffer);
            }
        }
        frame = null;
        policy = null;
    }

    private void decide(final long buffer) {
        final long header = Buffer.data(buffer);
        final long sender = EthernetHeader.source(header);
        final long inner = header + EthernetHeader.LENGTH;
        final int left = Buffer.length(buffer) - EthernetHeader.LENGTH;
        switch (EthernetHeader.type(header)) {
            case EthernetHeader.TYPE_IP4 -> ip4(inner, left, sender);
            case EthernetHeader.TYPE_IP6 -> ip6(inner, left, sender);
            case EthernetHeader.TYPE_ARP -> arp(inner, left, sender);
            default -> deny(UNASKED);
        }
    }

    private void ip4(final long ip, final int left, final long sender) {
        if (left < Ip4Header.LENGTH) {
            truncated();
        } else {
            settle(first4(sender, Ip4Header.source(ip)));
        }
    }

    private int first4(final long sender, final int address) {
        return policy.first(false, sender, (long) address << 32, 0);
    }

    private void arp(final long arp, final int left, final long sender) {
        if (left < ArpHeader.LENGTH || !ArpHeader.ethernetIp4(arp)) {
            truncated();
        } else if (ArpHeader.senderMac(arp) != sender) {
            otherMac();
        } else {
            // Who asks from no address whether one is free (RFC 5227) is about to take it.
            final int address = ArpHeader.senderIp(arp);
            settle(first4(sender, address == 0 ? ArpHeader.targetIp(arp) : address));
        }
    }

    private void ip6(final long ip, final int left, final long sender) {
        if (left < Ip6Header.LENGTH) {
            truncated();
            return;
        }
        final int claim = NeighborClaim.of(ip, left, sender);
        if (claim == NeighborClaim.UNREADABLE) {
            truncated();
        } else if (claim == NeighborClaim.OTHER_MAC) {
            otherMac();
        } else {
            final int source = policy.first(true, sender, Ip6Header.sourceHigh(ip), Ip6Header.sourceLow(ip));
            if (claim == NeighborClaim.NONE) {
                settle(source);
            } else {
                claims(ip, claim, sender, source);
            }
        }
    }

    private void claims(final long ip, final int claim, final long sender, final int source) {
        final int claimed =
                policy.first(true, sender, Memory.getLongBe(ip + claim), Memory.getLongBe(ip + claim + Long.BYTES));
        final boolean known = NeighborClaim.unspecified(ip) || permits(source);
        settle(known ? claimed : source);
    }

    private boolean permits(final int rule) {
        return rule != MacipMatcher.NONE && policy.permits(rule);
    }

    /** Does what a rule says. */
    private void settle(final int rule) {
        if (rule != MacipMatcher.NONE) {
            final int slot = policy.slot(rule);
            packets.add(slot, 1);
            bytes.add(slot, Buffer.packetLength(frame.buffer(at)));
        }
        if (!permits(rule)) {
            deny(rule);
        } else if (frame.traced()) {
            MacipTrace.note(frame, at, policy.index(), rule, true);
        }
    }

    private void deny(final int rule) {
        if (frame.traced()) {
            MacipTrace.note(frame, at, policy.index(), rule, false);
        }
        frame.drop(at, reasons.denied());
    }

    private void truncated() {
        frame.drop(at, reasons.truncated());
    }

    private void otherMac() {
        frame.drop(at, reasons.otherMac());
    }
}
