/** The commands that read and change forwarding: those of each family, in its words, and those of all. */
package io.weir.fib.internal.cli;
