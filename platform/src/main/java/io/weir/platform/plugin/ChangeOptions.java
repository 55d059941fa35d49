package io.weir.platform.plugin;

/**
 * How a change to the plugins is to be made.
 *
 * @param dryRun only say what it would do.
 * @param shadow run new nodes beside the graph first.
 * @param cascade take along the plugins that depend on the one that changes.
 * @param persist have the next start of the host come up with it.
 * @param state have new versions take over what old ones export.
 */
public record ChangeOptions(boolean dryRun, boolean shadow, boolean cascade, boolean persist, boolean state) {
    /** With a shadow and with state, and nothing else. */
    public static final ChangeOptions DEFAULT = new ChangeOptions(false, true, false, false, true);

    /** The same with or without a shadow. */
    public ChangeOptions withShadow(final boolean on) {
        return new ChangeOptions(dryRun, on, cascade, persist, state);
    }

    /** The same, and taking along those that depend on what changes. */
    public ChangeOptions withCascade() {
        return new ChangeOptions(dryRun, shadow, true, persist, state);
    }
}
