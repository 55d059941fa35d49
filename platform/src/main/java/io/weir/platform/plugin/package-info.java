/** The plugin host: loads plugins through PF4J, and keeps for each a ledger of what it registered. */
package io.weir.platform.plugin;
