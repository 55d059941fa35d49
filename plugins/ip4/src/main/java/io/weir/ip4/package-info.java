/** What the IPv4 plugin offers to other plugins: addresses, local delivery and the lookup; the rest is in {@code io.weir.fib}. */
package io.weir.ip4;
