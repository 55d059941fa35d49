package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.memory.Buffer;
import io.weir.nat64.internal.map.MapSet;
import io.weir.nat64.internal.map.MapTable;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.SharedState;
import io.weir.nat64.internal.xlat.Addresses;
import io.weir.nat64.internal.xlat.IcmpErrors;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.nat64.internal.xlat.Quote;
import io.weir.nat64.internal.xlat.Refusal;
import io.weir.nat64.internal.xlat.Transport;
import io.weir.net.Ip4Header;
import io.weir.net.IpProtocol;

/**
 * Makes ICMP errors of IPv6 from those of IPv4 that hosts with a map, or routers on the way to them, send about what came from a prefix (in),
 * or that come to such hosts about what they sent (out).
 */
final class MapTo6Errors {
    private final SharedState shared;
    private final MapWays ways;
    private final Answers4 answers;
    private final MapReasons reasons;
    private final IcmpErrors translation;
    private final Translated translated;
    private final Quote quote = new Quote();
    private final Addresses addresses = new Addresses();

    MapTo6Errors(
            final SharedState shared,
            final MapWays ways,
            final Answers4 answers,
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
     * One to where IPv4 has no route. If the quoted packet was for no host with a map, it goes on as it is.
     *
     * @param map of its source, or {@link MapTable#NONE_FOUND}.
     */
    void fromMapped(final Frame frame, final int i, final long buffer, final int table, final int map) {
        final int wrong = quote.readIp4(buffer);
        if (wrong != 0) {
            if (map != MapTable.NONE_FOUND) {
                answers.refuse(frame, i, wrong);
            }
            return;
        }
        final MapSet maps = shared.maps().ofIp4();
        final int address = Ip4Header.destination(quote.header());
        final int host = maps.find4(table, address);
        if (host == MapTable.NONE_FOUND) {
            return;
        }
        final long header = Buffer.data(buffer);
        final int other = Ip4Header.destination(header);
        final Prefix64 prefix = prefix(frame, i, table, other, Ip4Header.source(quote.header()));
        if (prefix == null) {
            return;
        }
        final long high = maps.high6(host);
        final long low = maps.low6(host, address);
        final int sender = Ip4Header.source(header);
        if (map != MapTable.NONE_FOUND) {
            addresses.source(maps.high6(map), maps.low6(map, sender));
        } else if (prefix.refuses(sender)) {
            // A router whose address mustn't be written under the prefix speaks as the host, so that path MTUs get
            // through.
            addresses.source(high, low);
        } else {
            addresses.source(prefix.high(sender), prefix.low(sender));
        }
        addresses
                .destination(prefix.high(other), prefix.low(other))
                .quotedSource(prefix.high(other), prefix.low(other))
                .quotedDestination(high, low);
        translate(frame, i, buffer);
    }

    /** One that comes to a host with a map. */
    void toMapped(final Frame frame, final int i, final long buffer, final int table, final int map) {
        final int wrong = quote.readIp4(buffer);
        if (wrong != 0) {
            answers.refuse(frame, i, wrong);
            return;
        }
        final MapSet maps = shared.maps().ofIp6();
        final long header = Buffer.data(buffer);
        final int address = Ip4Header.destination(header);
        final int other = Ip4Header.destination(quote.header());
        if (address != Ip4Header.source(quote.header())) {
            frame.drop(i, reasons.refused(Refusal.ICMP_QUOTE.code()));
            return;
        }
        final Prefix64 prefix = prefix(frame, i, table, other, other);
        if (prefix == null) {
            return;
        }
        final int sender = Ip4Header.source(header);
        final int source = prefix.refuses(sender) ? other : sender;
        final long high = maps.high6(map);
        final long low = maps.low6(map, address);
        addresses
                .source(prefix.high(source), prefix.low(source))
                .destination(high, low)
                .quotedSource(high, low)
                .quotedDestination(prefix.high(other), prefix.low(other));
        translate(frame, i, buffer);
    }

    /** The prefix for the other side's address, which the error and what it quotes have to agree in; else it is decided, and null. */
    private Prefix64 prefix(final Frame frame, final int i, final int table, final int other, final int quoted) {
        final int number = shared.prefixes().first(table, other);
        if (number == PrefixTable.NONE_FOUND || other != quoted) {
            frame.drop(i, other == quoted ? reasons.unmapped() : reasons.refused(Refusal.ICMP_QUOTE.code()));
            return null;
        }
        return shared.prefixes().prefix(number);
    }

    private void translate(final Frame frame, final int i, final long buffer) {
        final int result = translation.toIp6(buffer, quote, addresses, Transport.KEEP, Transport.KEEP);
        if (result != 0) {
            answers.refuse(frame, i, result);
            return;
        }
        translated.add(IpProtocol.ICMP);
        frame.send(i, ways.to6());
    }
}
