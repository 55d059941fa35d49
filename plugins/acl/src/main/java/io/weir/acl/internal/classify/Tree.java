package io.weir.acl.internal.classify;

/**
 * A tree of a classifier.
 *
 * @param root the place where a walk begins.
 * @param first the lowest label in it.
 */
record Tree(long root, int first) {}
