/**
 * Ports: what the driver of each can do, how it is configured, its receive queues and tx nodes, its link and statistics, and
 * the device class {@code dpdk} that makes interfaces of them.
 */
package io.weir.dpdk.internal.port;
