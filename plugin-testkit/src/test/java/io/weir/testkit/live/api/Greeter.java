package io.weir.testkit.live.api;

/** What one plugin offers to those that depend on it. */
@FunctionalInterface
public interface Greeter {
    String greeting();
}
