package io.weir.acl.internal.policy;

/** Has packets of an interface held against its lists, or not. Main only. */
@FunctionalInterface
public interface FeatureSwitch {
    /** Switches one direction. */
    void enable(int swIfIndex, boolean output, boolean on);
}
