package io.weir.acl.internal.policy;

import io.weir.acl.internal.rule.Rule;
import java.util.List;

/**
 * A list as packets are held against it.
 *
 * @param slots where each rule is counted.
 * @param reflects whether a rule begins sessions.
 */
record Installed(CompiledList compiled, List<Rule> rules, int[] slots, boolean reflects) {}
