/** DPDK's libraries as found on the system: which version, where its structures' fields lie, and calls into them. */
package io.weir.dpdk.internal.ffi;
