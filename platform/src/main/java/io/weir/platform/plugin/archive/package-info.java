/**
 * JARs of plugins: what their manifests say, which can be there together, where they are kept, and their class loaders.
 */
package io.weir.platform.plugin.archive;
