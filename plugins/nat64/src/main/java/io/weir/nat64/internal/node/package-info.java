/** The nodes that translate, on the arcs of both families. */
package io.weir.nat64.internal.node;
