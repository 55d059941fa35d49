package io.weir.plugin;

/**
 * A plugin that uses a service of another, as the service sees it: whoever exports a service makes a view of it for each
 * consumer, and notes there what that one does, so that it is undone when the consumer goes, however it goes. Main only.
 */
public interface ServiceConsumer {
    /** Something done, noted with its undo. */
    interface Effect {
        /** The consumer took it back by itself: it is not undone any more. Forgetting twice does nothing. */
        void forget();
    }

    /** Id of the plugin that uses the service. */
    String pluginId();

    /**
     * Notes what the consumer has done.
     *
     * @param what for the log, such as {@code "route 10.0.0.0/8"}.
     * @param undo takes it back; called at most once, on main, when the consumer goes, last done first. Until then it keeps
     *     what it refers to.
     */
    Effect did(String what, Runnable undo);
}
