package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.nat64.internal.map.MapSet;
import io.weir.nat64.internal.map.MapTable;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.SharedState;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.nat64.internal.xlat.ToIp6;
import io.weir.nat64.internal.xlat.Transport;
import io.weir.net.Ip4Header;

/**
 * Nodes nat64-map-in-ip4, nat64-map-out-ip4 and nat64-map-hairpin: make IPv6 of what hosts with a map send where IPv4 has no route to (in), or
 * of what comes for them (out); all else goes on as it is. The side without maps is written under a prefix, never by a map: whoever says to
 * have a mapped host's address from out there is not taken for it, and hosts with maps see each other as they see others (RFC 7757, 4.2.1).
 * Source: RFC 7915, 4; RFC 7755; RFC 7757, 3 and 4; RFC 6877.
 */
final class MapTo6Node implements PacketNode {
    /** Which packets a node takes. */
    enum Kind {
        IN,
        OUT,
        /** Those that were IPv6 a moment ago, and are on no arc. */
        HAIRPIN
    }

    private final SharedState shared;
    private final MapWays ways;
    private final Answers4 answers;
    private final MapReasons reasons;
    private final Kind kind;
    private final ToIp6 translation = new ToIp6();
    private final MapTo6Errors errors;
    private final PathMtu paths;
    private final Cutter cutter;
    private final Translated translated;

    MapTo6Node(
            final SharedState shared,
            final MapWays ways,
            final Answers4 answers,
            final MapReasons reasons,
            final Kind kind,
            final MapTo6Errors errors,
            final PathMtu paths,
            final Cutter cutter,
            final Translated translated) {
        this.shared = shared;
        this.ways = ways;
        this.answers = answers;
        this.reasons = reasons;
        this.kind = kind;
        this.errors = errors;
        this.paths = paths;
        this.cutter = cutter;
        this.translated = translated;
    }

    @Override
    public void process(final Frame frame) {
        final MapTable maps = shared.maps();
        final PrefixTable prefixes = shared.prefixes();
        paths.begin();
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final int table = ways.table6(buffer);
            if (kind == Kind.IN) {
                fromMapped(frame, i, buffer, table, maps.ofIp4(), prefixes);
            } else {
                toMapped(frame, i, buffer, table, maps.ofIp6(), prefixes);
            }
        }
        if (kind == Kind.HAIRPIN) {
            frame.sendOthers(ways.to4());
        }
        translated.flush();
    }

    private void fromMapped(
            final Frame frame,
            final int i,
            final long buffer,
            final int table,
            final MapSet maps,
            final PrefixTable prefixes) {
        final long header = Buffer.data(buffer);
        final int source = Ip4Header.source(header);
        final int destination = Ip4Header.destination(header);
        final int map = maps.find4(table, source);
        final boolean error = IcmpKind.isError4(buffer);
        if (map == MapTable.NONE_FOUND && !error
                || isGroup(destination)
                || maps.find4(table, destination) != MapTable.NONE_FOUND
                || ways.hasRoute(buffer, destination)) {
            return;
        }
        if (error) {
            errors.fromMapped(frame, i, buffer, table, map);
            return;
        }
        final int number = prefixes.first(table, destination);
        if (number == PrefixTable.NONE_FOUND) {
            frame.drop(i, reasons.unmapped());
            return;
        }
        final Prefix64 prefix = prefixes.prefix(number);
        translate(
                frame,
                i,
                buffer,
                maps.high6(map),
                maps.low6(map, source),
                prefix.high(destination),
                prefix.low(destination));
    }

    /** Groups, and the broadcast of RFC 919. */
    private static boolean isGroup(final int address) {
        return address >>> 29 == 7;
    }

    private void toMapped(
            final Frame frame,
            final int i,
            final long buffer,
            final int table,
            final MapSet maps,
            final PrefixTable prefixes) {
        final long header = Buffer.data(buffer);
        final int source = Ip4Header.source(header);
        final int destination = Ip4Header.destination(header);
        final int map = maps.find4(table, destination);
        if (map == MapTable.NONE_FOUND || ways.isOwn(buffer, destination)) {
            return;
        }
        if (IcmpKind.isError4(buffer)) {
            errors.toMapped(frame, i, buffer, table, map);
            return;
        }
        final int number = prefixes.first(table, source);
        if (number == PrefixTable.NONE_FOUND) {
            frame.drop(i, reasons.unmapped());
            return;
        }
        final Prefix64 prefix = prefixes.prefix(number);
        translate(
                frame,
                i,
                buffer,
                prefix.high(source),
                prefix.low(source),
                maps.high6(map),
                maps.low6(map, destination));
    }

    private void translate(
            final Frame frame,
            final int i,
            final long buffer,
            final long sourceHigh,
            final long sourceLow,
            final long high,
            final long low) {
        if (Cutter.isLong(buffer, PathMtu.LEAST_4)) {
            final int mtu = paths.exceeded4(ways.table6(buffer), buffer, high, low);
            if (mtu != 0) {
                answers.tooLong(frame, i, mtu);
                return;
            }
        }
        final int protocol = Ip4Header.protocol(Buffer.data(buffer));
        MapTrace.of4(frame, i, buffer, sourceHigh, sourceLow, high, low);
        final int result =
                translation.translate(buffer, sourceHigh, sourceLow, high, low, Transport.KEEP, Transport.KEEP);
        if (result < 0) {
            answers.refuse(frame, i, result);
            return;
        }
        translated.add(protocol);
        if (result != 0) {
            cutter.cut(frame, i, result, ways.to6(), reasons);
        } else {
            frame.send(i, ways.to6());
        }
    }
}
