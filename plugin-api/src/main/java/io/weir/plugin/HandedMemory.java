package io.weir.plugin;

import io.weir.cli.CommandException;

/**
 * Memory outside the heap that one version of a plugin hands to the next by its address: a field of a state record, see
 * {@link Registrar#state}. Immutable.
 *
 * @param layout names how it is laid out, {@code session table}.
 * @param version of that layout.
 * @param address where it begins.
 * @param bytes its size.
 */
public record HandedMemory(String layout, int version, long address, long bytes) {
    /**
     * The address, for who knows the layout.
     *
     * @throws CommandException with a sentence when it is laid out otherwise: thrown on, it refuses the upgrade.
     */
    public long as(final String knownLayout, final int knownVersion) {
        if (!layout.equals(knownLayout) || version != knownVersion) {
            throw new CommandException("memory of layout " + layout + ", version " + version
                    + " is handed over, and only " + knownLayout + ", version " + knownVersion + " is known");
        }
        return address;
    }
}
