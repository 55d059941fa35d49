package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.nat64.internal.map.MapSet;
import io.weir.nat64.internal.map.MapTable;
import io.weir.nat64.internal.state.PoolTable;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.SharedState;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.nat64.internal.xlat.ToIp4;
import io.weir.nat64.internal.xlat.Transport;

/**
 * Nodes nat64-map-in-ip6 and nat64-map-out-ip6: make IPv4 of what hosts with a map send to a prefix (in), or of what comes for them from
 * under a prefix (out); all else goes on as it is. Source: RFC 7915, 5; RFC 7755; RFC 7757, 3 and 4; RFC 6877.
 */
final class MapTo4Node implements PacketNode {
    private static final int SOURCE = 8;
    private static final int DESTINATION = 24;

    private final SharedState shared;
    private final MapWays ways;
    private final Answers6 answers;
    private final MapReasons reasons;
    private final boolean inside;
    private final ToIp4 translation;
    private final MapTo4Errors errors;
    private final PathMtu paths;
    private final Translated translated;

    MapTo4Node(
            final SharedState shared,
            final MapWays ways,
            final Answers6 answers,
            final MapReasons reasons,
            final boolean inside,
            final ToIp4 translation,
            final MapTo4Errors errors,
            final PathMtu paths,
            final Translated translated) {
        this.shared = shared;
        this.ways = ways;
        this.answers = answers;
        this.reasons = reasons;
        this.inside = inside;
        this.translation = translation;
        this.errors = errors;
        this.paths = paths;
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
            if (inside) {
                fromMapped(frame, i, buffer, table, maps.ofIp6(), prefixes);
            } else {
                toMapped(frame, i, buffer, table, maps.ofIp4(), prefixes);
            }
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
        final long high = Memory.getLongBe(header + DESTINATION);
        final long low = Memory.getLongBe(header + DESTINATION + 8);
        final int number = prefixes.find(table, high, low);
        if (number == PrefixTable.NONE_FOUND) {
            return;
        }
        final long sourceLow = Memory.getLongBe(header + SOURCE + 8);
        final int map = maps.find6(table, Memory.getLongBe(header + SOURCE), sourceLow);
        if (IcmpKind.isError6(buffer)) {
            errors.fromMapped(frame, i, buffer, table, map);
            return;
        }
        if (map == MapTable.NONE_FOUND) {
            return;
        }
        final Prefix64 prefix = prefixes.prefix(number);
        final int destination = prefix.extract(high, low);
        if (prefix.refuses(destination)) {
            frame.drop(i, reasons.notGlobal());
            return;
        }
        final int next = maps.find4(table, destination) != MapTable.NONE_FOUND
                ? ways.mapped()
                : shared.pool().find(destination) != PoolTable.NONE ? ways.hairpin() : ways.to4();
        translate(frame, i, buffer, maps.ip4(map, sourceLow), destination, next);
    }

    private void toMapped(
            final Frame frame,
            final int i,
            final long buffer,
            final int table,
            final MapSet maps,
            final PrefixTable prefixes) {
        final long header = Buffer.data(buffer);
        final long high = Memory.getLongBe(header + DESTINATION);
        final long low = Memory.getLongBe(header + DESTINATION + 8);
        final int map = maps.find6(table, high, low);
        if (map == MapTable.NONE_FOUND || ways.isOwn(table, high, low)) {
            return;
        }
        if (IcmpKind.isError6(buffer)) {
            errors.toMapped(frame, i, buffer, table, map);
            return;
        }
        final long sourceHigh = Memory.getLongBe(header + SOURCE);
        final long sourceLow = Memory.getLongBe(header + SOURCE + 8);
        final int number = prefixes.find(table, sourceHigh, sourceLow);
        if (number == PrefixTable.NONE_FOUND) {
            frame.drop(i, reasons.unmapped());
            return;
        }
        final Prefix64 prefix = prefixes.prefix(number);
        final int source = prefix.extract(sourceHigh, sourceLow);
        if (prefix.refuses(source)) {
            frame.drop(i, reasons.notGlobal());
            return;
        }
        translate(frame, i, buffer, source, maps.ip4(map, low), ways.to4());
    }

    private void translate(
            final Frame frame,
            final int i,
            final long buffer,
            final int source,
            final int destination,
            final int next) {
        if (Cutter.isLong(buffer, PathMtu.LEAST)) {
            final int mtu = paths.exceeded6(ways.family4(), buffer, destination);
            if (mtu != 0) {
                answers.tooLong(frame, i, mtu);
                return;
            }
        }
        MapTrace.of6(frame, i, buffer, source, destination);
        final int result = translation.translate(buffer, source, destination, Transport.KEEP, Transport.KEEP);
        if (result < 0) {
            answers.refuse(frame, i, result, translation.pointer());
            return;
        }
        translated.add(Memory.getUnsignedByte(Buffer.data(buffer) + 9));
        frame.send(i, next);
    }
}
