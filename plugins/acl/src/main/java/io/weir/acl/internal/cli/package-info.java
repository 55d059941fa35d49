/** Commands about lists, in VPP's words where it has them. */
package io.weir.acl.internal.cli;
