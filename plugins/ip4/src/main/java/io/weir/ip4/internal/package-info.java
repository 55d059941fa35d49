/** The IPv4 plugin: puts the parts together and describes them to the host. */
package io.weir.ip4.internal;
