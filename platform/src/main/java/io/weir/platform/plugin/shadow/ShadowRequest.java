package io.weir.platform.plugin.shadow;

import io.weir.platform.config.Configuration;
import io.weir.platform.graph.ArcSpec;
import io.weir.platform.plugin.archive.PluginClassLoader;
import java.util.List;
import java.util.Map;

/**
 * What a shadow is made of; taken on main from the live host, used on the shadow's thread.
 *
 * @param dependencies plugins that are there live and that the new ones depend on, in order.
 * @param wanted the new plugins, in order.
 * @param interfaces mirrors of the live interfaces, by ascending index.
 * @param arcs arcs of the live host.
 * @param settings values of the live plugins' settings, by plugin and setting: with these the new versions would begin.
 * @param states what live plugins have exported for their next versions in shadow, by plugin.
 * @param configuration what the live host was configured with.
 */
public record ShadowRequest(
        List<PluginClassLoader> dependencies,
        List<PluginClassLoader> wanted,
        List<Mirror> interfaces,
        List<ArcSpec> arcs,
        Map<String, Map<String, String>> settings,
        Map<String, Record> states,
        Configuration configuration) {
    /** An interface. */
    public record Mirror(int swIfIndex, String name, long mac, int mtu) {}
}
