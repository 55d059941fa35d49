package io.weir.platform.iface;

import static io.weir.iface.VlanMatch.ANY;
import static io.weir.iface.VlanMatch.DOT1AD;
import static io.weir.iface.VlanMatch.DOT1Q;
import static io.weir.iface.VlanMatch.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.iface.VlanMatch;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The table against a search through all matches, the one that names more first. */
class VlanTableTest {
    private static final int IDS = 3;

    private final Random random = new Random(1);
    private final Map<VlanMatch, Integer> model = new HashMap<>();
    private VlanTable table = new VlanTable();

    private static boolean matches(
            final VlanMatch match, final int type, final int outer, final int inner, final int tags) {
        if (match.outer() == VlanMatch.DEFAULT) {
            return true;
        }
        return match.type() == type
                && (match.outer() == ANY || match.outer() == outer)
                && (match.inner() == NONE || tags > 1 && (match.inner() == ANY || match.inner() == inner))
                && (!match.exact() || match.tags() == tags);
    }

    /** How much a match names: inner tags first, then ids. */
    private static int rank(final VlanMatch match) {
        if (match.outer() == VlanMatch.DEFAULT) {
            return 0;
        }
        return (match.inner() == NONE ? 0 : 8) + (match.outer() == ANY ? 0 : 4) + (match.inner() == ANY ? 0 : 2) + 1;
    }

    private int searched(final int type, final int outer, final int inner, final int tags) {
        return model.entrySet().stream()
                .filter(entry -> matches(entry.getKey(), type, outer, inner, tags))
                .max(Comparator.comparingInt(entry -> rank(entry.getKey())))
                .map(Map.Entry::getValue)
                .orElse(-1);
    }

    private int id() {
        return random.nextInt(4) == 0 ? ANY : 1 + random.nextInt(IDS);
    }

    private VlanMatch match() {
        if (random.nextInt(12) == 0) {
            return VlanMatch.others();
        }
        final int inner = random.nextBoolean() ? NONE : id();
        return new VlanMatch(random.nextBoolean() ? DOT1Q : DOT1AD, id(), inner, random.nextBoolean());
    }

    private void change(final int swIfIndex) {
        final VlanMatch match = match();
        final VlanMatch same = model.keySet().stream()
                .filter(other -> other.outer() == match.outer()
                        && (match.outer() == VlanMatch.DEFAULT || other.type() == match.type())
                        && other.inner() == match.inner())
                .findFirst()
                .orElse(null);
        assertThat(table.holder(match)).isEqualTo(same == null ? -1 : model.get(same));
        if (same == null) {
            model.put(match, swIfIndex);
            table.put(match, swIfIndex);
        } else {
            model.remove(same);
            assertThat(table.remove(same)).isEqualTo(model.isEmpty());
        }
    }

    @Test
    void shouldFindWhatASearchFindsWhenMatchesComeAndGo() {
        for (int round = 0; round < 3_000; round++) {
            change(round);
            if (model.isEmpty()) {
                table = new VlanTable();
            }
            for (int i = 0; i < 20; i++) {
                final int type = random.nextBoolean() ? DOT1Q : DOT1AD;
                final int tags = 1 + random.nextInt(3);
                final int outer = 1 + random.nextInt(IDS + 1);
                final int inner = tags == 1 ? -1 : random.nextInt(IDS + 1);
                assertThat(table.find(type, outer, inner, tags > 2))
                        .as("%x %d %d of %d tags in %s", type, outer, inner, tags, model)
                        .isEqualTo(searched(type, outer, inner, tags));
            }
        }
    }
}
