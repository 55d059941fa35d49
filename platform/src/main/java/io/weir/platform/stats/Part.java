package io.weir.platform.stats;

/** A part of what the segment tells. Main only. */
interface Part {
    /** Whether the entries that were described last are still the right ones. */
    boolean isCurrent();

    /** Describes entries anew; they are where values go from now on. The layout may give main back meanwhile. */
    void describe(Layout layout);

    /** Sets all values to what they are now, though the host may have changed since they were described. */
    void fill();
}
