/** Commands, in VPP's words where it has them. */
package io.weir.nat64.internal.cli;
