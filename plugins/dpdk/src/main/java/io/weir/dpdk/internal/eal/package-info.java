/**
 * DPDK's environment abstraction layer (EAL): the {@code dpdk} section of the configuration, initialising EAL once per
 * process, its log, its threads, its devices.
 */
package io.weir.dpdk.internal.eal;
