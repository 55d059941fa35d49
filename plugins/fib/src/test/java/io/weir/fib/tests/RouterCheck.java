package io.weir.fib.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.tests.RouterHost.Hop;
import io.weir.fib.tests.Way.End;
import io.weir.fib.tests.Way.Share;
import io.weir.fib.tests.Way.Verdict;
import io.weir.fib.tests.Way.Where;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares where packets go with where the model has them go. */
final class RouterCheck {
    private static final int SAMPLE = 24;
    private static final int MAX_BUCKETS = 256;
    /** How far the shares of buckets may be off, in parts of the whole. */
    private static final double TOLERANCE = 0.1;

    private final RouterModel model;
    private final RouterHost real;
    private final Random random = new Random(1);
    private final Map<To, Remembered> remembered = new HashMap<>();

    private record To(int table, int number) {}

    /**
     * The buckets of a destination while all interfaces were up.
     *
     * @param owned whether each bucket is of one path alone, and none is lent by a path that leads nowhere.
     */
    private record Remembered(List<End> buckets, boolean owned, Map<Integer, Hop> flows) {}

    RouterCheck(final RouterModel model, final RouterHost real) {
        this.model = model;
        this.real = real;
    }

    private Set<To> some() {
        final Set<To> some = new LinkedHashSet<>();
        while (some.size() < SAMPLE) {
            final int table = RouterModel.TABLES[random.nextInt(3) > 0 ? 0 : random.nextInt(3)];
            some.add(new To(
                    table,
                    random.nextInt(4) > 0
                            ? RouterScene.number(random)
                            : RouterScene.linked(random, random.nextInt(RouterModel.PORTS))));
        }
        return some;
    }

    void compare() {
        some().forEach(this::compare);
    }

    private List<End> compare(final To to) {
        final Verdict expected = model.resolve(to.table, to.number);
        final List<End> buckets = real.resolve(to.table, to.number);
        final Set<End> ends = new HashSet<>(expected.up());
        assertThat(new HashSet<>(buckets))
                .as("%s: ends, of %s", text(to), expected)
                .isEqualTo(ends.isEmpty() ? Set.of(End.NOWHERE) : ends);
        for (final End end : ends) {
            if (end.where() == Where.NEIGHBOR) {
                assertThat(real.mac(end))
                        .as("%s: MAC address of %s", text(to), end)
                        .isEqualTo(model.neighbors.get(end.port()).getOrDefault(end.number(), 0L));
            }
        }
        if (expected.allUp()) {
            shared(to, expected.shares(), buckets);
        }
        return buckets;
    }

    /** As near the weights as is promised, or as the most buckets allow, of which each end has one. */
    private void shared(final To to, final List<Share> shares, final List<End> buckets) {
        double off = 0;
        final double total = shares.stream().mapToDouble(Share::weight).sum();
        for (final Share share : shares) {
            final long own = buckets.stream().filter(share.end()::equals).count();
            off += Math.abs(share.weight() / total - (double) own / buckets.size());
        }
        assertThat(off)
                .as("%s: how far %s are off in %d buckets", text(to), shares, buckets.size())
                .isLessThanOrEqualTo(
                        buckets.size() == MAX_BUCKETS ? 2.0 * shares.size() / MAX_BUCKETS : TOLERANCE + 1e-9);
    }

    /** Notes where flows go while all interfaces are up. */
    void remember() {
        remembered.clear();
        final Set<To> some = some();
        final Map<To, Map<Integer, Hop>> flows = flows(some);
        for (final To to : some) {
            final Verdict verdict = model.resolve(to.table, to.number);
            final List<End> buckets = compare(to);
            remembered.put(
                    to,
                    new Remembered(buckets, verdict.allUp() && !verdict.merged(), flows.getOrDefault(to, Map.of())));
        }
    }

    /** Flows whose way is still there are where they were; if all are, so are all flows. */
    void compareWithRemembered() {
        final Map<To, Map<Integer, Hop>> flows = flows(remembered.keySet());
        remembered.forEach((to, before) -> {
            final List<End> now = compare(to);
            final Verdict expected = model.resolve(to.table, to.number);
            if (before.owned && !expected.merged()) {
                stayed(to, before, expected, now);
                flowsStayed(to, before, hops(expected), flows.getOrDefault(to, Map.of()));
            }
        });
    }

    private void stayed(final To to, final Remembered before, final Verdict expected, final List<End> now) {
        final Set<End> up = new HashSet<>(expected.up());
        for (int bucket = 0; bucket < before.buckets.size(); bucket++) {
            final End was = before.buckets.get(bucket);
            if (up.contains(was)) {
                assertThat(now.get(bucket % now.size()))
                        .as("%s: bucket %d of %s", text(to), bucket, before.buckets)
                        .isEqualTo(was);
            }
        }
    }

    private void flowsStayed(final To to, final Remembered before, final Set<Hop> hops, final Map<Integer, Hop> flows) {
        before.flows.forEach((flow, hop) -> {
            if (hops.contains(hop) && !flows.isEmpty()) {
                assertThat(flows.get(flow))
                        .as("%s: flow %d of %s", text(to), flow, before.flows)
                        .isEqualTo(hop);
            }
        });
    }

    private Set<Hop> hops(final Verdict verdict) {
        return verdict.up().stream()
                .map(end -> new Hop(
                        end.port(),
                        end.where() == Where.NEIGHBOR
                                ? model.neighbors.get(end.port()).getOrDefault(end.number(), 0L)
                                : 0))
                .collect(Collectors.toSet());
    }

    /** Sends packets to those of which all that packets may come to are neighbours that are known, or nothing. */
    private Map<To, Map<Integer, Hop>> flows(final Set<To> some) {
        final Map<To, Set<Hop>> expected = new HashMap<>();
        for (final To to : some) {
            final Set<Hop> hops = hops(model.resolve(to.table, to.number));
            if (to.table == 0 && hops.stream().noneMatch(hop -> hop.mac() == 0)) {
                expected.put(to, hops);
            }
        }
        final Map<String, Map<Integer, Hop>> sent =
                real.send(expected.keySet().stream().map(To::number).toList());
        final Map<To, Map<Integer, Hop>> flows = new HashMap<>();
        expected.forEach((to, hops) -> {
            final Map<Integer, Hop> left = sent.get(real.family.address(to.number));
            assertThat(left).as("%s: flows", text(to)).hasSize(hops.isEmpty() ? 0 : RouterHost.FLOWS);
            assertThat(hops).as("%s: where flows left", text(to)).containsAll(left.values());
            flows.put(to, left);
        });
        return flows;
    }

    private String text(final To to) {
        return real.family.address(to.number) + " in table " + to.table;
    }
}
