/** Tests of translation without state. */
package io.weir.nat64.internal.xlat;
