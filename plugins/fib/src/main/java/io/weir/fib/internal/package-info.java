/** The forwarding plugin: its parts tied together, and what each consumer sees of them. */
package io.weir.fib.internal;
