package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.nat64.internal.map.MapSet;
import io.weir.nat64.internal.map.MapTable;
import io.weir.nat64.internal.state.PoolTable;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.SharedState;
import io.weir.nat64.internal.xlat.IcmpErrors;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.nat64.internal.xlat.Quote;
import io.weir.nat64.internal.xlat.Refusal;
import io.weir.nat64.internal.xlat.Transport;
import io.weir.net.IpProtocol;

/**
 * Makes ICMP errors of IPv4 from those of IPv6 that hosts with a map, or routers on the way to them, send about what came from under a prefix
 * (in), or that come to such hosts about what they sent there (out). Routers that have no IPv4 address are given one (RFC 6791).
 */
final class MapTo4Errors {
    private static final int SOURCE = 8;
    private static final int DESTINATION = 24;

    private final SharedState shared;
    private final MapWays ways;
    private final Answers6 answers;
    private final MapReasons reasons;
    private final IcmpErrors translation;
    private final Translated translated;
    private final Quote quote = new Quote();

    MapTo4Errors(
            final SharedState shared,
            final MapWays ways,
            final Answers6 answers,
            final MapReasons reasons,
            final IcmpErrors translation,
            final Translated translated) {
        this.shared = shared;
        this.ways = ways;
        this.answers = answers;
        this.reasons = reasons;
        this.translation = translation;
        this.translated = translated;
    }

    /**
     * One that goes to a prefix. If the quoted packet was for no host with a map, it goes on as it is: it may belong to a session.
     *
     * @param map of its source, or {@link MapTable#NONE_FOUND}.
     */
    void fromMapped(final Frame frame, final int i, final long buffer, final int table, final int map) {
        final int wrong = quote.readIp6(buffer);
        if (wrong != 0) {
            if (map != MapTable.NONE_FOUND) {
                answers.refuse(frame, i, wrong, 0);
            }
            return;
        }
        final MapSet maps = shared.maps().ofIp6();
        final long quoted = quote.header();
        final long hostLow = Memory.getLongBe(quoted + DESTINATION + 8);
        final int host = maps.find6(table, Memory.getLongBe(quoted + DESTINATION), hostLow);
        if (host == MapTable.NONE_FOUND) {
            return;
        }
        final long header = Buffer.data(buffer);
        final int other = under(table, header + DESTINATION);
        if (other == 0 || !same(header + DESTINATION, quoted + SOURCE)) {
            frame.drop(i, other == 0 ? reasons.unmapped() : reasons.refused(Refusal.ICMP_QUOTE.code()));
            return;
        }
        final int address = maps.ip4(host, hostLow);
        final long senderLow = Memory.getLongBe(header + SOURCE + 8);
        final int sender = map == MapTable.NONE_FOUND
                ? shared.maps().router(Memory.getLongBe(header + SOURCE), senderLow)
                : maps.ip4(map, senderLow);
        translation.toIp4(buffer, quote, sender, other, other, address, Transport.KEEP, Transport.KEEP);
        translated.add(IpProtocol.ICMP);
        frame.send(
                i,
                maps.find4(table, other) != MapTable.NONE_FOUND
                        ? ways.mapped()
                        : shared.pool().find(other) != PoolTable.NONE ? ways.hairpin() : ways.to4());
    }

    /** One that comes to a host with a map. */
    void toMapped(final Frame frame, final int i, final long buffer, final int table, final int map) {
        final int wrong = quote.readIp6(buffer);
        if (wrong != 0) {
            answers.refuse(frame, i, wrong, 0);
            return;
        }
        final MapSet maps = shared.maps().ofIp4();
        final long quoted = quote.header();
        final long header = Buffer.data(buffer);
        final int other = under(table, quoted + DESTINATION);
        if (other == 0 || !same(header + DESTINATION, quoted + SOURCE)) {
            frame.drop(i, other == 0 ? reasons.unmapped() : reasons.refused(Refusal.ICMP_QUOTE.code()));
            return;
        }
        final int address = maps.ip4(map, Memory.getLongBe(header + DESTINATION + 8));
        final int router = under(table, header + SOURCE);
        final int sender = router != 0
                ? router
                : shared.maps().router(Memory.getLongBe(header + SOURCE), Memory.getLongBe(header + SOURCE + 8));
        translation.toIp4(buffer, quote, sender, address, address, other, Transport.KEEP, Transport.KEEP);
        translated.add(IpProtocol.ICMP);
        frame.send(i, ways.to4());
    }

    /** The IPv4 address of one that lies under a prefix; else 0, which no host has. */
    private int under(final int table, final long address) {
        final PrefixTable prefixes = shared.prefixes();
        final long high = Memory.getLongBe(address);
        final long low = Memory.getLongBe(address + 8);
        final int number = prefixes.find(table, high, low);
        if (number == PrefixTable.NONE_FOUND) {
            return 0;
        }
        final Prefix64 prefix = prefixes.prefix(number);
        final int within = prefix.extract(high, low);
        return prefix.refuses(within) ? 0 : within;
    }

    private static boolean same(final long one, final long other) {
        return Memory.getLong(one) == Memory.getLong(other) && Memory.getLong(one + 8) == Memory.getLong(other + 8);
    }
}
