package io.weir.benchmarks.acl;

import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.FiveTuple;
import io.weir.acl.internal.rule.Range;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.Subnet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Lists of any size in the style of ClassBench (Taylor, Turner, 2007): access lists, firewalls and chains of filters differ in how
 * long prefixes are, how often a field is left open, and which ports are asked for. Addresses branch unevenly, as real ones do:
 * each bit has a heavy side. Seeded.
 */
public final class ClassBench {
    /**
     * What tells kinds of lists apart, in parts of 100.
     *
     * @param source how many addresses are open, end in the first half, beyond it, or are of one host.
     * @param destination likewise.
     * @param sourcePort how many are open, one, some range, or 1,024 and above.
     * @param destinationPort likewise.
     */
    public record Seed(
            String name,
            List<Integer> source,
            List<Integer> destination,
            List<Integer> sourcePort,
            List<Integer> destinationPort) {
        /** Access lists: long prefixes, destination ports. */
        public static final Seed ACL = new Seed(
                "acl", List.of(8, 12, 25, 55), List.of(3, 7, 20, 70), List.of(98, 1, 1, 0), List.of(35, 50, 10, 5));
        /** Firewalls: one of both addresses is often left open. */
        public static final Seed FW = new Seed(
                "fw", List.of(42, 10, 13, 35), List.of(25, 8, 17, 50), List.of(80, 8, 4, 8), List.of(30, 52, 8, 10));
        /** Chains of filters: in between. */
        public static final Seed IPC = new Seed(
                "ipc", List.of(12, 18, 25, 45), List.of(10, 15, 25, 50), List.of(75, 14, 8, 3), List.of(42, 42, 11, 5));
        /** All of them. */
        public static final List<Seed> ALL = List.of(ACL, FW, IPC);
    }

    private static final List<Integer> PROTOCOLS = List.of(70, 18, 5, 7);
    private static final int[] SERVICES = {
        20, 21, 22, 23, 25, 53, 80, 110, 123, 135, 139, 143, 161, 389, 443, 445, 514, 636, 993, 1_433, 1_521, 1_723,
        3_306, 3_389, 5_060, 5_432, 6_667, 8_080, 8_443, 9_100
    };
    private static final int[][] RANGES = {
        {0, 1_023},
        {20, 21},
        {135, 139},
        {161, 162},
        {1_645, 1_646},
        {5_060, 5_061},
        {6_000, 6_063},
        {6_881, 6_999},
        {2_048, 65_535},
        {1_024, 5_000},
        {33_434, 33_600},
        {8_000, 8_100}
    };

    private final Seed kind;
    private final boolean ip6;
    private final SplittableRandom random;
    private final long world;

    public ClassBench(final Seed kind, final boolean ip6, final long seed) {
        this.kind = kind;
        this.ip6 = ip6;
        random = new SplittableRandom(seed);
        world = random.nextLong();
    }

    /** So many rules, no two of which match the same packets. */
    public List<Rule> rules(final int count) {
        final List<Rule> rules = new ArrayList<>(count);
        final Set<Rule> seen = HashSet.newHashSet(count);
        while (rules.size() < count) {
            final Rule rule = rule();
            final Rule shape = new Rule(
                    Action.DENY,
                    ip6,
                    rule.source(),
                    rule.destination(),
                    rule.protocol(),
                    rule.sourcePorts(),
                    rule.destinationPorts(),
                    0,
                    0);
            if (seen.add(shape)) {
                rules.add(rule);
            }
        }
        // Longer prefixes come first, as in lists that were written to be of use.
        rules.sort((a, b) -> Integer.compare(weight(b), weight(a)));
        return rules;
    }

    private static int weight(final Rule rule) {
        return rule.source().length()
                + rule.destination().length()
                + (rule.destinationPorts().all() ? 0 : 16);
    }

    private Rule rule() {
        final int protocol = new int[] {6, 17, ip6 ? 58 : 1, 0}[pick(PROTOCOLS)];
        final boolean ports = protocol == 6 || protocol == 17;
        return new Rule(
                random.nextInt(3) == 0 ? Action.DENY : Action.PERMIT,
                ip6,
                subnet(kind.source, 1),
                subnet(kind.destination, 2),
                protocol,
                ports ? range(kind.sourcePort) : protocol == 0 || random.nextBoolean() ? Range.ALL : new Range(8, 8),
                ports ? range(kind.destinationPort) : Range.ALL,
                0,
                0);
    }

    private int pick(final List<Integer> parts) {
        int left = random.nextInt(100);
        for (int i = 0; i < parts.size(); i++) {
            left -= parts.get(i);
            if (left < 0) {
                return i;
            }
        }
        return parts.size() - 1;
    }

    private Range range(final List<Integer> parts) {
        return switch (pick(parts)) {
            case 0 -> Range.ALL;
            case 1 -> {
                final int port =
                        random.nextInt(3) == 0 ? random.nextInt(65_536) : SERVICES[random.nextInt(SERVICES.length)];
                yield new Range(port, port);
            }
            case 2 -> {
                final int[] range = RANGES[random.nextInt(RANGES.length)];
                yield new Range(range[0], range[1]);
            }
            default -> new Range(1_024, 65_535);
        };
    }

    private Subnet subnet(final List<Integer> parts, final int side) {
        final int most = ip6 ? 128 : 32;
        final int middle = ip6 ? 48 : 16;
        final int length =
                switch (pick(parts)) {
                    case 0 -> 0;
                    case 1 -> middle / 2 + random.nextInt(middle / 2 + 1);
                    case 2 -> ip6 ? 49 + random.nextInt(16) : 17 + random.nextInt(15);
                    default -> most;
                };
        return new Subnet(address(side, 0), ip6 ? address(side, 1) : 0, length);
    }

    private long address(final int side, final int half) {
        long address = 0;
        final int bits = ip6 ? 64 : 32;
        for (int bit = 0; bit < bits; bit++) {
            final long heavy = mix(address + world + bit * 31L + side * 1_000_003L + half * 77L) & 1;
            final int chance = half == 1 ? (bit < 48 ? 99 : 60) : skew(bit);
            address = address << 1 | (random.nextInt(100) < chance ? heavy : 1 - heavy);
        }
        return ip6 ? address : address << 32;
    }

    /** How often a bit is the heavy one. */
    private int skew(final int bit) {
        if (ip6) {
            return bit < 20 ? 97 : bit < 48 ? 70 : 80;
        }
        return bit < 8 ? 85 : bit < 24 ? 68 : 58;
    }

    private static long mix(final long value) {
        long mixed = value * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
        return mixed ^ mixed >>> 32;
    }

    /** A packet that a rule matches, if none before it does; rules are drawn unevenly. */
    public FiveTuple packet(final List<Rule> rules) {
        final double share = random.nextDouble();
        final Rule rule = rules.get((int) (share * share * rules.size()));
        return new FiveTuple(
                ip6,
                rule.source().high() | free() & ~Subnet.highMask(rule.source().length()),
                ip6
                        ? rule.source().low()
                                | random.nextLong()
                                        & ~Subnet.lowMask(rule.source().length())
                        : 0,
                rule.destination().high()
                        | free() & ~Subnet.highMask(rule.destination().length()),
                ip6
                        ? rule.destination().low()
                                | random.nextLong()
                                        & ~Subnet.lowMask(rule.destination().length())
                        : 0,
                rule.protocol() == 0 ? 6 : rule.protocol(),
                port(rule.sourcePorts()),
                port(rule.destinationPorts()),
                0x10);
    }

    /** A packet that no one has asked for. */
    public FiveTuple stray() {
        return new FiveTuple(
                ip6,
                free(),
                ip6 ? random.nextLong() : 0,
                free(),
                ip6 ? random.nextLong() : 0,
                random.nextBoolean() ? 6 : 17,
                random.nextInt(65_536),
                random.nextInt(65_536),
                0x10);
    }

    private long free() {
        return ip6 ? random.nextLong() : random.nextLong() & 0xffff_ffff_0000_0000L;
    }

    private int port(final Range range) {
        return range.first() + random.nextInt(range.last() - range.first() + 1);
    }
}
