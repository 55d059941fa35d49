package io.weir.platform.plugin;

import java.util.List;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDependency;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * Class loader of one plugin. The API, and what stands in its signatures, comes from the host even if the JAR bundles
 * it; nothing else of the host can be seen. Then the JAR itself, then packages that the plugins it depends on export.
 */
final class PluginClassSource extends PluginClassLoader {
    private static final List<String> HOST_PACKAGES = List.of(
            "io.weir.cli.",
            "io.weir.config.",
            "io.weir.graph.",
            "io.weir.iface.",
            "io.weir.memory.",
            "io.weir.net.",
            "io.weir.plugin.",
            "org.agrona.",
            "org.slf4j.");

    private final PluginManager manager;
    private final PluginDescriptor descriptor;
    private final ClassLoader host;
    private final List<String> exported;

    PluginClassSource(
            final PluginManager manager,
            final PluginDescriptor descriptor,
            final ClassLoader host,
            final List<String> exported) {
        super(manager, descriptor, host, ClassLoadingStrategy.PDA);
        this.manager = manager;
        this.descriptor = descriptor;
        this.host = host;
        this.exported = exported;
    }

    @Override
    public Class<?> loadClass(final String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (fromHost(name)) {
                return host.loadClass(name);
            }
            final Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try {
                return findClass(name);
            } catch (final ClassNotFoundException e) {
                return fromDependencies(name, e);
            }
        }
    }

    private static boolean fromHost(final String name) {
        return HOST_PACKAGES.stream().anyMatch(name::startsWith);
    }

    private Class<?> fromDependencies(final String name, final ClassNotFoundException missing)
            throws ClassNotFoundException {
        for (final PluginDependency dependency : descriptor.getDependencies()) {
            if (manager.getPluginClassLoader(dependency.getPluginId()) instanceof PluginClassSource source
                    && source.exports(name)) {
                return source.loadClass(name);
            }
        }
        // The JDK's own classes, and nothing of the host's class path.
        try {
            return ClassLoader.getPlatformClassLoader().loadClass(name);
        } catch (final ClassNotFoundException e) {
            e.addSuppressed(missing);
            throw e;
        }
    }

    private boolean exports(final String name) {
        final int dot = name.lastIndexOf('.');
        return dot > 0 && exported.contains(name.substring(0, dot));
    }
}
