/**
 * What Weir needs from Linux, called through the foreign function API: descriptors, epoll, threads on cores, Unix sockets,
 * TAP interfaces, netlink and network namespaces.
 *
 * <p>Nothing here knows about packets, graphs or configuration, and nothing outside this package calls the C library, but
 * for the memory mapping that lies with the buffer pool.
 *
 * <p>Two styles. Calls made while configuring throw {@link io.weir.platform.os.OsException} with a sentence. Calls made
 * per dispatch ({@link io.weir.platform.os.FdIo}, {@link io.weir.platform.os.Epoll#await}) return a count or a negative
 * errno, take addresses as {@code long} and allocate nothing.
 */
package io.weir.platform.os;
