/**
 * Following the plugin directory: which files are complete, what that means for the plugins that are loaded, the thread.
 */
package io.weir.platform.plugin.directory;
