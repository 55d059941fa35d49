package io.weir.acl.internal.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** In what rules of a list differ so that they may be better off in different trees: whether a field is narrow or open. */
final class Aspect {
    private static final int[] IP4_BITS = {4, 12, 20};
    private static final int[] IP6_BITS = {16, 36, 52};
    private static final int PORTS = 512;

    private Aspect() {}

    /** Tests of rules; each parts them in two. */
    static List<IntPredicate> all(final Boxes boxes) {
        final List<IntPredicate> all = new ArrayList<>();
        for (final int bits : boxes.ip6 ? IP6_BITS : IP4_BITS) {
            all.add(rule -> boxes.sourceBits(rule) >= bits);
            all.add(rule -> boxes.destinationBits(rule) >= bits);
        }
        final int ports = boxes.fields.size() - 3;
        all.add(rule -> boxes.high(ports, rule) - boxes.low(ports, rule) < PORTS);
        all.add(rule -> boxes.high(ports + 1, rule) - boxes.low(ports + 1, rule) < PORTS);
        all.add(rule -> boxes.low(ports + 2, rule) == boxes.high(ports + 2, rule));
        return all;
    }
}
