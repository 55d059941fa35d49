/**
 * Interfaces: the table of them, the nodes that are generated for each, receive queues and their modes, counters, and
 * the nodes between devices and protocols: ethernet-input, error-drop, error-punt.
 */
package io.weir.platform.iface;
