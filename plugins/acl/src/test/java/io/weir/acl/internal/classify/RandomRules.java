package io.weir.acl.internal.classify;

import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.FiveTuple;
import io.weir.acl.internal.rule.Range;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Rules that overlap in all ways, from a small world, and packets at their edges. */
public final class RandomRules {
    private static final int[] PROTOCOLS = {0, 0, 1, 6, 6, 6, 17, 17, 47, 58, 132};

    private final SplittableRandom random;
    private final boolean ip6;
    /** Bits of addresses that vary: few make overlaps. */
    private final int variety;

    public RandomRules(final long seed, final boolean ip6) {
        random = new SplittableRandom(seed);
        this.ip6 = ip6;
        variety = random.nextInt(3);
    }

    public List<Rule> list(final int count) {
        final List<Rule> rules = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rules.add(rule());
        }
        return rules;
    }

    public Rule rule() {
        final int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
        final int mask = protocol == 6 && random.nextInt(4) == 0 ? random.nextInt(256) : 0;
        return new Rule(
                Action.of(random.nextInt(3)),
                ip6,
                subnet(),
                subnet(),
                protocol,
                ports(protocol) ? range() : Range.ALL,
                ports(protocol) ? range() : Range.ALL,
                random.nextInt(256) & mask,
                mask);
    }

    private Subnet subnet() {
        final int most = ip6 ? 128 : 32;
        final int length =
                switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> most;
                    case 2 -> 8 * random.nextInt(most / 8 + 1);
                    default -> random.nextInt(most + 1);
                };
        return new Subnet(half(), ip6 ? half() : 0, length);
    }

    private long half() {
        final long all = random.nextLong();
        final long few =
                switch (variety) {
                    case 0 -> all & 0x0303_0303_0303_0303L;
                    case 1 -> all & 0xff00_00ff_ff00_00ffL;
                    default -> all;
                };
        return ip6 ? few : few & 0xffff_ffff_0000_0000L;
    }

    private static boolean ports(final int protocol) {
        return protocol != 0 && protocol != 47;
    }

    private Range range() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> Range.ALL;
            case 2 -> {
                final int port = random.nextInt(4) == 0 ? random.nextInt(65_536) : 20 + random.nextInt(10);
                yield new Range(port, port);
            }
            case 3 -> random.nextBoolean() ? new Range(0, 1_023) : new Range(1_024, 65_535);
            default -> {
                final int first = random.nextInt(65_536);
                yield new Range(first, first + random.nextInt(65_536 - first));
            }
        };
    }

    /** A packet in a rule or right beside it, or any. */
    public FiveTuple packet(final List<Rule> rules) {
        final Rule rule = rules.get(random.nextInt(rules.size()));
        final int edge = random.nextInt(8);
        return new FiveTuple(
                ip6,
                within(rule.source().high(), Subnet.highMask(rule.source().length()), edge == 0),
                ip6 ? within(rule.source().low(), Subnet.lowMask(rule.source().length()), edge == 1) : 0,
                within(
                        rule.destination().high(),
                        Subnet.highMask(rule.destination().length()),
                        edge == 2),
                ip6
                        ? within(
                                rule.destination().low(),
                                Subnet.lowMask(rule.destination().length()),
                                edge == 3)
                        : 0,
                edge == 6 || rule.protocol() == 0 ? PROTOCOLS[2 + random.nextInt(9)] : rule.protocol(),
                port(rule.sourcePorts(), edge == 4),
                port(rule.destinationPorts(), edge == 5),
                edge == 7 ? random.nextInt(256) : rule.tcpFlags());
    }

    private long within(final long value, final long mask, final boolean beside) {
        final long address = value | half() & ~mask;
        final long other = beside ? address ^ 1L << 32 + random.nextInt(32) : address;
        return ip6 ? other : other & 0xffff_ffff_0000_0000L;
    }

    private int port(final Range range, final boolean beside) {
        return switch (random.nextInt(3)) {
            case 0 -> beside ? Math.max(0, range.first() - 1) : range.first();
            case 1 -> beside ? Math.min(65_535, range.last() + 1) : range.last();
            default -> range.first() + random.nextInt(range.last() - range.first() + 1);
        };
    }
}
