/** Tests of commands. */
package io.weir.nat64.internal.cli;
