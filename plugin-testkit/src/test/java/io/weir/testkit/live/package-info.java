/** Plugins that are loaded, upgraded and unloaded from real JARs while packets flow. */
package io.weir.testkit.live;
