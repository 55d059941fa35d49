package io.weir.platform.plugin;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.security.Provider;
import java.security.Security;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.LoggerFactory;

/** What a plugin has entered into the JDK's own registries and not taken out again. */
final class RegistryHolders {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(RegistryHolders.class);
    private static final String PROPERTY = "system property ";

    private final Holders holders;

    RegistryHolders(final Holders holders) {
        this.holders = holders;
    }

    void look() {
        drivers();
        loggers();
        bundles();
        managedBeans();
        for (final Provider provider : Security.getProviders()) {
            holders.add(provider, "security provider " + provider.getName());
        }
        System.getProperties().forEach((key, value) -> {
            holders.add(key, PROPERTY + key);
            holders.add(value, PROPERTY + key);
        });
        holders.add(Thread.getDefaultUncaughtExceptionHandler(), "default UncaughtExceptionHandler");
        holders.add(Authenticator.getDefault(), "default Authenticator");
        holders.add(CookieHandler.getDefault(), "default CookieHandler");
        holders.add(ProxySelector.getDefault(), "default ProxySelector");
        holders.add(ResponseCache.getDefault(), "default ResponseCache");
        holders.add(Fields.ofClass("java.net.URL", "factory"), "URLStreamHandlerFactory");
    }

    /** DriverManager itself shows a caller only the drivers of its own loader. */
    private void drivers() {
        if (Fields.ofClass("java.sql.DriverManager", "registeredDrivers") instanceof final List<?> infos) {
            for (final Object info : infos) {
                final Object driver = Fields.of(info, "driver");
                if (driver != null) {
                    holders.add(driver, "JDBC driver " + driver.getClass().getName());
                }
            }
        }
    }

    private void loggers() {
        final LogManager manager = LogManager.getLogManager();
        for (final String name : Collections.list(manager.getLoggerNames())) {
            final Logger logger = manager.getLogger(name);
            if (logger != null) {
                final String of = name.isEmpty() ? "the root logger" : "logger " + name;
                holders.add(logger, of);
                holders.add(logger.getLevel(), "level of " + of);
                holders.add(logger.getFilter(), "filter of " + of);
                for (final Handler handler : logger.getHandlers()) {
                    holders.add(handler, "handler of " + of);
                    holders.add(handler.getFormatter(), "formatter of a handler of " + of);
                    holders.add(handler.getFilter(), "filter of a handler of " + of);
                    holders.add(handler.getLevel(), "level of a handler of " + of);
                }
            }
        }
    }

    /** Kept by soft references: until memory becomes scarce. */
    private void bundles() {
        if (Fields.ofClass("java.util.ResourceBundle", "cacheList") instanceof final Map<?, ?> cache) {
            for (final Object each : cache.values()) {
                if (each instanceof final Reference<?> reference
                        && reference.get() instanceof final ResourceBundle bundle) {
                    holders.add(bundle, "cached ResourceBundle " + bundle.getBaseBundleName());
                }
            }
        }
    }

    private void managedBeans() {
        final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (final ObjectName name : server.queryNames(null, null)) {
            try {
                if (server.getClassLoaderFor(name) == holders.loader()) {
                    holders.add("MBean " + name);
                }
            } catch (final JMException gone) {
                LOG.debug("{} has gone", name, gone);
            }
        }
    }
}
