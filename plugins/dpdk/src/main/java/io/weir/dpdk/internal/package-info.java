/** The plugin {@code dpdk}: puts its parts together and registers them. */
package io.weir.dpdk.internal;
