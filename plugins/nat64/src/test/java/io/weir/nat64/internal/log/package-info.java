/** Tests of what is logged. */
package io.weir.nat64.internal.log;
