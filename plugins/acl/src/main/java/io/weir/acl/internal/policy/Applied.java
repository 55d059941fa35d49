package io.weir.acl.internal.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Where lists are applied, and which sessions of interfaces count. Main only. */
final class Applied {
    /** By direction and interface. */
    private final List<Map<Integer, List<Integer>>> indices = List.of(new TreeMap<>(), new TreeMap<>());

    /** By number of a context: lists that another plugin asks. */
    private final Map<Integer, List<Integer>> contexts = new TreeMap<>();

    /** Policies by their lists. */
    private final Map<List<Integer>, Policy> shared = new HashMap<>();
    /** By interface: which sessions count. */
    private final Map<Integer, Integer> generations = new HashMap<>();

    /** Interfaces that may have sessions: rules that begin some are, or were, applied there. */
    private final Set<Integer> reflected = new HashSet<>();

    private int lastGeneration;

    /** Lists by interface. */
    Map<Integer, List<Integer>> direction(final boolean output) {
        return indices.get(output ? 1 : 0);
    }

    /** An interface is about to get lists, or lose some. */
    void touch(final int swIfIndex) {
        if (!direction(false).containsKey(swIfIndex) && !direction(true).containsKey(swIfIndex)) {
            // Sessions of an interface that had the number before, or of lists that were taken away, are nobody's.
            generations.put(swIfIndex, ++lastGeneration);
            reflected.remove(swIfIndex);
        }
    }

    /** The table of these lists. */
    PolicyTable table(final int version, final Map<Integer, Installed> lists) {
        shared.values().removeIf(policy -> !current(policy, lists));
        final int interfaces = indices.stream()
                .flatMap(direction -> direction.keySet().stream())
                .mapToInt(swIfIndex -> swIfIndex + 1)
                .max()
                .orElse(0);
        final int[] numbers = new int[interfaces];
        return new PolicyTable(
                version, policies(false, lists, numbers), policies(true, lists, numbers), contexts(lists), numbers);
    }

    /** Whether all lists of a policy are as they were. */
    private static boolean current(final Policy policy, final Map<Integer, Installed> lists) {
        return policy.lists().stream().allMatch(list -> {
            final Installed installed = lists.get(list.index());
            return installed != null && installed.compiled() == list;
        });
    }

    private Policy[] policies(final boolean output, final Map<Integer, Installed> lists, final int... numbers) {
        final Policy[] policies = new Policy[numbers.length];
        direction(output).forEach((swIfIndex, asked) -> {
            policies[swIfIndex] = shared.computeIfAbsent(asked, key -> policy(key, lists));
            if (policies[swIfIndex].reflects()) {
                reflected.add(swIfIndex);
            }
            if (reflected.contains(swIfIndex)) {
                numbers[swIfIndex] = generations.get(swIfIndex);
            }
        });
        return policies;
    }

    private Policy[] contexts(final Map<Integer, Installed> lists) {
        final Policy[] policies = new Policy
                [contexts.keySet().stream().mapToInt(number -> number + 1).max().orElse(0)];
        contexts.forEach(
                (number, asked) -> policies[number] = shared.computeIfAbsent(asked, key -> policy(key, lists)));
        return policies;
    }

    /** Has another plugin ask these lists in a context, in place of those before. */
    void context(final int number, final List<Integer> asked) {
        if (asked.isEmpty()) {
            contexts.remove(number);
        } else {
            contexts.put(number, List.copyOf(asked));
        }
    }

    private static Policy policy(final List<Integer> indices, final Map<Integer, Installed> lists) {
        final List<Installed> asked = indices.stream().map(lists::get).toList();
        return new Policy(
                asked.stream().map(Installed::compiled).toList(), asked.stream().anyMatch(Installed::reflects));
    }

    /** Numbers of interfaces and generations in turn. */
    int[] generations() {
        return generations.entrySet().stream()
                .flatMapToInt(entry -> IntStream.of(entry.getKey(), entry.getValue()))
                .toArray();
    }

    /** Interfaces that may have sessions. */
    int[] reflected() {
        return reflected.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Takes over what was applied, and which sessions count. */
    void restore(final List<Map<Integer, List<Integer>>> before, final int[] numbers, final int... mayHaveSessions) {
        indices.get(0).putAll(before.get(0));
        indices.get(1).putAll(before.get(1));
        for (int i = 0; i < numbers.length; i += 2) {
            generations.put(numbers[i], numbers[i + 1]);
            lastGeneration = Math.max(lastGeneration, numbers[i + 1]);
        }
        for (final int swIfIndex : mayHaveSessions) {
            reflected.add(swIfIndex);
        }
    }

    /** There are no sessions; returns whether that changes the table. */
    boolean noSessions(final PolicyTable before) {
        reflected.removeIf(
                swIfIndex -> !reflects(before.of(false, swIfIndex)) && !reflects(before.of(true, swIfIndex)));
        return indices.stream()
                .flatMap(direction -> direction.keySet().stream())
                .anyMatch(swIfIndex -> before.generation(swIfIndex) != 0 && !reflected.contains(swIfIndex));
    }

    private static boolean reflects(final Policy policy) {
        return policy != null && policy.reflects();
    }

    void clear() {
        indices.forEach(Map::clear);
        contexts.clear();
    }
}
