package io.weir.dpdk.internal.flow;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.weir.dpdk.internal.flow.FlowEncoder.Part;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes what a rule matches: headers as on the wire, from the outermost on, with a mask of the bits that count. */
final class PatternEncoder {
    private static final int ETH = 6;
    private static final int VLAN = 7;
    private static final int IP4 = 8;
    private static final int IP6 = 9;
    private static final int UDP = 11;
    private static final int TCP = 12;
    private static final int VXLAN = 14;
    private static final int GTPC = 21;
    private static final int GTPU = 22;

    private static final ValueLayout.OfShort BE16 = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt BE32 = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong BE64 = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Arena arena;

    PatternEncoder(final Arena arena) {
        this.arena = arena;
    }

    List<Part> parts(final FlowSpec spec) {
        final List<Part> parts = new ArrayList<>();
        parts.add(ether(spec.ether()));
        if (spec.ether().hasVlan()) {
            parts.add(vlan(spec.ether().vlan()));
        }
        if (spec.ip() != null) {
            parts.add(spec.ip().version() == 4 ? ip4(spec.ip()) : ip6(spec.ip()));
        }
        if (spec.ports() != null) {
            parts.add(ports(spec.ports()));
        }
        if (spec.tunnel() != null) {
            parts.add(tunnel(spec.tunnel()));
        }
        return parts;
    }

    private Part item(final int type, final int bytes) {
        return new Part(type, arena.allocate(bytes, Long.BYTES), arena.allocate(bytes, Long.BYTES));
    }

    private Part ether(final FlowSpec.Ether ether) {
        if (ether.isAny()) {
            return Part.plain(ETH);
        }
        final Part part = item(ETH, 20);
        mac(part, 0, ether.destination());
        mac(part, 6, ether.source());
        if (ether.type() >= 0) {
            put16(part, 12, ether.type(), 0xffff);
        }
        return part;
    }

    private static void mac(final Part part, final int at, final long mac) {
        if (mac >= 0) {
            put16(part, at, mac >>> 32, 0xffff);
            put32(part, at + 2, mac, -1);
        }
    }

    private Part vlan(final int id) {
        final Part part = item(VLAN, 8);
        put16(part, 0, id, 0xfff);
        return part;
    }

    private Part ip4(final FlowSpec.Ip ip) {
        if (ip.isAny()) {
            return Part.plain(IP4);
        }
        final Part part = item(IP4, 20);
        if (ip.protocol() >= 0) {
            put8(part, 9, ip.protocol());
        }
        put32(part, 12, ip.source().low(), ip.source().lowMask());
        put32(part, 16, ip.destination().low(), ip.destination().lowMask());
        return part;
    }

    private Part ip6(final FlowSpec.Ip ip) {
        if (ip.isAny()) {
            return Part.plain(IP6);
        }
        final Part part = item(IP6, 44);
        if (ip.protocol() >= 0) {
            put8(part, 6, ip.protocol());
        }
        put128(part, 8, ip.source());
        put128(part, 24, ip.destination());
        return part;
    }

    private Part ports(final FlowSpec.Ports ports) {
        final boolean tcp = ports.protocol() == FlowSpec.TCP;
        if (ports.isAny()) {
            return Part.plain(tcp ? TCP : UDP);
        }
        final Part part = tcp ? item(TCP, 20) : item(UDP, 8);
        put16(part, 0, ports.source().low(), ports.source().lowMask());
        put16(part, 2, ports.destination().low(), ports.destination().lowMask());
        return part;
    }

    private Part tunnel(final FlowSpec.Tunnel tunnel) {
        final boolean vxlan = tunnel.kind() == FlowSpec.Tunnels.VXLAN;
        final Part part = item(vxlan ? VXLAN : tunnel.kind() == FlowSpec.Tunnels.GTPU ? GTPU : GTPC, 8);
        // A VNI has 24 bits, with 8 reserved ones behind it.
        put32(part, 4, vxlan ? tunnel.id() << 8 : tunnel.id(), vxlan ? -1L << 8 : -1);
        return part;
    }

    private static void put8(final Part part, final int at, final int value) {
        part.content().set(JAVA_BYTE, at, (byte) value);
        part.mask().set(JAVA_BYTE, at, (byte) -1);
    }

    private static void put16(final Part part, final int at, final long value, final long mask) {
        part.content().set(BE16, at, (short) value);
        part.mask().set(BE16, at, (short) mask);
    }

    private static void put32(final Part part, final int at, final long value, final long mask) {
        part.content().set(BE32, at, (int) value);
        part.mask().set(BE32, at, (int) mask);
    }

    private static void put128(final Part part, final int at, final Masked value) {
        part.content().set(BE64, at, value.high());
        part.content().set(BE64, at + 8L, value.low());
        part.mask().set(BE64, at, value.highMask());
        part.mask().set(BE64, at + 8L, value.lowMask());
    }
}
