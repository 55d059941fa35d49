package io.weir.platform.plugin;

import io.weir.platform.plugin.registry.Lasting;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of the process still leads to the classes of a plugin that has gone, as far as that can be found without walking the
 * heap: where plugins most often leave something. Looks into the JDK's own fields, so whatever it doesn't find there in
 * another JDK is only not named.
 */
final class Holders {
    private final ClassLoader loader;
    private final Set<String> found = new TreeSet<>();

    private Holders(final ClassLoader loader) {
        this.loader = loader;
    }

    /** What holds a loader, in words; empty if nothing was found. */
    static List<String> of(final ClassLoader loader) {
        final Holders holders = new Holders(loader);
        new ThreadHolders(holders).look();
        new RegistryHolders(holders).look();
        Lasting.each((key, value) -> holders.add(value, "lasting value " + key));
        return List.copyOf(holders.found);
    }

    /** The loader that is asked about. */
    ClassLoader loader() {
        return loader;
    }

    /** Whether an object is the loader, or of one of its classes, or one of these itself. */
    boolean isOf(final Object object) {
        return object != null
                && (object == loader
                        || object.getClass().getClassLoader() == loader
                        || object instanceof final Class<?> type && type.getClassLoader() == loader);
    }

    /** Names what holds an object, if that is the plugin's. */
    void add(final Object object, final String what) {
        if (isOf(object)) {
            found.add(what);
        }
    }

    /** Names something that holds the plugin's. */
    void add(final String what) {
        found.add(what);
    }
}
