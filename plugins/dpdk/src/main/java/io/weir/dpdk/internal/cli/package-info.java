/** Commands of the plugin, in VPP's syntax. */
package io.weir.dpdk.internal.cli;
