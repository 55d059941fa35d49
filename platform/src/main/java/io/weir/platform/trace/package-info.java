/** Packet traces: what each node saw of a few packets, kept per thread and printed by main. */
package io.weir.platform.trace;
