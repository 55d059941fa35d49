package io.weir.benchmarks.acl.rival;

import io.weir.acl.internal.rule.Rule;
import java.util.List;

/** A class for the list: its rules as comparisons with constants, which the virtual machine compiles. */
public final class Generated implements Rival {
    /** More of them fill the constants of a class, and cost what asking rule after rule costs anyway. */
    private static final int MOST_RULES = 10_000;

    private final RuleCompiler compiler;
    private final CompiledRules compiled;

    public Generated(final boolean ip6, final List<Rule> rules) {
        compiler = new RuleCompiler(ip6);
        compiled = compiler.compile(rules);
    }

    /** Whether there is a class for so many rules. */
    public static boolean possible(final int rules) {
        return rules <= MOST_RULES;
    }

    @Override
    public String name() {
        return "code";
    }

    @Override
    public void first(final long keys, final int count, final int[] matched) {
        compiled.first(keys, count, matched);
    }

    /** Of the class; nobody tells what the compiler's code takes. */
    @Override
    public long bytes() {
        return compiler.bytes();
    }

    @Override
    public void close() {
        // The class goes with what refers to it.
    }
}
