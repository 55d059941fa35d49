/**
 * What a translator remembers (RFC 6146): which addresses it has, whose each port of theirs is, and the sessions of each binding.
 * Each worker has the state of its own clients; main makes it, and reads it for commands.
 */
package io.weir.nat64.internal.state;
