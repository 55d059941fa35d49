/** Nodes that hold packets against lists, and what they share. */
package io.weir.acl.internal.node;
