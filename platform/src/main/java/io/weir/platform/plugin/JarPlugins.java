package io.weir.platform.plugin;

import io.weir.cli.CommandException;
import io.weir.plugin.WeirPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import org.pf4j.DefaultPluginManager;
import org.pf4j.JarPluginLoader;
import org.pf4j.JarPluginRepository;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;

/**
 * PF4J as this host uses it: JARs with a manifest, class loaders with an allow-list, and plugins that are
 * {@link WeirPlugin}s. PF4J's manager is not thread-safe: main only.
 */
final class JarPlugins extends DefaultPluginManager {
    private static final String EXPORTS = "Weir-Exports";

    /** What a plugin does when PF4J starts and stops it. */
    interface Lifecycle {
        void insert(String id, WeirPlugin plugin);

        void retract(String id);
    }

    private final Lifecycle lifecycle;
    private final PluginOptions options;
    private final List<String> refused = new ArrayList<>();

    JarPlugins(final PluginOptions options, final String apiVersion, final Lifecycle lifecycle) {
        super(options.directory());
        this.options = options;
        this.lifecycle = lifecycle;
        setSystemVersion(apiVersion);
    }

    /** JARs only, and of these what the checksums allow. */
    @Override
    protected PluginRepository createPluginRepository() {
        return new JarPluginRepository(getPluginsRoots()) {
            @Override
            public List<Path> getPluginPaths() {
                refused.clear();
                return super.getPluginPaths().stream()
                        .filter(PluginManifest::isJarName)
                        .sorted()
                        .filter(JarPlugins.this::allowed)
                        .toList();
            }
        };
    }

    private boolean allowed(final Path jar) {
        try {
            options.checksums().require(jar);
            return true;
        } catch (final CommandException e) {
            refused.add(e.getMessage());
            return false;
        }
    }

    /** A sentence about each JAR that the checksums refused when the directory was last looked at. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new ManifestPluginDescriptorFinder();
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new JarPluginLoader(this) {
            @Override
            public ClassLoader loadPlugin(final Path jar, final PluginDescriptor descriptor) {
                final PluginClassSource source = new PluginClassSource(
                        pluginManager, descriptor, WeirPlugin.class.getClassLoader(), exports(jar));
                source.addFile(jar.toFile());
                return source;
            }
        };
    }

    private static List<String> exports(final Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            final String names = file.getManifest().getMainAttributes().getValue(EXPORTS);
            return names == null ? List.of() : Arrays.asList(names.trim().split("\\s*,\\s*", -1));
        } catch (final IOException e) {
            throw new PluginRuntimeException(e, "{} can't be read", jar);
        }
    }

    @Override
    protected PluginFactory createPluginFactory() {
        return wrapper -> new Adapter(wrapper, lifecycle);
    }

    /** A plugin of ours as PF4J wants to see it. */
    private static final class Adapter extends Plugin {
        private final PluginWrapper owner;
        private final Lifecycle lifecycle;

        Adapter(final PluginWrapper wrapper, final Lifecycle lifecycle) {
            owner = wrapper;
            this.lifecycle = lifecycle;
        }

        @Override
        public void start() {
            lifecycle.insert(owner.getPluginId(), create());
        }

        @Override
        public void stop() {
            lifecycle.retract(owner.getPluginId());
        }

        private WeirPlugin create() {
            final String name = owner.getDescriptor().getPluginClass();
            try {
                return owner.getPluginClassLoader()
                        .loadClass(name)
                        .asSubclass(WeirPlugin.class)
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (final ReflectiveOperationException | ClassCastException | LinkageError e) {
                throw new PluginRuntimeException(e, "plugin {}: {} is not a plugin class", owner.getPluginId(), name);
            }
        }
    }
}
