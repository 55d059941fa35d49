/** The nodes that every packet passes: input, lookup, rewrite, local delivery, and their exits. */
package io.weir.ip4.internal.node;
