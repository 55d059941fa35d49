/** Interfaces as a plugin sees them: device classes that it brings, receive queues, properties, counters and events. */
package io.weir.iface;
