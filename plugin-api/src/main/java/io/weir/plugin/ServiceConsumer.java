package io.weir.plugin;

/**
 * A plugin that uses a service of another, as the service sees it: whoever exports a service makes a view of it for each
 * consumer, and notes there what that one does, so that it is undone when the consumer goes, however it goes. Main only.
 *
 * <ul>
 *   <li>The consumer is unloaded: what it did is undone after its nodes have left the graph and it has stopped.
 *   <li>It does not start: what it did is undone before its nodes leave again.
 *   <li>It is upgraded: the new version is a consumer of its own, with a view of its own. Make before break: what the old version
 *       did is undone only when the new one stands and has done its part, so for a moment both hold the same port, route or
 *       entry. A service must let two consumers of one id do that, and an undo must leave what the other one holds. If the new
 *       version fails, what it did is undone, and the old one's stands as before.
 *   <li>The service's plugin is upgraded or reloaded: those that depend on it come anew with it, and the old versions' doings
 *       are undone in the old one.
 *   <li>The service's plugin goes, and the consumer can do without it: what it did is undone, the plugin that exports the service
 *       still standing.
 * </ul>
 *
 * <p>Who does many things of a kind notes one undo for all of them, such as that of its source of routes.
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
     * @param undo takes it back; called on main when the consumer goes, last done first, and once more only if the barrier
     *     wasn't had. Until then it keeps what it refers to.
     */
    Effect did(String what, Runnable undo);
}
