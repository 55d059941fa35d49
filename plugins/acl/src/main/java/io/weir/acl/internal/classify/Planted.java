package io.weir.acl.internal.classify;

import java.util.List;

/**
 * A tree, and which rules belong to it.
 *
 * @param conditions what they have in common.
 * @param strays null; but the labels of all its rules, where it has those that came later and would be in too many places of other
 *     trees.
 */
record Planted(Tree tree, List<Condition> conditions, int[] strays) {}
