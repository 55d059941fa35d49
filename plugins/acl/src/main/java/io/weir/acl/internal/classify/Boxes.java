package io.weir.acl.internal.classify;

import io.weir.acl.internal.rule.Range;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.Subnet;
import io.weir.net.IpProtocol;
import java.util.Arrays;
import java.util.List;

/**
 * Rules of one family as boxes: for each field of the key the lowest and highest value that a rule matches. Flags of TCP are no
 * range: they are looked at when the rule is compared.
 */
final class Boxes {
    final boolean ip6;
    final List<Field> fields;
    private final int count;
    /** By field and rule, 32 bits without sign. */
    private final int[][] low;

    private final int[][] high;
    /** By rule: bits of both addresses that are fixed. */
    private final short[] sourceBits;

    private final short[] destinationBits;
    private final int[] labels;
    /** By rule: flags looked at in bits 0 to 7, what they are to be in bits 8 to 15. */
    private final short[] flags;

    private Boxes(final boolean ip6, final int count) {
        this.ip6 = ip6;
        this.count = count;
        fields = Field.of(ip6);
        low = new int[fields.size()][count];
        high = new int[fields.size()][count];
        flags = new short[count];
        sourceBits = new short[count];
        destinationBits = new short[count];
        labels = new int[count];
    }

    /** Those of a list that are of a family, with their labels. */
    static Boxes of(final boolean ip6, final LabelledRules labelled) {
        final List<Rule> list = labelled.rules();
        final Boxes boxes = new Boxes(ip6, (int)
                list.stream().filter(rule -> rule != null && rule.ip6() == ip6).count());
        int at = 0;
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) != null && list.get(i).ip6() == ip6) {
                boxes.labels[at] = labelled.labels()[i];
                boxes.set(at++, list.get(i));
            }
        }
        return boxes;
    }

    /** At most so many of them, evenly drawn. */
    Boxes sample(final int most) {
        if (count <= most) {
            return this;
        }
        final Boxes some = new Boxes(ip6, most);
        for (int i = 0; i < most; i++) {
            final int from = (int) ((long) i * count / most);
            for (int field = 0; field < fields.size(); field++) {
                some.low[field][i] = low[field][from];
                some.high[field][i] = high[field][from];
            }
            some.labels[i] = labels[from];
            some.flags[i] = flags[from];
            some.sourceBits[i] = sourceBits[from];
            some.destinationBits[i] = destinationBits[from];
        }
        return some;
    }

    /** The label of a rule. */
    int label(final int rule) {
        return labels[rule];
    }

    /** The rule with a label, where labels grow. */
    int rule(final int label) {
        return Arrays.binarySearch(labels, label);
    }

    int count() {
        return count;
    }

    long low(final int field, final int rule) {
        return low[field][rule] & 0xffffffffL;
    }

    long high(final int field, final int rule) {
        return high[field][rule] & 0xffffffffL;
    }

    /** How many bits of the source are fixed. */
    int sourceBits(final int rule) {
        return sourceBits[rule];
    }

    int destinationBits(final int rule) {
        return destinationBits[rule];
    }

    int flagsMask(final int rule) {
        return flags[rule] & 0xff;
    }

    int flagsValue(final int rule) {
        return flags[rule] >> 8 & 0xff;
    }

    /** Whether the ports of this rule count. */
    static boolean hasPorts(final Rule rule) {
        final int protocol = rule.protocol();
        return IpProtocol.hasPorts(protocol) || icmp(protocol);
    }

    private static boolean icmp(final int protocol) {
        return protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMP6;
    }

    private void set(final int i, final Rule rule) {
        sourceBits[i] = (short) rule.source().length();
        destinationBits[i] = (short) rule.destination().length();
        if (ip6) {
            subnet(0, i, rule.source());
            subnet(4, i, rule.destination());
        } else {
            word(0, i, rule.source().high() >>> 32, rule.source().length());
            word(1, i, rule.destination().high() >>> 32, rule.destination().length());
        }
        final int ports = fields.size() - 3;
        final boolean counts = hasPorts(rule);
        range(ports, i, counts ? rule.sourcePorts() : Range.ALL);
        range(ports + 1, i, counts ? rule.destinationPorts() : Range.ALL);
        low[ports + 2][i] = rule.protocol();
        high[ports + 2][i] = rule.protocol() == 0 ? 0xff : rule.protocol();
        if (rule.protocol() == IpProtocol.TCP) {
            flags[i] = (short) (rule.tcpMask() | (rule.tcpFlags() & rule.tcpMask()) << 8);
        }
    }

    private void subnet(final int field, final int i, final Subnet subnet) {
        for (int word = 0; word < 4; word++) {
            final long half = word < 2 ? subnet.high() : subnet.low();
            word(field + word, i, (word & 1) == 0 ? half >>> 32 : half & 0xffffffffL, subnet.length() - 32 * word);
        }
    }

    private void word(final int field, final int i, final long value, final int bits) {
        final long free = bits >= 32 ? 0 : bits <= 0 ? 0xffffffffL : 0xffffffffL >>> bits;
        low[field][i] = (int) value;
        high[field][i] = (int) (value | free);
    }

    private void range(final int field, final int i, final Range range) {
        low[field][i] = range.first();
        high[field][i] = range.last();
    }
}
