package io.weir.testkit.live;

import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.concurrent.locks.LockSupport;

/** A plugin that leaves things behind: a thread with a value of its own, and a shutdown hook. */
public final class Leaker extends WeirPlugin {
    static final String HOOK = "leaker.hook";

    /** What the thread keeps. */
    private static final class Kept {}

    private static final ThreadLocal<Kept> KEPT = ThreadLocal.withInitial(Kept::new);

    @Override
    public void register(final Registrar registrar) {
        // It begins to leak when it starts.
    }

    @Override
    public void start() {
        Thread.ofPlatform().daemon().name("leaker-thread").start(() -> {
            KEPT.get();
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
            }
        });
        final Thread hook = Thread.ofPlatform().name("leaker-hook").unstarted(() -> KEPT.remove());
        Runtime.getRuntime().addShutdownHook(hook);
        System.getProperties().put(HOOK, hook);
    }
}
