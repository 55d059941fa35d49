package io.weir.acl.internal.classify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weir.acl.internal.rule.Rule;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What compiling leaves to the collector, which stops the workers. */
class CompilingMemoryTest {
    private static final int RULES = 20_000;
    private static final int MOST_BYTES_PER_RULE = 1_200;

    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLeaveLittleBehindWhenManyRulesAreCompiled(final boolean ip6) {
        final List<Rule> rules = new RandomRules(1, ip6).list(RULES);
        final long before = memory.getCurrentThreadAllocatedBytes();
        Classifier.of(ip6, rules).close();
        assertThat((memory.getCurrentThreadAllocatedBytes() - before) / RULES).isLessThan(MOST_BYTES_PER_RULE);
    }
}
