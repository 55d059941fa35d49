package io.weir.platform.graph;

import io.weir.graph.FeatureArc;

/**
 * An arc as it is described.
 *
 * @param owner id of the plugin that defines it.
 * @param last name of the node at its end, or null if each interface has its own.
 */
public record ArcSpec(FeatureArc key, String owner, String last) {}
