package io.weir.testkit.live;

import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.security.Provider;
import java.security.Security;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.ResourceBundle;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.ObjectName;

/** A plugin that enters something of its own into a registry of the JDK when it starts, and leaves it there. */
public final class Leaver extends WeirPlugin {
    /** Names what it enters. */
    static final String WHAT = "leaver.what";

    private static Runnable undo;

    @Override
    public void register(final Registrar registrar) {
        // It begins to leave things when it starts.
    }

    @Override
    public void start() {
        try {
            undo = enter(System.getProperty(WHAT));
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes it out again; the test calls it on the class that the plugin had. */
    public static void undo() {
        undo.run();
    }

    private static Runnable enter(final String what) throws Exception {
        final Logger logger = Logger.getLogger("leaver");
        switch (what) {
            case "driver" -> {
                final Driver driver = new LeftDriver();
                DriverManager.registerDriver(driver);
                return () -> deregister(driver);
            }
            case "provider" -> {
                Security.addProvider(new LeftProvider());
                return () -> Security.removeProvider("Left");
            }
            case "handler" -> {
                final Handler handler = new LeftHandler();
                logger.addHandler(handler);
                // The manager holds loggers weakly.
                return () -> logger.removeHandler(handler);
            }
            case "formatter" -> {
                final Handler handler = new ConsoleHandler();
                handler.setFormatter(new LeftFormatter());
                Logger.getLogger("").addHandler(handler);
                return () -> Logger.getLogger("").removeHandler(handler);
            }
            case "level" -> {
                final Level before = Logger.getLogger("").getLevel();
                Logger.getLogger("").setLevel(new LeftLevel());
                return () -> Logger.getLogger("").setLevel(before);
            }
            case "bundle" -> {
                ResourceBundle.getBundle(LeftBundle.class.getName(), Locale.ROOT, LeftBundle.class.getClassLoader());
                return () -> ResourceBundle.clearCache(LeftBundle.class.getClassLoader());
            }
            case "bean" -> {
                final ObjectName name = new ObjectName("leaver:type=Left");
                ManagementFactory.getPlatformMBeanServer().registerMBean(new Left(), name);
                return () -> unregister(name);
            }
            case "property" -> {
                System.getProperties().put("leaver.left", new Left());
                return () -> System.getProperties().remove("leaver.left");
            }
            case "uncaught" -> {
                Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {});
                return () -> Thread.setDefaultUncaughtExceptionHandler(null);
            }
            case "authenticator" -> {
                Authenticator.setDefault(new Authenticator() {});
                return () -> Authenticator.setDefault(null);
            }
            case "proxies" -> {
                final ProxySelector before = ProxySelector.getDefault();
                ProxySelector.setDefault(new LeftProxies());
                return () -> ProxySelector.setDefault(before);
            }
            case "cookies" -> {
                CookieHandler.setDefault(new LeftCookies());
                return () -> CookieHandler.setDefault(null);
            }
            case "timer" -> {
                final Timer timer = new Timer("leaver-timer", true);
                timer.schedule(
                        new TimerTask() {
                            @Override
                            public void run() {
                                // It never comes to this.
                            }
                        },
                        TimeUnit.HOURS.toMillis(1));
                return timer::cancel;
            }
            case "pool" -> {
                final ScheduledExecutorService pool = Executors.newScheduledThreadPool(
                        1, Thread.ofPlatform().daemon().name("leaver-pool").factory());
                final var unused = pool.schedule(Leaver::undo, 1, TimeUnit.HOURS);
                return pool::shutdownNow;
            }
            default -> throw new IllegalArgumentException(what);
        }
    }

    private static void unregister(final ObjectName name) {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (final JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void deregister(final Driver driver) {
        try {
            DriverManager.deregisterDriver(driver);
        } catch (final SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a bean shows. */
    public interface LeftMBean {
        /** Nothing. */
        int nothing();
    }

    /** A bean. */
    public static final class Left implements LeftMBean {
        @Override
        public int nothing() {
            return 0;
        }
    }

    /** A provider. */
    static final class LeftProvider extends Provider {
        private static final long serialVersionUID = 1L;

        LeftProvider() {
            super("Left", "1", "nothing");
        }
    }

    /** A handler. */
    static final class LeftHandler extends Handler {
        @Override
        public void publish(final LogRecord line) {
            // Nothing is published.
        }

        @Override
        public void flush() {
            // Nothing waits.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** A formatter. */
    static final class LeftFormatter extends Formatter {
        @Override
        public String format(final LogRecord line) {
            return "";
        }
    }

    /** A level. */
    static final class LeftLevel extends Level {
        private static final long serialVersionUID = 1L;

        LeftLevel() {
            super("LEFT", Level.INFO.intValue());
        }
    }

    /** A bundle. */
    public static final class LeftBundle extends ListResourceBundle {
        @Override
        protected Object[][] getContents() {
            return new Object[][] {{"left", "behind"}};
        }
    }

    /** Proxies. */
    static final class LeftProxies extends ProxySelector {
        @Override
        public List<Proxy> select(final URI uri) {
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(final URI uri, final SocketAddress address, final IOException e) {
            // There are none.
        }
    }

    /** Cookies. */
    static final class LeftCookies extends CookieHandler {
        @Override
        public Map<String, List<String>> get(final URI uri, final Map<String, List<String>> headers) {
            return Map.of();
        }

        @Override
        public void put(final URI uri, final Map<String, List<String>> headers) {
            // None are kept.
        }
    }

    /** A driver. */
    static final class LeftDriver implements Driver {
        @Override
        public Connection connect(final String url, final Properties info) {
            return null;
        }

        @Override
        public boolean acceptsURL(final String url) {
            return false;
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(final String url, final Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getLogger("leaver");
        }
    }
}
