package io.weir.acl.internal.policy;

import io.weir.acl.internal.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which rules of a list are those of the list before: the shortest way from one to the other by rules that go and come (Myers, 1986),
 * if it is short.
 */
final class Alignment {
    /** Rules that go or come. */
    private static final int MOST = 256;

    private final List<Rule> before;
    private final List<Rule> now;
    /** What both begin with, and end with. */
    private final int head;

    private final int beforeEnd;
    private final int nowEnd;

    private Alignment(final List<Rule> before, final List<Rule> now) {
        this.before = before;
        this.now = now;
        final int shorter = Math.min(before.size(), now.size());
        int same = 0;
        while (same < shorter && before.get(same).equals(now.get(same))) {
            same++;
        }
        head = same;
        int tail = 0;
        while (tail < shorter - same && before.get(before.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        beforeEnd = before.size() - tail;
        nowEnd = now.size() - tail;
    }

    /** By rule: its number in the list before, or -1; they grow. Null if the lists differ in much. */
    static int[] of(final List<Rule> before, final List<Rule> now) {
        return new Alignment(before, now).from();
    }

    private int[] from() {
        final int[] from = new int[now.size()];
        Arrays.fill(from, -1);
        for (int i = 0; i < head; i++) {
            from[i] = i;
        }
        for (int i = nowEnd; i < from.length; i++) {
            from[i] = i - nowEnd + beforeEnd;
        }
        final List<int[]> rounds = rounds();
        if (rounds == null) {
            return null;
        }
        // Back from the end: which way each round came, and the rules that are the same along it.
        int x = beforeEnd - head;
        int y = nowEnd - head;
        for (int round = rounds.size() - 1; round >= 0; round--) {
            final int diagonal = x - y;
            final int startX = start(rounds, round, diagonal);
            while (x > startX) {
                x--;
                y--;
                from[head + y] = head + x;
            }
            final boolean comes = round > 0 && comes(rounds.get(round - 1), round, diagonal);
            y -= round > 0 && comes ? 1 : 0;
            x -= round > 0 && !comes ? 1 : 0;
        }
        return from;
    }

    /** How far each diagonal gets in each round, with one rule more that goes or comes; null if there are too many. */
    private List<int[]> rounds() {
        final int width = beforeEnd - head;
        final int height = nowEnd - head;
        final List<int[]> rounds = new ArrayList<>();
        for (int round = 0; round <= MOST; round++) {
            final int[] reached = new int[2 * round + 1];
            rounds.add(reached);
            for (int diagonal = -round; diagonal <= round; diagonal += 2) {
                int x = start(rounds, round, diagonal);
                while (x >= 0
                        && x < width
                        && x - diagonal >= 0
                        && x - diagonal < height
                        && before.get(head + x).equals(now.get(head + x - diagonal))) {
                    x++;
                }
                reached[diagonal + round] = x;
                if (x >= width && x - diagonal >= height) {
                    return rounds;
                }
            }
        }
        return null;
    }

    /** Where a round begins on a diagonal. */
    private static int start(final List<int[]> rounds, final int round, final int diagonal) {
        if (round == 0) {
            return 0;
        }
        final int[] last = rounds.get(round - 1);
        return comes(last, round, diagonal) ? last[diagonal + 1 + round - 1] : last[diagonal - 1 + round - 1] + 1;
    }

    /** Whether a diagonal is come to by a rule that comes, rather than by one that goes. */
    private static boolean comes(final int[] last, final int round, final int diagonal) {
        return diagonal == -round
                || diagonal != round && last[diagonal - 1 + round - 1] < last[diagonal + 1 + round - 1];
    }
}
