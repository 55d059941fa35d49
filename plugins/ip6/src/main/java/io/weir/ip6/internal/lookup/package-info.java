/** The longest prefix of an IPv6 address: the trie that workers look it up in. */
package io.weir.ip6.internal.lookup;
