package io.weir.platform.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * The signals that end the process. By reflection: {@code sun.misc.Signal} is all the JDK has for a handler that decides
 * on the exit code, and javac warns of it in a way that can't be turned off.
 */
final class Signals {
    private static final List<String> ENDING = List.of("TERM", "INT", "HUP");

    private Signals() {}

    /** Runs something on a thread of the JVM's whenever a signal asks the process to end; ignored signals stay so. */
    static void onEnd(final Runnable action) {
        try {
            final Class<?> signal = Class.forName("sun.misc.Signal");
            final Class<?> handler = Class.forName("sun.misc.SignalHandler");
            final Object ignore = handler.getField("SIG_IGN").get(null);
            final Method handle = signal.getMethod("handle", signal, handler);
            final Object ours = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return method.invoke(action, arguments);
                    });
            for (final String name : ENDING) {
                final Object number = signal.getConstructor(String.class).newInstance(name);
                if (handle.invoke(null, number, ours) == ignore) {
                    handle.invoke(null, number, ignore);
                }
            }
        } catch (final InvocationTargetException e) {
            throw new IllegalStateException("signals can't be handled: " + e.getCause(), e);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM has no signal handlers", e);
        }
    }
}
