/** Routes: what main knows of them, the mtrie that workers look them up in, and their counters. */
package io.weir.ip4.internal.fib;
