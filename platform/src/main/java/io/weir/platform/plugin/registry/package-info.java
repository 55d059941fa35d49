/**
 * What the host keeps of plugins, by who brought it: services, scratch bytes, held buffers, declarations, lasting values.
 */
package io.weir.platform.plugin.registry;
