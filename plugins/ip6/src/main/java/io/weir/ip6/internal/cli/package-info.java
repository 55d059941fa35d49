/** The commands that are IPv6's own. */
package io.weir.ip6.internal.cli;
