/** What the IPv4 plugin offers to other plugins: routes, adjacencies, neighbours, addresses and local delivery. */
package io.weir.ip4;
