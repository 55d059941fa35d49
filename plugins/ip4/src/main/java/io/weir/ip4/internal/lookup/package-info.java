/** The longest prefix of an IPv4 address: the mtrie that workers look it up in. */
package io.weir.ip4.internal.lookup;
