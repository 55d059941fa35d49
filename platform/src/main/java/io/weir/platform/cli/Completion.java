package io.weir.platform.cli;

/**
 * What may stand at some place of a line.
 *
 * @param word to type; empty if only a description can be given
 * @param help what it is, one line, may be empty
 */
public record Completion(String word, String help) {}
