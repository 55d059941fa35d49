/**
 * A second, small host in which new versions run on copies of packets before they come to the live graph.
 */
package io.weir.platform.plugin.shadow;
