package io.weir.ip6.internal.nd;

import io.weir.fib.Neighbors;
import io.weir.fib.Neighbors.Heard;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Sink;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip6.internal.iface.Groups;
import io.weir.ip6.internal.iface.Ip6AddressTable;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.ip6.internal.nd.DuplicateDetection.State;
import io.weir.memory.Buffer;
import io.weir.net.EthernetHeader;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Header;
import io.weir.net.Layers;
import io.weir.net.MacAddress;
import java.util.function.LongSupplier;

/**
 * Node ip6-nd, on main: messages of neighbor discovery (RFC 4861; VPP: ip6_nd.c). Learns who is where, and answers for this host's
 * addresses. Every packet ends here.
 */
public record NdNode(
        Neighbors neighbors,
        Ip6AddressTable addresses,
        Interfaces interfaces,
        NdSender sender,
        Routers routers,
        DuplicateDetection duplicates,
        Reach reach,
        LongSupplier nowNs,
        Reasons reasons)
        implements PacketNode {
    private static final int HOP_LIMIT = 255;

    /** Takes the messages between hosts and routers, whose hop limit and code are good. */
    public interface Routers {
        /** A host asks for routers. */
        DropReason solicitation(Sink sink, Interface on, long header, long message, int bytes);

        /** Another router says what it is. */
        DropReason advertisement(Interface on, long header, long message, int bytes, long nowNs);
    }

    /** What is known of who is behind an interface. */
    public interface Reach {
        /** Whether an address is another's that the interface answers for. */
        boolean answersFor(int swIfIndex, long high, long low);

        /** Whether an address is on its link. */
        boolean onLink(int swIfIndex, long high, long low);
    }

    /** Why a message is not heeded, or that it was. */
    public record Reasons(
            DropReason malformed,
            DropReason notOurs,
            DropReason ourAddress,
            DropReason tentative,
            DropReason proxied,
            DropReason looped,
            DropReason solicitations,
            DropReason advertisements,
            DropReason tableFull,
            DropReason throttled) {
        DropReason unheeded(final Heard heard, final DropReason done) {
            return switch (heard) {
                case HEEDED -> done;
                case TABLE_FULL -> tableFull;
                case THROTTLED -> throttled;
            };
        }
    }

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            frame.drop(i, heed(frame, frame.buffer(i)));
        }
    }

    private DropReason heed(final Frame frame, final long buffer) {
        final Interface on = interfaces.byIndex(Buffer.rxInterface(buffer));
        final long header = Buffer.data(buffer);
        final long message = Layers.transport(buffer, Layers.ip6(buffer));
        final int bytes = (int) (header + Ip6Header.LENGTH + Ip6Header.payloadLength(header) - message);
        if (on == null) {
            return reasons.notOurs();
        }
        // RFC 4861, 7.1: none that may have come through a router, none with another code.
        if (Ip6Header.hopLimit(header) != HOP_LIMIT
                || Icmp6Header.code(message) != 0
                || bytes > Buffer.data(buffer) + Buffer.length(buffer) - message) {
            return reasons.malformed();
        }
        return switch (Icmp6Header.type(message)) {
            case Icmp6Header.NEIGHBOR_SOLICITATION -> solicitation(frame, on, header, message, bytes);
            case Icmp6Header.NEIGHBOR_ADVERTISEMENT -> advertisement(frame, on, header, message, bytes);
            case Icmp6Header.ROUTER_SOLICITATION -> routers.solicitation(frame.sink(), on, header, message, bytes);
            default -> routers.advertisement(on, header, message, bytes, nowNs.getAsLong());
        };
    }

    private static boolean good(final long message, final int bytes) {
        return bytes >= NdMessage.LENGTH
                && NdMessage.targetHigh(message) >>> 56 != 0xff
                && NdMessage.optionsGood(message, NdMessage.LENGTH, bytes);
    }

    private DropReason solicitation(
            final Frame frame, final Interface on, final long header, final long message, final int bytes) {
        final long high = LinkScope.on(Ip6Header.sourceHigh(header), on.swIfIndex());
        final long low = Ip6Header.sourceLow(header);
        final boolean unspecified = (high | low) == 0;
        if (!good(message, bytes) || unspecified && !toGroup(header)) {
            return reasons.malformed();
        }
        final long link = NdMessage.link(message, NdMessage.LENGTH, bytes, NdMessage.SOURCE_LINK);
        if (unspecified && link != 0) {
            return reasons.malformed();
        }
        final long target = LinkScope.on(NdMessage.targetHigh(message), on.swIfIndex());
        final boolean ours = addresses.isOn(on.swIfIndex(), target, NdMessage.targetLow(message));
        if (!ours && !reach.answersFor(on.swIfIndex(), target, NdMessage.targetLow(message))) {
            return reasons.notOurs();
        }
        if (isOurs(on.swIfIndex(), high, low)) {
            return reasons.ourAddress();
        }
        if (state(on.swIfIndex(), target, NdMessage.targetLow(message)) != State.PREFERRED) {
            return ofTentative(on.swIfIndex(), target, header, message, bytes, unspecified);
        }
        final long mac = link == 0 ? frameSource(header) : link;
        DropReason result = reasons.solicitations();
        if (!unspecified && isHost(mac) && reach.onLink(on.swIfIndex(), high, low)) {
            final Heard heard = neighbors.heard(on.swIfIndex(), high, low, mac, true, frame.sink());
            result = reasons.unheeded(heard, result);
        }
        if (!ours) {
            frame.sink().count(reasons.proxied(), 1);
        }
        // RFC 4861, 7.2.8: who has the address himself outweighs who answers for him.
        answer(frame, on, header, message, mac, NdMessage.ROUTER | (ours ? NdMessage.OVERRIDE : 0));
        return result;
    }

    private DropReason ofTentative(
            final int swIfIndex,
            final long high,
            final long header,
            final long message,
            final int bytes,
            final boolean unspecified) {
        final long low = NdMessage.targetLow(message);
        final long nonce = NdMessage.link(message, NdMessage.LENGTH, bytes, NdMessage.NONCE);
        if (duplicates.isOwn(swIfIndex, high, low, nonce)) {
            return reasons.looped();
        }
        if (unspecified) {
            duplicates.conflict(swIfIndex, high, low, frameSource(header));
        }
        return reasons.tentative();
    }

    private void answer(
            final Frame frame,
            final Interface on,
            final long header,
            final long message,
            final long mac,
            final int flags) {
        final Ip6Address target = new Ip6Address(NdMessage.targetHigh(message), NdMessage.targetLow(message));
        final Ip6Address from = new Ip6Address(Ip6Header.sourceHigh(header), Ip6Header.sourceLow(header));
        if (from.equals(Ip6Address.UNSPECIFIED)) {
            final Ip6Address all = new Ip6Address(Groups.LINK, Groups.ALL_NODES);
            sender.advertise(on, target, all, NdSender.groupMac(all.low()), flags, frame.sink());
        } else if (isHost(mac)) {
            sender.advertise(on, target, from, mac, flags | NdMessage.SOLICITED, frame.sink());
        }
    }

    private DropReason advertisement(
            final Frame frame, final Interface on, final long header, final long message, final int bytes) {
        final int flags = Icmp6Header.rest(message);
        final boolean group = Ip6Header.destinationHigh(header) >>> 56 == 0xff;
        if (!good(message, bytes) || group && (flags & NdMessage.SOLICITED) != 0) {
            return reasons.malformed();
        }
        final long high = LinkScope.on(NdMessage.targetHigh(message), on.swIfIndex());
        final long low = NdMessage.targetLow(message);
        if (isOurs(on.swIfIndex(), high, low)) {
            duplicates.conflict(on.swIfIndex(), high, low, frameSource(header));
            return reasons.ourAddress();
        }
        final long link = NdMessage.link(message, NdMessage.LENGTH, bytes, NdMessage.TARGET_LINK);
        final long mac = link == 0 ? frameSource(header) : link;
        final long known = neighbors.macOf(on.swIfIndex(), high, low);
        // RFC 4861, 7.2.5: what is known holds against who doesn't claim to know better, and only an answer confirms
        // it.
        final boolean changes = mac != known;
        if (known >= 0 && (flags & (changes ? NdMessage.OVERRIDE : NdMessage.SOLICITED)) == 0) {
            return reasons.advertisements();
        }
        if (!isHost(mac) || !reach.onLink(on.swIfIndex(), high, low)) {
            return reasons.notOurs();
        }
        final Heard heard = neighbors.heard(on.swIfIndex(), high, low, mac, false, frame.sink());
        return reasons.unheeded(heard, reasons.advertisements());
    }

    /** Whether an address is one of the interface's, and not somebody else's. */
    private boolean isOurs(final int swIfIndex, final long high, final long low) {
        return addresses.isOn(swIfIndex, high, low) && state(swIfIndex, high, low) != State.DUPLICATE;
    }

    /** What is known of an address of the interface, or of one that it uses of another. */
    private State state(final int swIfIndex, final long high, final long low) {
        final State own = duplicates.state(swIfIndex, high, low);
        final int lender = addresses.lender(swIfIndex);
        return own != State.PREFERRED || lender < 0 ? own : duplicates.state(lender, high, low);
    }

    private static long frameSource(final long header) {
        return EthernetHeader.source(header - EthernetHeader.LENGTH);
    }

    private static boolean toGroup(final long header) {
        return Ip6Header.destinationHigh(header) == Groups.LINK
                && Groups.solicited(Ip6Header.destinationLow(header)) == Ip6Header.destinationLow(header);
    }

    private static boolean isHost(final long mac) {
        return mac != 0 && !MacAddress.isMulticast(mac);
    }
}
