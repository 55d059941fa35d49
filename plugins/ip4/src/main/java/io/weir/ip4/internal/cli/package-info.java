/** The commands that read and change routes, addresses and neighbours. */
package io.weir.ip4.internal.cli;
