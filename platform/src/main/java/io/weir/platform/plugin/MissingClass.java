package io.weir.platform.plugin;

import java.util.Collection;

/** What can be said of a class that a plugin didn't find. */
final class MissingClass {
    private MissingClass() {}

    /** Whose class it is that was missing, to be added to a sentence; empty if none was, or it isn't known whose it is. */
    static String hint(final Throwable failure, final Collection<LoadedPlugin> loaded) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof NoClassDefFoundError || each instanceof ClassNotFoundException) {
                final String name = String.valueOf(each.getMessage()).replace('/', '.');
                final String owner = owner(name, loaded);
                if (owner != null) {
                    return "; class " + name + " is plugin " + owner + "'s, which is not among its Plugin-Dependencies";
                }
            }
        }
        return "";
    }

    private static String owner(final String name, final Collection<LoadedPlugin> loaded) {
        final String packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        return loaded.stream()
                .filter(plugin -> plugin.archive().exports().contains(packageName))
                .map(LoadedPlugin::id)
                .findFirst()
                .orElse(null);
    }
}
