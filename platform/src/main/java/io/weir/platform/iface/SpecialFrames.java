package io.weir.platform.iface;

import io.weir.graph.Frame;
import io.weir.graph.Worker;
import io.weir.iface.InterfaceCounters;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.iface.VlanMatch;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.EthernetHeader;

/**
 * What ethernet-input does with frames that are tagged, whole (L2 mode), short, or of a type that nobody takes; out of line, as
 * most are none of this. One instance per worker.
 */
final class SpecialFrames {
    private static final int TYPE = 12;
    private static final int TAG_BYTES = 4;
    private static final int ID = 0xfff;
    private static final int RESERVED = 0xfff;

    private final InterfaceIndex interfaces;
    private final EthernetReasons reasons;
    private final EthernetTypeNode byType;
    private final int features;
    private final InterfaceCounters counters;

    /** Bytes of tags with id 0 in front of the others: they carry a priority only. */
    private int priorityBytes;
    /** Tags behind those, as far as it matters how many. */
    private int tags;

    private int outerType;
    private int outer;
    private int inner;

    SpecialFrames(
            final InterfaceIndex interfaces,
            final EtherTypes types,
            final EthernetReasons reasons,
            final int features,
            final Worker worker) {
        this.interfaces = interfaces;
        this.reasons = reasons;
        this.features = features;
        byType = new EthernetTypeNode(types, reasons);
        counters = worker.interfaceCounters();
    }

    /** Says where a frame goes. */
    void take(final Frame frame, final int i, final long buffer, final HostInterface device) {
        if (device == null || !device.adminUp) {
            frame.drop(i, reasons.down());
        } else if (Buffer.length(buffer) < EthernetHeader.LENGTH || !readTags(buffer)) {
            frame.drop(i, reasons.tooShort());
        } else if (tags == 0) {
            untagged(frame, i, buffer, device);
        } else {
            tagged(frame, i, buffer, device);
        }
    }

    /** Reads up to two tags; returns whether they are whole. */
    private boolean readTags(final long buffer) {
        final long header = Buffer.data(buffer);
        final int length = Buffer.length(buffer);
        priorityBytes = 0;
        tags = 0;
        inner = -1;
        int at = TYPE;
        int type = EthernetHeader.type(header);
        while (tags < 3 && isTag(type)) {
            if (at + TAG_BYTES + 2 > length) {
                return false;
            }
            final int id = Memory.getShortBe(header + at + 2) & ID;
            if (tags == 0 && id == 0) {
                priorityBytes += TAG_BYTES;
            } else {
                if (tags == 0) {
                    outerType = type;
                    outer = id;
                } else if (tags == 1) {
                    inner = id;
                }
                tags++;
            }
            at += TAG_BYTES;
            type = Memory.getShortBe(header + at);
        }
        return true;
    }

    static boolean isTag(final int type) {
        return type == VlanMatch.DOT1Q || type == VlanMatch.DOT1AD;
    }

    private void untagged(final Frame frame, final int i, final long buffer, final HostInterface device) {
        if (device.l2Target != 0) {
            frame.send(i, device.l2Target);
        } else {
            route(frame, i, buffer, device, priorityBytes);
        }
    }

    private void tagged(final Frame frame, final int i, final long buffer, final HostInterface device) {
        final int index = device.vlans == null || outer == RESERVED || inner == RESERVED
                ? -1
                : device.vlans.find(outerType, outer, inner, tags > 2);
        if (index >= 0) {
            child(frame, i, buffer, interfaces.find(index));
        } else if (device.l2Target != 0) {
            frame.send(i, device.l2Target);
        } else {
            frame.drop(i, reasons.unknownVlan());
        }
    }

    private void child(final Frame frame, final int i, final long buffer, final HostInterface child) {
        if (!child.adminUp) {
            frame.drop(i, reasons.down());
            return;
        }
        Buffer.rxInterface(buffer, child.swIfIndex);
        counters.add(Kind.RX, child.swIfIndex, 1, Buffer.packetLength(buffer));
        if (child.l2Target != 0) {
            frame.send(i, child.l2Target);
        } else if (!child.vlan.definite()) {
            frame.drop(i, reasons.indefiniteVlan());
        } else {
            route(frame, i, buffer, child, priorityBytes + child.vlan.tags() * TAG_BYTES);
        }
    }

    /** Sends a frame on by its type as if it had come without so many bytes of tags. */
    private void route(
            final Frame frame, final int i, final long buffer, final HostInterface device, final int tagBytes) {
        untag(buffer, tagBytes);
        if (!accepts(buffer, Buffer.data(buffer), device)) {
            frame.drop(i, reasons.macMismatch());
        } else if (device.ethernetFeatures) {
            frame.send(i, features);
        } else {
            byType.send(frame, i, buffer);
        }
    }

    /** Moves the MAC addresses up to the type, so that whoever looks back from layer 3 finds a plain Ethernet header. */
    private static void untag(final long buffer, final int bytes) {
        if (bytes > 0) {
            final long from = Buffer.data(buffer);
            final long addresses = Memory.getLong(from);
            final int rest = Memory.getInt(from + Long.BYTES);
            Memory.putLong(from + bytes, addresses);
            Memory.putInt(from + bytes + Long.BYTES, rest);
            Buffer.advance(buffer, bytes);
        }
    }

    /** Whether a frame is for this host, and if it is for others too, notes that. */
    static boolean accepts(final long buffer, final long header, final HostInterface device) {
        if (EthernetHeader.group(header)) {
            Buffer.set(buffer, Buffer.LINK_GROUP);
            return true;
        }
        final long to = EthernetHeader.destination(header);
        return to == device.mac || device.isSecondary(to);
    }
}
