package io.weir.acl.internal.list;

import io.weir.acl.internal.rule.Rule;
import java.util.List;

/**
 * A list. Immutable.
 *
 * @param index its number.
 * @param tag a name that its user gave, or "".
 * @param rules in their order.
 */
public record AccessList(int index, String tag, List<Rule> rules) {}
