package io.weir.platform.plugin.change;

/** A part of a change, and what undoes it. Main only. */
interface Action {
    /** What it does, for {@code --dry-run} and the log. */
    String what();

    /** Does it; one that throws has left everything as it was. */
    void apply();

    /** Undoes it, once it was done. What can't be undone throws. */
    void undo();
}
