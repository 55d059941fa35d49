package io.weir.benchmarks.acl.rival;

import io.weir.acl.internal.classify.Classifier;
import io.weir.acl.internal.classify.Walk;
import io.weir.acl.internal.rule.Rule;
import java.util.List;

/** What the product does. */
public final class Trees implements Rival {
    private final Classifier classifier;
    private final Walk walk = new Walk();

    public Trees(final boolean ip6, final List<Rule> rules) {
        classifier = Classifier.of(ip6, rules);
    }

    @Override
    public String name() {
        return "trees";
    }

    @Override
    public void first(final long keys, final int count, final int[] matched) {
        walk.first(classifier, keys, count, matched);
    }

    @Override
    public long bytes() {
        return classifier.bytes();
    }

    @Override
    public void close() {
        classifier.close();
    }
}
