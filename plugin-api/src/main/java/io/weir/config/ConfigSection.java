package io.weir.config;

import java.util.List;

/** The values of a section, after all were found to be allowed. Immutable; any thread. */
public interface ConfigSection {

    /**
     * The configured value, the last if there are several, else the default.
     *
     * @return null if it isn't configured and has no default
     * @throws IllegalArgumentException if the section doesn't declare the setting
     */
    <T> T value(Setting<T> setting);

    /** All configured values in their order, without the default. */
    <T> List<T> values(Setting<T> setting);

    /** Whether the setting is configured. */
    boolean isSet(Setting<?> setting);

    /** The sections of that declaration within this one, one for each label. */
    List<ConfigSection> blocks(SectionSpec spec);

    /** What stands behind the section's name, empty if it has no label. */
    String label();
}
