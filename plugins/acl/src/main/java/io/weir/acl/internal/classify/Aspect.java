package io.weir.acl.internal.classify;

import java.util.ArrayList;
import java.util.List;

/** In what rules of a list differ so that they may be better off in different trees: whether a field is narrow or open. */
@FunctionalInterface
interface Aspect {
    /** Whether a rule is narrow in this field. */
    boolean narrow(Boxes boxes, int rule);

    /** All that are tried. */
    static List<Aspect> all(final boolean ip6) {
        final int ports = Field.of(ip6).size() - 3;
        final int somePorts = 512;
        final List<Aspect> all = new ArrayList<>();
        for (final int bits : ip6 ? new int[] {16, 36, 52} : new int[] {4, 12, 20}) {
            all.add((boxes, rule) -> boxes.sourceBits(rule) >= bits);
            all.add((boxes, rule) -> boxes.destinationBits(rule) >= bits);
        }
        all.add((boxes, rule) -> boxes.high(ports, rule) - boxes.low(ports, rule) < somePorts);
        all.add((boxes, rule) -> boxes.high(ports + 1, rule) - boxes.low(ports + 1, rule) < somePorts);
        all.add((boxes, rule) -> boxes.low(ports + 2, rule) == boxes.high(ports + 2, rule));
        return all;
    }
}
