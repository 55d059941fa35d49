/** What lookups lead to: objects that workers read, the words by which routes name them, and load balances. */
package io.weir.fib.internal.object;
