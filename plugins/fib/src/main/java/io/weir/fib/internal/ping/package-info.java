/** {@code ping}: requests that main sends, replies that any thread hears, and what is said of both. */
package io.weir.fib.internal.ping;
