/**
 * DPDK's mbufs and the host's buffers, which are the same memory.
 *
 * <pre>
 *   -24        0          104        192      272                                2448   2472  2496
 *   +----------+----------+----------+---------+----------+----------------------+------+-----+
 *   | objhdr   | rte_mbuf | metadata | scratch | headroom | data                 |      | objhdr of the next
 *   +----------+----------+----------+---------+----------+----------------------+------+-----+
 *              ^ mempool's element, mbuf       ^ buf_addr                        ^ buf_addr + buf_len
 * </pre>
 *
 * The first 24 bytes of metadata lie in the mbuf's last 24, which DPDK leaves to applications (dynamic fields) and which are
 * claimed from it: so what each node reads of a packet lies in a line that its driver has touched.
 *
 * <p>A mempool is populated with the host's buffers as its elements: element size and distance come out at the buffers'
 * stride, its 24 bytes in front of each lie behind the data of the one before. Its free list, one of DPDK's native ones,
 * becomes the pool's shared list ({@code BufferPool.lend}): drivers take from it and give to it through a cache for each
 * thread, the host's threads through theirs, in batches, by downcalls of the functions that DPDK registered for it. Nothing
 * calls back into Java. It is built beside a running host: what is in use stays where it is and comes to the new list when
 * it is freed.
 *
 * <p>A buffer that the host owns has one segment, no next and, unless it is shared, one owner, as an mbuf that is free: so a
 * buffer may be freed on either side. Metadata is written from the mbuf's fields when a packet is received, and the mbuf's
 * fields from the metadata when it is sent; the packet itself is never copied.
 */
package io.weir.dpdk.internal.mbuf;
