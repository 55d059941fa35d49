package io.weir.acl.internal.macip;

import java.util.List;

/**
 * A list. Immutable.
 *
 * @param index its number.
 * @param tag a name that its user gave, or "".
 * @param rules in their order.
 */
record MacipList(int index, String tag, List<MacipRule> rules) {}
