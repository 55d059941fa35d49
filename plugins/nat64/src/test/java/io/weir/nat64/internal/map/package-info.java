/** Maps, and what is found in them. */
package io.weir.nat64.internal.map;
