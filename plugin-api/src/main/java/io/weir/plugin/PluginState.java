package io.weir.plugin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What one version of a plugin hands to the next: values by name, and a version that says how they are to be read. Both
 * versions have class loaders of their own, so values are of types that both see: the JDK's, the plugin API's, or those of
 * a plugin that both depend on. Large tables are handed over as they are (an array, an address), not copied. Main only.
 */
public final class PluginState {
    private final int version;
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** An empty state of this version. */
    public PluginState(final int version) {
        this.version = version;
    }

    /** Version of the state's own layout; who takes it over refuses the ones that it doesn't know. */
    public int version() {
        return version;
    }

    /**
     * Adds a value; returns this.
     *
     * @throws IllegalArgumentException when the name is taken.
     */
    public PluginState put(final String name, final Object value) {
        if (values.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException("state " + name + " is there already");
        }
        return this;
    }

    /** Names of all values, in the order in which they were added. */
    public Set<String> names() {
        return values.keySet();
    }

    /**
     * A value.
     *
     * @throws IllegalArgumentException naming it, when it is missing or of another type.
     */
    public <T> T get(final String name, final Class<T> type) {
        final Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("state " + name + " is "
                    + (value == null ? "missing" : "a " + value.getClass().getName())
                    + ", expected a " + type.getName());
        }
        return type.cast(value);
    }
}
