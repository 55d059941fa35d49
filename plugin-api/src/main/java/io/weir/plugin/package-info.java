/** What a plugin is and how it describes itself to the host. */
package io.weir.plugin;
