/**
 * A change to the plugins of a running host: a list of actions, each with its undo.
 */
package io.weir.platform.plugin.change;
