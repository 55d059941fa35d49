/**
 * The plugin host: what can be asked of it (load, upgrade, reload, unload, disable, enable), one after the other. How JARs are
 * read, changes are tried and carried out, and the directory is followed, each has a package below this one.
 */
package io.weir.platform.plugin;
