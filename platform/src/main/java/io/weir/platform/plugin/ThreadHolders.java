package io.weir.platform.plugin;

import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;

/** Threads that lead to a plugin's classes: what runs on them, waits for them, and what they keep. */
final class ThreadHolders {
    private final Holders holders;

    ThreadHolders(final Holders holders) {
        this.holders = holders;
    }

    void look() {
        Thread.getAllStackTraces().forEach(this::thread);
        shutdownHooks();
    }

    private void thread(final Thread thread, final StackTraceElement... stack) {
        final String name = thread.getName();
        final Object task = task(thread);
        if (holders.isOf(thread)
                || holders.isOf(task)
                || thread.getContextClassLoader() == holders.loader()
                || runs(stack)) {
            holders.add("thread " + name);
        }
        if (waits(task) || waits(thread)) {
            holders.add("a task for thread " + name);
        }
        holders.add(thread.getUncaughtExceptionHandler(), "UncaughtExceptionHandler of thread " + name);
        for (final String map : List.of("threadLocals", "inheritableThreadLocals")) {
            if (holdsValue(Fields.of(Thread.class, thread, map))) {
                holders.add("ThreadLocal of thread " + name);
            }
        }
    }

    /** Whether one of its frames is of the plugin; loaders of plugins have names. */
    private boolean runs(final StackTraceElement... stack) {
        final String name = holders.loader().getName();
        for (final StackTraceElement frame : stack) {
            if (name != null && name.equals(frame.getClassLoaderName())) {
                return true;
            }
        }
        return false;
    }

    private boolean holdsValue(final Object locals) {
        final Object table = Fields.of(locals, "table");
        if (table == null) {
            return false;
        }
        for (int i = 0; i < Array.getLength(table); i++) {
            final Object entry = Array.get(table, i);
            if (entry instanceof final Reference<?> key
                    && (holders.isOf(key.get()) || holders.isOf(Fields.of(entry, "value")))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the pool of a worker is the plugin's, or something of the plugin's waits there or in a timer's queue. */
    private boolean waits(final Object worker) {
        if (worker == null) {
            return false;
        }
        final String type = worker.getClass().getName();
        if (type.equals("java.util.concurrent.ThreadPoolExecutor$Worker")
                && Fields.of(worker, "this$0") instanceof final ThreadPoolExecutor pool) {
            return holders.isOf(pool)
                    || holders.isOf(pool.getThreadFactory())
                    || holders.isOf(pool.getRejectedExecutionHandler())
                    || pool.getQueue().stream().anyMatch(this::isTaskOf);
        }
        if (type.equals("java.util.TimerThread")
                && Fields.of(Fields.of(worker, "queue"), "queue") instanceof final Object[] tasks) {
            for (final Object task : tasks) {
                if (holders.isOf(task)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether what waits in a pool is the plugin's, within what pools wrap around it. */
    private boolean isTaskOf(final Object task) {
        final Object callable = task instanceof FutureTask ? Fields.of(FutureTask.class, task, "callable") : null;
        return holders.isOf(task) || holders.isOf(callable) || holders.isOf(inner(callable));
    }

    private static Object inner(final Object callable) {
        return callable != null && callable.getClass().getName().endsWith("$RunnableAdapter")
                ? Fields.of(callable, "task")
                : null;
    }

    private void shutdownHooks() {
        if (Fields.ofClass("java.lang.ApplicationShutdownHooks", "hooks") instanceof final Map<?, ?> hooks) {
            for (final Object each : new ArrayList<>(hooks.keySet())) {
                if (each instanceof final Thread hook && (holders.isOf(hook) || holders.isOf(task(hook)))) {
                    holders.add("shutdown hook " + hook.getName());
                }
            }
        }
    }

    private static Object task(final Thread thread) {
        return Fields.of(Fields.of(Thread.class, thread, "holder"), "task");
    }
}
