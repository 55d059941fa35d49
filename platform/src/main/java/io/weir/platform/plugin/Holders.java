package io.weir.platform.plugin;

import io.weir.platform.plugin.registry.Lasting;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.agrona.UnsafeApi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of the process still leads to the classes of a plugin that has gone, as far as that can be found without walking the
 * heap: where plugins most often leave something. Looks into the JDK's own fields, so whatever it doesn't find there in
 * another JDK is only not named.
 */
final class Holders {
    private static final Logger LOG = LoggerFactory.getLogger(Holders.class);

    private final ClassLoader loader;
    private final Set<String> found = new TreeSet<>();

    private Holders(final ClassLoader loader) {
        this.loader = loader;
    }

    /** What holds a loader, in words; empty if nothing was found. */
    static List<String> of(final ClassLoader loader) {
        final Holders holders = new Holders(loader);
        holders.threads();
        holders.shutdownHooks();
        holders.managedBeans();
        Lasting.each((key, value) -> {
            if (holders.isOf(value)) {
                holders.found.add("lasting value " + key);
            }
        });
        return List.copyOf(holders.found);
    }

    private boolean isOf(final Object object) {
        return object != null && (object == loader || object.getClass().getClassLoader() == loader);
    }

    private void threads() {
        for (final Map.Entry<Thread, StackTraceElement[]> each :
                Thread.getAllStackTraces().entrySet()) {
            final Thread thread = each.getKey();
            if (isOf(thread) || thread.getContextClassLoader() == loader || runs(each.getValue())) {
                found.add("thread " + thread.getName());
            }
            for (final String map : List.of("threadLocals", "inheritableThreadLocals")) {
                if (holdsValue(field(Thread.class, thread, map))) {
                    found.add("ThreadLocal of thread " + thread.getName());
                }
            }
        }
    }

    /** Whether one of its frames is of the plugin; loaders of plugins have names. */
    private boolean runs(final StackTraceElement... stack) {
        for (final StackTraceElement frame : stack) {
            if (loader.getName() != null && loader.getName().equals(frame.getClassLoaderName())) {
                return true;
            }
        }
        return false;
    }

    private boolean holdsValue(final Object locals) {
        final Object table = locals == null ? null : field(locals.getClass(), locals, "table");
        if (table == null) {
            return false;
        }
        for (int i = 0; i < Array.getLength(table); i++) {
            final Object entry = Array.get(table, i);
            if (entry instanceof final Reference<?> key
                    && (isOf(key.get()) || isOf(field(entry.getClass(), entry, "value")))) {
                return true;
            }
        }
        return false;
    }

    private void shutdownHooks() {
        try {
            final Field hooks =
                    Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
            final Object all =
                    UnsafeApi.getReference(UnsafeApi.staticFieldBase(hooks), UnsafeApi.staticFieldOffset(hooks));
            if (all instanceof final Map<?, ?> threads) {
                for (final Object each : new ArrayList<>(threads.keySet())) {
                    if (each instanceof final Thread hook && (isOf(hook) || isOf(task(hook)))) {
                        found.add("shutdown hook " + hook.getName());
                    }
                }
            }
        } catch (final ReflectiveOperationException | RuntimeException e) {
            LOG.debug("shutdown hooks can't be looked at", e);
        }
    }

    private static Object task(final Thread thread) {
        final Object holder = field(Thread.class, thread, "holder");
        return holder == null ? null : field(holder.getClass(), holder, "task");
    }

    private void managedBeans() {
        final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (final ObjectName name : server.queryNames(null, null)) {
            try {
                if (server.getClassLoaderFor(name) == loader) {
                    found.add("MBean " + name);
                }
            } catch (final JMException e) {
                LOG.debug("{} has gone", name, e);
            }
        }
    }

    private static Object field(final Class<?> type, final Object object, final String name) {
        try {
            return UnsafeApi.getReference(object, UnsafeApi.objectFieldOffset(type.getDeclaredField(name)));
        } catch (final ReflectiveOperationException | RuntimeException e) {
            LOG.debug("{} has no field {}", type, name, e);
            return null;
        }
    }
}
