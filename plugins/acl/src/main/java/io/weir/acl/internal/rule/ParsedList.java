package io.weir.acl.internal.rule;

import java.util.List;

/**
 * What was read of a list.
 *
 * @param tag its name, or null if none was given.
 */
public record ParsedList(List<Rule> rules, String tag) {}
