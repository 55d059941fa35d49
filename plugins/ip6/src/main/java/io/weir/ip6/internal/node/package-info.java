/** The nodes that packets pass. */
package io.weir.ip6.internal.node;
