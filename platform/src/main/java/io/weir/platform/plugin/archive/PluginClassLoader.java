package io.weir.platform.plugin.archive;

import io.weir.cli.CommandException;
import io.weir.platform.fault.Failures;
import io.weir.plugin.WeirPlugin;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Class loader of one version of one plugin. The API, and what stands in its signatures, comes from the host even if the
 * JAR bundles it; nothing else of the host can be seen. Then the JAR itself, then packages that the plugins it depends on
 * export, then the JDK.
 */
public final class PluginClassLoader extends URLClassLoader {
    private static final Logger LOG = LoggerFactory.getLogger(PluginClassLoader.class);
    private static final List<String> HOST_PACKAGES = List.of(
            "io.weir.cli.",
            "io.weir.config.",
            "io.weir.graph.",
            "io.weir.iface.",
            "io.weir.memory.",
            "io.weir.net.",
            "io.weir.plugin.",
            "io.weir.table.",
            "org.agrona.",
            "org.slf4j.");

    static {
        ClassLoader.registerAsParallelCapable();
        // A cached JAR file would stay open, and its content be served, after the plugin has gone.
        URLConnection.setDefaultUseCaches("jar", false);
    }

    private final PluginArchive archive;
    private final List<PluginClassLoader> dependencies;
    private final Path jar;
    /** Where the API comes from. */
    private final ClassLoader host;
    /** Whether its classes can be loaded by one loader only. */
    private final boolean once;

    /**
     * A loader of what lies in a JAR.
     *
     * @param jar a copy that nobody writes to.
     * @param dependencies loaders of the plugins that it depends on.
     */
    private PluginClassLoader(
            final PluginArchive archive,
            final Path jar,
            final List<PluginClassLoader> dependencies,
            final ClassLoader host,
            final boolean once) {
        super("plugin " + archive, new URL[] {url(jar)}, ClassLoader.getPlatformClassLoader());
        this.archive = archive;
        this.jar = jar;
        this.dependencies = List.copyOf(dependencies);
        this.host = host;
        this.once = once;
    }

    /**
     * A loader of what lies in a JAR whose classes keep to what is theirs of the API.
     *
     * @throws CommandException with one sentence when they don't.
     */
    public static PluginClassLoader of(
            final PluginArchive archive, final Path jar, final List<PluginClassLoader> dependencies) {
        final boolean once = HostAccess.check(archive, jar);
        return new PluginClassLoader(archive, jar, dependencies, WeirPlugin.class.getClassLoader(), once);
    }

    /**
     * Loaders of the same classes once more, which see the {@link CheckedApi}.
     *
     * @param sources in the order of their dependencies; of others, they see what the originals see.
     * @return as many, in the same order; none if one of them can't be loaded twice.
     */
    public static List<PluginClassLoader> checked(final List<PluginClassLoader> sources) {
        if (sources.stream().anyMatch(source -> source.once)) {
            return List.of();
        }
        final Map<PluginClassLoader, PluginClassLoader> twins = new LinkedHashMap<>();
        for (final PluginClassLoader source : sources) {
            final List<PluginClassLoader> dependencies = source.dependencies.stream()
                    .map(each -> twins.getOrDefault(each, each))
                    .toList();
            twins.put(
                    source,
                    new PluginClassLoader(source.archive, source.jar, dependencies, CheckedApi.loader(), false));
        }
        return List.copyOf(twins.values());
    }

    private static URL url(final Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (final MalformedURLException e) {
            throw new IllegalArgumentException(jar.toString(), e);
        }
    }

    /** What the JAR says of itself. */
    public PluginArchive archive() {
        return archive;
    }

    /**
     * A new instance of the plugin.
     *
     * @throws CommandException with one sentence when the class is none.
     */
    public WeirPlugin create() {
        final String name = archive.descriptor().getPluginClass();
        try {
            return loadClass(name)
                    .asSubclass(WeirPlugin.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (final ClassNotFoundException e) {
            throw new CommandException("plugin " + archive + ": there is no class " + name, e);
        } catch (final ClassCastException e) {
            throw new CommandException("plugin " + archive + ": " + name + " does not extend WeirPlugin", e);
        } catch (final InvocationTargetException e) {
            throw failed("the constructor of " + name + " failed: " + Failures.text(e.getCause()), e);
        } catch (final ExceptionInInitializerError e) {
            throw failed(name + ": " + Failures.text(e), e);
        } catch (final NoSuchMethodException | IllegalAccessException e) {
            throw new CommandException(
                    "plugin " + archive + ": " + name
                            + " is not public, or has no public constructor without arguments",
                    e);
        } catch (final InstantiationException e) {
            throw new CommandException("plugin " + archive + ": " + name + " is abstract", e);
        } catch (final LinkageError e) {
            throw failed(name + " is not a plugin class: " + Failures.text(e), e);
        }
    }

    /** The sentence says what, the log where. */
    private CommandException failed(final String what, final Throwable e) {
        LOG.error("plugin {}: {}", archive, what, e);
        return new CommandException("plugin " + archive + ": " + what, e);
    }

    @Override
    protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (fromHost(name)) {
                return host.loadClass(name);
            }
            if (name.startsWith("java.")) {
                return getParent().loadClass(name);
            }
            final Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try {
                return findClass(name);
            } catch (final ClassNotFoundException e) {
                return fromOthers(name, e);
            }
        }
    }

    static boolean fromHost(final String name) {
        return HOST_PACKAGES.stream().anyMatch(name::startsWith);
    }

    private Class<?> fromOthers(final String name, final ClassNotFoundException missing) throws ClassNotFoundException {
        for (final PluginClassLoader dependency : dependencies) {
            if (dependency.exports(name)) {
                return dependency.loadClass(name);
            }
        }
        try {
            return getParent().loadClass(name);
        } catch (final ClassNotFoundException e) {
            e.addSuppressed(missing);
            throw e;
        }
    }

    private boolean exports(final String name) {
        final int dot = name.lastIndexOf('.');
        return dot > 0 && archive.exports().contains(name.substring(0, dot));
    }

    @Override
    public URL getResource(final String name) {
        final URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    @Override
    public Enumeration<URL> getResources(final String name) throws IOException {
        return findResources(name);
    }
}
